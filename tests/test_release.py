"""A lab's kit: made from its source, the same every time, and only where the lab is sound."""

import json
import re

import pytest

from autograder.grader.suite import SuiteError
from autograder.release import kit
from autograder.release.kit import ReleaseError, drift, make, write
from autograder.source import SourceError

SIGNALS = "solutions/tiny/signals.py"
TOML = "assignments/tiny/assignment.toml"
PUBLIC = "assignments/tiny/public/test_smooth.py"


@pytest.fixture
def text_of(tiny_lab):
    """Gives a file of the small lab as it is."""
    project = tiny_lab()
    return lambda name: (project.root / name).read_text()


def changed(text, old, new):
    assert old in text
    return text.replace(old, new)


# what a kit holds


def test_a_student_gets_stubs_and_public_tests(tiny_kit, text_of):
    assert "raise NotImplementedError" in tiny_kit["signals.py"].decode()
    assert "unfold" not in tiny_kit["signals.py"].decode()
    assert tiny_kit["tests/test_smooth.py"].decode() == text_of(PUBLIC)


def test_nothing_of_the_hidden_tests_is_in_it(tiny_kit):
    assert not any(b"secret_row" in data for data in tiny_kit.values())


def test_the_snapshot_has_a_value_for_each_compare(tiny_kit):
    stored = json.loads(tiny_kit["support/expected.json"])

    assert {key: len(entries) for key, entries in stored.items()} == {
        "test_smooth.py::test_worked_example": 0,
        "test_smooth.py::test_windows": 2,
        "test_smooth.py::test_input_stays": 0,
        "test_smooth.py::test_empty_window": 1,
        "test_average.py::test_average": 0,
        "test_pairs.py::test_items": 0,
        "test_make_line.py::test_line": 0,
    }


def test_the_labs_facts_are_public_ones(tiny_kit):
    facts = json.loads(tiny_kit["support/lab.json"])

    assert facts["title"] == "Signals"
    assert facts["exercises"][0] == {
        "name": "smooth",
        "file": "signals.py",
        "points": 5,
        "minutes": 10,
        "difficulty": 1,
        "builds_on": [],
        "forbids": ["convolution"],
        "gives": "value",
        "bonus": False,
    }


def test_the_same_lab_gives_the_same_bytes(tiny_lab, tiny_kit):
    assert make(tiny_lab()) == tiny_kit


def test_what_the_reference_prints_is_no_part_of_the_kit(tiny_lab, tiny_kit, text_of):
    printing = changed(text_of(SIGNALS), "    if k < 1:", '    print("{smoothing")\n    if k < 1:')

    assert make(tiny_lab({SIGNALS: printing})) == tiny_kit


# labs that are not sound


def test_a_public_test_that_fails_on_the_reference_is_told(tiny_lab, text_of):
    wrong = changed(text_of(PUBLIC), "torch.tensor([3.0, 5])", "torch.tensor([3.0, 6])")

    with pytest.raises(ReleaseError) as raised:
        make(tiny_lab({PUBLIC: wrong}))

    assert str(raised.value).splitlines()[:3] == [
        "the reference fails its own public tests:",
        "test_smooth.py::test_worked_example: smooth([1, 2, 3], 2)",
        "1 of 2 values differ:",
    ]


def test_points_that_do_not_add_up_are_told_by_exercise(tiny_lab, text_of):
    project = tiny_lab({TOML: text_of(TOML).replace("points = 5\n", "points = 6\n").replace("= 11.5", "= 12.5")})

    with pytest.raises(SuiteError) as raised:
        make(project)

    assert str(raised.value) == (f"{project.root / TOML}: smooth is worth 6 points, its tests together 5")


def test_a_reference_that_does_not_import_is_told_by_file_and_line(tiny_lab, text_of):
    project = tiny_lab({SIGNALS: changed(text_of(SIGNALS), "import torch\n", "import torch\n\ntorch.missing\n")})

    with pytest.raises(SuiteError) as raised:
        make(project)

    assert str(raised.value) == (
        f"{project.root / SIGNALS}:9: AttributeError: module 'torch' has no attribute 'missing'"
    )


def test_a_source_that_is_not_sound_is_told_before_any_test_runs(tiny_lab, text_of):
    project = tiny_lab({SIGNALS: changed(text_of(SIGNALS), "    # END SOLUTION\n", "")})

    with pytest.raises(SourceError, match=re.escape(f"{project.root / SIGNALS}:")):
        make(project)


