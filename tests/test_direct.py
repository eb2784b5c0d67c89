"""A test that asks for the suite's fixtures only is called directly; pytest runs every other one."""

import pytest

from autograder.grader.direct import makers_of
from autograder.kit import marks as marks_of

pytest_plugins = ["pytester"]


class Giver:
    """A plugin with two fixtures, as the suite has them."""

    def __init__(self):
        self.makers = {}

    def pytest_configure(self, config):
        for line in marks_of.MARKERS:
            config.addinivalue_line("markers", line)

    def pytest_collection_modifyitems(self, items):
        self.makers = {item.name: makers_of(item, self) for item in items}

    @pytest.fixture
    def student(self):
        return "the student's names"

    @pytest.fixture
    def check(self):
        return "the comparison"


@pytest.fixture
def makers(pytester):
    """What makes the arguments of each test in a file."""

    def of(text):
        path = pytester.path / "test_conv2d.py"
        path.write_text(f"import pytest\n\n{text}")
        giver = Giver()
        pytester.inline_run("--collect-only", "-q", str(path), plugins=[giver])
        return giver.makers

    return of


def test_arguments_are_made_by_the_fixtures(makers):
    found = makers("@pytest.mark.points(2)\ndef test_one(student, check): ...")["test_one"]

    assert {name: make() for name, make in found.items()} == {
        "student": "the student's names",
        "check": "the comparison",
    }


def test_no_arguments(makers):
    assert makers("def test_one(): ...") == {"test_one": {}}


@pytest.mark.parametrize(
    "text",
    [
        "def test_one(student, tmp_path): ...",
        "@pytest.fixture\ndef student(): ...\n\ndef test_one(student): ...",
        "@pytest.fixture(autouse=True)\ndef before(): ...\n\ndef test_one(student): ...",
        "def setup_function(): ...\n\ndef test_one(student): ...",
        "def teardown_module(): ...\n\ndef test_one(student): ...",
        "@pytest.mark.usefixtures('check')\ndef test_one(student): ...",
        "@pytest.mark.skip\ndef test_one(student): ...",
        "@pytest.mark.xfail\ndef test_one(student): ...",
        "@pytest.mark.parametrize('n', [1])\ndef test_one(student, n): ...",
        "class TestIt:\n    def test_one(self, student): ...",
        "async def test_one(student): ...",
    ],
)
def test_what_pytest_has_to_run(makers, text):
    assert list(makers(text).values()) == [None]
