"""The kit's README tells what the exercises are worth and what they forbid."""

import dataclasses
from itertools import pairwise
from pathlib import Path

import pytest

from autograder.assignment import Assignment, Exercise, Profile, Training
from autograder.release.readme import WIDTH, readme

LAB = Assignment(
    folder=Path("assignments/cnn"),
    title="Convolutional networks",
    points=24,
    files=("convolution.py", "network.py"),
    exercises=(
        Exercise("conv2d", "convolution.py", 12, 30, 3, forbids=("convolution",)),
        Exercise("pad2d", "convolution.py", 6, 15, 1, forbids=("convolution", "padding")),
        Exercise("conv_transpose2d", "convolution.py", 10, 60, 5, bonus=True),
    ),
    training=Training(
        points=6,
        dataset="FMNISTDataset",
        network="make_cnn",
        profiles={"gpu": Profile("cuda", 60_000, 5, 0.885), "cpu": Profile("cpu", 20_000, 1, 0.8)},
    ),
)
PLAIN = dataclasses.replace(
    LAB, points=18, training=None, exercises=tuple(dataclasses.replace(e, forbids=()) for e in LAB.exercises[:2])
)


def text(lab=LAB):
    """The README with its lines joined: where they break is another matter."""
    return " ".join(readme(lab, {"conv2d": 5.5, "pad2d": 3}, "test_conv2d.py").split())


def test_a_row_tells_points_here_difficulty_and_minutes():
    assert "| `conv2d` | `convolution.py` | 12 | 5.5 | ●●●○○ | 30 |" in text()


def test_a_bonus_is_marked():
    assert "| `conv_transpose2d` (bonus) | `convolution.py` | 10 | 0 | ●●●●● | 60 |" in text()


def test_points_of_exercises_bonus_and_training_are_told_apart():
    assert (
        "Together 18 points, and 10 more for the bonus; training your network (below) adds 6, which makes 24." in text()
    )
    assert "Together 18 points. The rest" in text(PLAIN)


def test_rules_are_told_by_what_they_forbid():
    assert "- in `conv2d` and `pad2d`: convolutions of torch and SciPy, in every form" in text()
    assert "- in `pad2d`: `F.pad`, `np.pad` and padding modules" in text()


def test_a_lab_that_forbids_nothing_says_so():
    assert "## Rules Every library call is open to you, and so are your own earlier functions. ## Hand in" in text(
        PLAIN
    )


def test_the_threshold_is_told_for_each_device():
    assert (
        "6 points are for what `make_cnn()` learns from your `FMNISTDataset`: its accuracy on the test images must "
        "reach 0.885 after 5 epochs of 60,000 images on a GPU or 0.8 after 1 epoch of 20,000 images on a processor."
    ) in text()


def test_a_lab_without_training_does_not_speak_of_it():
    assert "train.py" not in text(PLAIN)


def test_files_and_tests_are_named():
    assert "the missing parts of `convolution.py` and `network.py`." in text()
    assert "| `pytest tests/test_conv2d.py` | the tests of one exercise |" in text()


@pytest.mark.parametrize("lab", [LAB, PLAIN])
def test_lines_fit_a_terminal(lab):
    lines = readme(lab, {}, "test_conv2d.py").splitlines()

    assert all(len(line) <= WIDTH for line in lines)
    assert all(line == line.rstrip() for line in lines)
    assert not any(line == after == "" for line, after in pairwise(lines))
