"""`autograder verify` as an author meets it: what it prints, the page it leaves, and its exit status."""

import os
import pty
import subprocess
import sys

import pytest
from conftest import TINY_LAB

LAB = "assignments/tiny"

ROWS = {
    f"{LAB}/misconceptions/smooth/last-window.py": '''\
"""How many windows of 2 fit on a row of 3?"""

import torch


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    return torch.stack([x[i : i + k].sum() for i in range(max(1, len(x) - k))])
''',
    f"{LAB}/misconceptions/average/no-sign.py": '''\
"""What is the average of -1 and -1?"""

from signals import smooth


def average(x):
    return abs(float(smooth(x, len(x))[0] / len(x)))
''',
    f"{LAB}/misconceptions/Pairs/doubled.py": '''\
"""What is the square of 3?"""


class Pairs:
    def __init__(self, x):
        self.x = x

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], 2 * self.x[i]
''',
    f"{LAB}/misconceptions/make_line/two-layers.py": '''\
"""Print your network. How many layers has it?"""

from torch import nn


def make_line():
    return nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 2))
''',
    f"{LAB}/accepted/unfold.py": '''\
"""Windows as a view."""


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    return x.unfold(0, k, 1).sum(1)
''',
}

HOLES = {
    # the points do not add up, and the kit earns some of them
    f"{LAB}/public/test_average.py": TINY_LAB[f"{LAB}/public/test_average.py"]
    + '''

@pytest.mark.points(1)
def test_nothing(check):
    """Nothing."""
    check.that(True, "this never fails")
''',
    # the reference fails
    f"{LAB}/hidden/test_make_line.py": TINY_LAB[f"{LAB}/hidden/test_make_line.py"].replace("[(2,)]", "[(3,)]"),
    # a mistake that passes
    f"{LAB}/misconceptions/average/right.py": '"""Is it right?"""\n\n\ndef average(x):\n    return float(x.mean())\n',
    # a hidden test that fails none
    f"{LAB}/misconceptions/Pairs/doubled.py": ROWS[f"{LAB}/misconceptions/Pairs/doubled.py"].replace(
        "2 * self.x[i]", "self.x[i] ** 2 + (len(self.x) > 1)"
    ),
    # a right program that is refused
    f"{LAB}/accepted/unfold.py": '"""A view."""\n\n\ndef smooth(x, k):\n    return x.unfold(0, k, 1).sum(1)\n',
    # a mistake that costs twice
    f"{LAB}/assignment.toml": TINY_LAB[f"{LAB}/assignment.toml"].replace('builds_on = ["smooth"]\n', ""),
}


def verify(*arguments, folder):
    command = [sys.executable, "-m", "autograder", "verify", *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def sound(tiny_lab):
    """A sound lab, verified."""
    project = tiny_lab(ROWS)
    return project, verify("tiny", folder=project.root / "solutions")


@pytest.fixture(scope="module")
def unsound(tiny_lab):
    """A lab with a hole of each kind but one (an exercise without mistakes), verified in brief."""
    project = tiny_lab(ROWS | HOLES)
    return project, verify("tiny", "--brief", "--html", project.root / "here.html", folder=project.root)


# a sound lab


def test_a_sound_lab_is_clean(sound):
    _, done = sound

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "tiny: clean"


def test_the_matrix_shows_what_each_mistake_failed(sound):
    _, done = sound
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("  last-window")]

    assert line.split() == ["last-window", "×", "×", "·", "×", "│", "×", "4", "0.5", "✓"]


def test_the_page_goes_below_the_projects_root_and_its_path_is_told(sound):
    project, done = sound

    assert "Page: ../build/verify/tiny.html" in done.stdout.splitlines()
    assert "<title>tiny: clean</title>" in (project.root / "build/verify/tiny.html").read_text()


def test_where_no_terminal_is_there_is_no_progress_and_no_code(sound):
    _, done = sound

    assert done.stderr == ""
    assert "\x1b" not in done.stdout


# a lab with holes


