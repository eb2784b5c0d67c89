"""A test says what it is worth and whose it is; a mistake in that is told by file and line."""

from pathlib import Path

import pytest

from autograder.kit import marks as marks_of
from autograder.kit.marks import Marks, exercise_of, read_marks, seed_of

pytest_plugins = ["pytester"]

EXERCISES = ("conv2d", "FMNISTDataset")


class Reader:
    """A plugin that reads the marks of every test, as the grader does."""

    def __init__(self):
        self.read = []

    def pytest_configure(self, config):
        for line in marks_of.MARKERS:
            config.addinivalue_line("markers", line)

    def pytest_collection_modifyitems(self, items):
        for item in items:
            try:
                self.read.append(read_marks(item, EXERCISES))
            except pytest.UsageError as error:
                self.read.append(str(error))


@pytest.fixture
def read(pytester):
    """Reads the marks of the one test in a file: its Marks, or the error with the path of its folder left out."""

    def one(text, name="test_conv2d.py"):
        path = pytester.path / name
        path.write_text(f"import pytest\n\n{text}")
        reader = Reader()
        pytester.inline_run("--collect-only", "-q", "--strict-markers", str(path), plugins=[reader])
        (found,) = reader.read
        return found.replace(f"{pytester.path}/", "") if isinstance(found, str) else found

    return one


def test_a_test_with_points_and_a_title(read):
    marks = read('@pytest.mark.points(2)\ndef test_strides():\n    """Strides differ.\n\n    More."""\n')

    assert marks == Marks("test_conv2d.py::test_strides", "conv2d", 2.0, "Strides differ", "visible", None)


def test_every_mark(read):
    marks = read(
        '@pytest.mark.points(0.5)\n@pytest.mark.exercise("FMNISTDataset")\n@pytest.mark.time_limit(30)\n'
        '@pytest.mark.visibility("after_due_date")\ndef test_a():\n    """Length."""\n'
    )

    assert marks == Marks("test_conv2d.py::test_a", "FMNISTDataset", 0.5, "Length", "after_due_date", 30.0)


POINTS = "@pytest.mark.points(1)\n"
TITLED = 'def test_a():\n    """Title."""\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TITLED, "needs @pytest.mark.points(n), a number of points"),
        (f"@pytest.mark.points(-1)\n{TITLED}", "needs @pytest.mark.points(n), a number of points"),
        (f"@pytest.mark.points('2')\n{TITLED}", "@pytest.mark.points takes a number, not '2'"),
        (f"@pytest.mark.points(True)\n{TITLED}", "@pytest.mark.points takes a number, not True"),
        (f"@pytest.mark.points(float('nan'))\n{TITLED}", "@pytest.mark.points takes a number, not nan"),
        (f"@pytest.mark.points(1, 2)\n{TITLED}", "@pytest.mark.points takes one argument"),
        (f"@pytest.mark.points(n=1)\n{TITLED}", "@pytest.mark.points takes one argument"),
        (f"{POINTS}def test_a():\n    pass\n", "needs a docstring; its first line is the title that students read"),
        (
            f"{POINTS}@pytest.mark.visibility('later')\n{TITLED}",
            "visibility 'later' is none of hidden, after_due_date, after_published, visible",
        ),
        (f"{POINTS}@pytest.mark.time_limit(0)\n{TITLED}", "time_limit needs a number of seconds above 0"),
        (f"{POINTS}@pytest.mark.time_limit('1 s')\n{TITLED}", "@pytest.mark.time_limit takes a number, not '1 s'"),
    ],
)
def test_a_mistake_is_told_by_file_and_line(read, text, message):
    assert read(text) == f"test_conv2d.py:3: test_a: {message}"


def test_the_line_is_the_tests_own(read):
    assert read(f"\n\n\n# A comment.\n{TITLED}").startswith("test_conv2d.py:7: test_a: ")


@pytest.mark.parametrize(
    ("mark", "name"), [("", "test_conv3d.py"), ("@pytest.mark.exercise('conv3d')\n", "test_conv2d.py")]
)
def test_a_test_of_no_exercise_is_told(read, mark, name):
    assert read(mark + POINTS + TITLED, name) == (
        f"{name}:3: test_a: belongs to no exercise: call the file test_<exercise>.py or add "
        "@pytest.mark.exercise(name); the exercises are conv2d, FMNISTDataset"
    )


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("test_conv2d.py", "conv2d"),
        ("test_fmnist_dataset.py", "FMNISTDataset"),
        ("test_fmnistdataset.py", "FMNISTDataset"),
        ("test_conv.py", ""),
        ("test_conv2d_strided.py", ""),
    ],
)
def test_a_files_name_says_its_exercise(name, exercise):
    assert exercise_of(Path(name), EXERCISES) == exercise


def test_a_seed_is_the_same_on_every_machine():
    assert seed_of("test_conv2d.py::test_a", "kit") == 13116938163052123335


def test_tests_and_submissions_have_seeds_of_their_own():
    keys, salts = ("test_conv2d.py::test_a", "test_conv2d.py::test_b"), ("kit", "3f9a")

    assert len({seed_of(key, salt) for key in keys for salt in salts}) == 4