def test_a_kit_that_would_give_a_solution_away_is_refused(tiny_lab, text_of):
    told = changed(
        text_of(SIGNALS),
        "# # Signals\n",
        "# # Signals\n#\n# The trick is `places = len(x) - k + 1`:\n#\n#     places = len(x) - k + 1\n",
    )

    with pytest.raises(ReleaseError) as raised:
        make(tiny_lab({SIGNALS: told}))

    assert str(raised.value).splitlines() == [
        "the kit would give answers away:",
        "signals.py:6: this line stands in the solution in signals.py:20: #     places = len(x) - k + 1",
    ]


def test_a_lab_without_public_tests_has_no_kit(tiny_lab, monkeypatch):
    monkeypatch.setattr(kit.subprocess, "run", lambda *_, **__: Done('{"values": {}, "worth": {}, "failed": []}'))
    project = tiny_lab()

    with pytest.raises(
        ReleaseError, match=re.escape(f"{project.assignment / 'public'}: there are no tests for students")
    ):
        make(project)


class Done:
    """A process that has ended."""

    returncode = 0
    stderr = ""

    def __init__(self, stdout):
        self.stdout = stdout


def test_a_process_that_dies_without_a_word_is_told(tiny_lab, monkeypatch):
    dead = Done("")
    dead.returncode = -9
    monkeypatch.setattr(kit.subprocess, "run", lambda *_, **__: dead)

    with pytest.raises(SuiteError, match=r"the public tests did not run \(exit status -9\)"):
        make(tiny_lab())


# writing


def test_what_is_written_has_not_drifted(tiny_kit, tmp_path):
    write(tiny_kit, tmp_path / "kit")

    assert drift(tiny_kit, tmp_path / "kit") == []


def test_files_of_an_earlier_release_are_removed(tiny_kit, tmp_path):
    write({**tiny_kit, "tests/test_gone.py": b"", "gone.py": b""}, tmp_path)

    write(tiny_kit, tmp_path)

    assert drift(tiny_kit, tmp_path) == []


def test_hidden_files_stay(tiny_kit, tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("[core]")

    write(tiny_kit, tmp_path)
    write(tiny_kit, tmp_path)

    assert (tmp_path / ".git" / "config").read_text() == "[core]"


def test_a_folder_that_is_no_kit_is_left_alone(tiny_kit, tmp_path):
    (tmp_path / "thesis.tex").write_text("")

    with pytest.raises(ReleaseError, match="holds something that is no kit: name an empty folder with --out"):
        write(tiny_kit, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


# drift


@pytest.fixture
def written(tiny_kit, tmp_path):
    write(tiny_kit, tmp_path)
    return tmp_path


def test_a_changed_file_has_drifted(tiny_kit, written):
    (written / "signals.py").write_text("import torch\n")

    assert drift(tiny_kit, written) == [f"{written / 'signals.py'}: differs from its source"]


def test_a_missing_file_has_drifted(tiny_kit, written):
    (written / "signals.py").unlink()

    assert drift(tiny_kit, written) == [f"{written / 'signals.py'}: missing"]


def test_an_extra_file_has_drifted(tiny_kit, written):
    (written / "tests" / "test_more.py").write_text("")

    assert drift(tiny_kit, written) == [f"{written / 'tests' / 'test_more.py'}: not from the source"]


def test_a_folder_that_is_not_there_lacks_every_file(tiny_kit, tmp_path):
    assert len(drift(tiny_kit, tmp_path / "none")) == len(tiny_kit)


def test_caches_are_no_drift(tiny_kit, written):
    (written / "support" / "__pycache__").mkdir()
    (written / "support" / "__pycache__" / "check.pyc").write_bytes(b"")
    (written / ".pytest_cache").mkdir()
    (written / ".pytest_cache" / "README.md").write_text("")

    assert drift(tiny_kit, written) == []


@pytest.mark.parametrize(
    ("old", "new", "drifted"),
    [
        ("[0.0, 1.0, 2.0]", "[0.0, 1.0, 2.0000002]", False),  # another processor's rounding
        ("[0.0, 1.0, 2.0]", "[0.0, 1.0, 2.1]", True),
        ("[0.0, 1.0, 2.0]", "[0.0, 1.0", True),
        ("float64", "float32", True),
        ("test_windows", "test_window", True),
        ('"inputs": "', '"inputs": "0', True),
    ],
)
def test_the_snapshot_may_differ_as_right_answers_may(tiny_kit, written, old, new, drifted):
    path = written / "support" / "expected.json"
    path.write_text(changed(path.read_text(), old, new))

    assert bool(drift(tiny_kit, written)) == drifted