def test_with_holes_the_exit_status_is_1_and_the_last_line_counts_them(unsound):
    _, done = unsound
    holes = done.stdout.split("\nHoles\n")[1].split("\n\n")[0].splitlines()

    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"tiny: {len(holes)} holes"


@pytest.mark.parametrize(
    "hole",
    [
        "/assignments/tiny/assignment.toml: average is worth 2.5 points, its tests together 3.5",
        "  - the unsolved kit is done with 1 points in public/test_average.py::test_nothing: it must be not begun",
        "  - the reference fails hidden/test_make_line.py::test_layers: ",
        "  - misconceptions/average/right.py passes every test of average: add a test that it fails",
        "  - hidden/test_pairs.py::test_last fails no wrong program: add the mistake that it is there for",
        "  - accepted/unfold.py is right and fails public/test_smooth.py::test_empty_window: ",
        "  - average calls smooth in solutions/tiny: name it in its builds_on",
    ],
    ids=["points", "kit", "reference", "mistake that passes", "dead test", "right program", "double cost"],
)
def test_each_hole_is_named(unsound, hole):
    _, done = unsound

    assert hole in done.stdout


def test_in_brief_no_matrix_is_printed(unsound):
    _, done = unsound

    assert "last-window" not in done.stdout
    assert any(line.startswith("together") for line in done.stdout.splitlines())


def test_the_page_goes_where_it_is_asked_for(unsound):
    project, _ = unsound

    assert "double" in (project.root / "here.html").read_text()
    assert not (project.root / "build").exists()


def test_an_exercise_without_mistakes_is_named(tiny_lab):
    project = tiny_lab({name: text for name, text in ROWS.items() if "make_line" not in name})
    done = verify("tiny", "--brief", "--jobs", 1, folder=project.root)

    assert done.returncode == 1
    assert "  - make_line has no misconception: " in done.stdout
    assert done.stdout.splitlines()[-1] == "tiny: 1 hole"


# a lab that cannot be verified


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("def smooth(x, k):\n    return x\n", ":1: has no docstring"),
        ('"""Why?"""\n\ndef smooth(x, k:\n', ":3: no Python: "),
        ('"""Why?"""\n\ndef smoothed(x, k):\n    return x\n', ": does not define smooth"),
    ],
    ids=["no hint", "no Python", "another name"],
)
def test_a_broken_row_is_one_line_with_its_place(tiny_lab, text, place):
    name = f"{LAB}/misconceptions/smooth/broken.py"
    project = tiny_lab(ROWS | {name: text})
    done = verify("tiny", folder=project.root)

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"autograder: {project.root / name}{place}")


def test_a_row_of_no_exercise_is_told(tiny_lab):
    project = tiny_lab({f"{LAB}/misconceptions/smoth/a.py": '"""Why?"""\n'})
    done = verify("tiny", folder=project.root)

    assert done.returncode == 2
    assert "no exercise is called 'smoth'" in done.stderr


def test_an_unknown_lab_is_told(tiny_lab):
    done = verify("tinny", folder=tiny_lab().root)

    assert done.returncode == 2
    assert "no lab is called 'tinny'" in done.stderr
    assert "the labs here are tiny" in done.stderr


def test_a_page_that_cannot_be_written_is_told_before_anything_runs(tiny_lab):
    project = tiny_lab(ROWS)
    (project.root / "file").touch()
    done = verify("tiny", "--html", project.root / "file" / "page.html", folder=project.root)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"autograder: {project.root / 'file'}: ")


def test_on_a_terminal_a_line_says_that_it_runs_and_goes_away(tiny_lab):
    project = tiny_lab({f"{LAB}/misconceptions/smooth/broken.py": "x = 1\n"})
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "autograder", "verify", "tiny"]
    done = subprocess.run(command, cwd=project.root, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    seen = os.read(ours, 4096).decode()
    os.close(ours)

    assert seen.startswith("verifying tiny")
    assert "\r\x1b[Kautograder: " in seen
    assert done.returncode == 2
