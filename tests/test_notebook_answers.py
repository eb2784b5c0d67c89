"""One test of the kit at a time on what a notebook holds: its message is raised, and comes from one run of all."""

import json
import subprocess
import sys

import pytest

MEAN = """
def smooth(x, k):
    if k < 1:
        raise ValueError(f"k={k}")
    return x.unfold(0, k, 1).mean(1)
"""
SUM = MEAN.replace(".mean(1)", ".sum(1)")
STUB = "def smooth(x, k):\n    raise NotImplementedError\n"
ASKED = """
import json, sys
sys.path.insert(0, ".")
from pathlib import Path
from support.notebook import begin
from support.notebook_answers import run_test

names, steps = {{}}, json.loads({steps!r})
begin(Path.cwd(), names)
answers = []
for step in steps:
    if "::" not in step:
        exec(compile(step, "<ipython-input-1-of-a-cell>", "exec"), names)
        continue
    try:
        run_test(step, names)
        answers.append("done")
    except Exception as error:
        answers.append(f"{{type(error).__name__}}: {{error}}")
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def kit(tiny_kit, tmp_path_factory):
    """The small lab's kit in a folder."""
    folder = tmp_path_factory.mktemp("kit")
    for name, data in tiny_kit.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def answers(kit):
    """What is answered, step by step, to a student who runs cells and asks for tests."""
    first, second, third, last = (
        f"test_smooth.py::test_{name}" for name in ("worked_example", "windows", "input_stays", "empty_window")
    )
    steps = [first, STUB, first, MEAN, first, second, third, last, SUM, first, MEAN, second, first]
    steps += ["test_smooth.py::test_nothing"]
    command = [sys.executable, "-c", ASKED.format(steps=json.dumps(steps))]
    done = subprocess.run(command, cwd=kit, capture_output=True, text=True, check=True)
    *said, last_line = done.stdout.splitlines()
    assert said == []
    return json.loads(last_line)


def test_a_name_that_no_cell_has_defined_is_missing(answers):
    assert answers[0].startswith("WrongAnswer: Two neighbours of 1, 2, 3\n`smooth` is not in this notebook's memory")


def test_a_stub_is_not_begun(answers):
    assert answers[1] == "NotBegun: `smooth` is not begun."


def test_a_wrong_answer_gives_the_tests_title_and_message(answers):
    title, *message = answers[2].splitlines()

    assert title == "WrongAnswer: Two neighbours of 1, 2, 3"
    assert "yours" in " ".join(message)
    assert "Hint" not in answers[2]


def test_the_hint_stands_below_the_last_that_failed(answers):
    assert answers[3].endswith("\n\nHint: Feed it ones: what should two neighbours add up to?")


def test_what_is_right_raises_nothing(answers):
    assert answers[4:6] == ["done", "done"]


def test_the_first_test_in_turn_runs_all_anew(answers):
    assert answers[6] == "done"


def test_the_others_are_of_the_same_run(answers):
    assert answers[7] == "done"  # before the cell was run again; whoever asks in turn begins with the first
    assert answers[8].startswith("WrongAnswer")


def test_a_test_that_is_not_there_is_said(answers):
    assert answers[9].startswith("AuthorError: test_smooth.py::test_nothing did not run:")
