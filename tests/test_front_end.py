"""Grading for another platform: points, or an error where there are none and the submission is not to blame."""

import subprocess
from pathlib import Path

import pytest

from autograder.course import front_end
from autograder.course.front_end import FrontEndError, grade
from autograder.report.results import OF_THE_GRADING, not_graded


@pytest.fixture
def ends_with(monkeypatch, tmp_path):
    """Has `autograder grade` write these results, or none, and say this; then asks for them."""
    commands = []

    def ask(results=None, said=""):
        def run(command, **options):
            commands.append(command)
            if results is not None:
                folder = Path(command[command.index("--out") + 1], "tiny")
                folder.mkdir()
                (folder / "results.json").write_text(results.to_json())
            return subprocess.CompletedProcess(command, 1, "", said)

        monkeypatch.setattr(front_end.subprocess, "run", run)
        return grade("tiny", tmp_path / "tiny.ipynb", tmp_path), commands[0]

    return ask


def test_a_submission_that_cannot_be_opened_has_results(ends_with):
    results, _ = ends_with(not_graded("it is no notebook"))

    assert results.output == "This submission could not be graded: it is no notebook"


def test_a_grading_that_failed_has_none(ends_with):
    with pytest.raises(FrontEndError, match="a worker did not start"):
        ends_with(not_graded("a worker did not start", OF_THE_GRADING))


def test_what_the_command_says_last_is_the_reason(ends_with):
    with pytest.raises(FrontEndError, match=r"^autograder: this machine lacks seccomp$"):
        ends_with(said="a warning\nautograder: this machine lacks seccomp\n")


def test_no_other_copy_of_the_program_is_run(ends_with):
    """A lab may lie beside one; -P keeps the folder that the command is run in off the path."""
    _, command = ends_with(not_graded("it is no notebook"))

    assert command[1:4] == ["-P", "-m", "autograder"]
