"""The kit's README: how to run the tests, what the exercises are worth, what they forbid."""

from __future__ import annotations

from importlib import resources
from string import Template
from textwrap import fill
from typing import TYPE_CHECKING

from autograder.assignment import TRAIN_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from autograder.assignment import Assignment, Exercise, Profile, Training

WIDTH = 119

_RULED_OUT = {
    "convolution": "convolutions of torch and SciPy, in every form",
    "padding": "`F.pad`, `np.pad` and padding modules",
    "pooling": "poolings of torch and SciPy, in every form",
    "autograd": "torch's derivatives (`backward`, `torch.autograd`, `torch.func`)",
}


def template(name: str) -> str:
    """Return the text of a file of `templates/`."""
    return resources.files("autograder.release").joinpath("templates", name).read_text(encoding="utf-8")


def readme(assignment: Assignment, worth: Mapping[str, float], first_tests: str) -> str:
    """Return the README of a lab's kit.

    Args:
        assignment: The lab.
        worth: The points of each exercise's public tests.
        first_tests: The file of the first exercise's tests, such as `test_output_size.py`.
    """
    text = Template(template("README.md")).substitute(
        title=assignment.title,
        files=listed([f"`{file}`" for file in assignment.files]),
        first=assignment.files[0],
        notebook=f"{assignment.name}.ipynb",
        first_tests=f"tests/{first_tests}",
        exercises="\n".join(row(exercise, worth) for exercise in assignment.exercises),
        points=points_text(assignment),
        rules=rules(assignment.exercises),
        training=_training(assignment.training) if assignment.training else "",
    )
    return "".join(f"{_wrapped(line)}\n" for line in text.splitlines())


def row(exercise: Exercise, worth: Mapping[str, float]) -> str:
    """Return an exercise's line of the table: its points, those of its public tests, difficulty and minutes."""
    name = f"`{exercise.name}`{' (bonus)' if exercise.bonus else ''}"
    here = worth.get(exercise.name, 0.0)
    difficulty = "●" * exercise.difficulty + "○" * (5 - exercise.difficulty)
    return f"| {name} | `{exercise.file}` | {exercise.points:g} | {here:g} | {difficulty} | {exercise.minutes} |"


def points_text(assignment: Assignment) -> str:
    """Return what the lab's points add up to."""
    training = assignment.training.points if assignment.training else 0.0
    bonus = sum(exercise.points for exercise in assignment.exercises if exercise.bonus)
    text = f"Together {assignment.points - training:g} points"
    if bonus:
        text += f", and {bonus:g} more for the bonus"
    if training:
        text += f"; training your network (below) adds {training:g}, which makes {assignment.points:g}"
    return f"{text}."


def rules(exercises: Iterable[Exercise]) -> str:
    """Return which library calls the exercises rule out."""
    forbidding: dict[str, list[str]] = {}
    for exercise in exercises:
        for family in exercise.forbids:
            forbidding.setdefault(family, []).append(f"`{exercise.name}`")
    if not forbidding:
        return "Every library call is open to you, and so are your own earlier functions."
    lines = [f"- in {listed(names)}: {_RULED_OUT[family]}" for family, names in forbidding.items()]
    return Template(template("rules.md")).substitute(rules="\n".join(lines)).strip()


def _training(training: Training) -> str:
    own = training.script != TRAIN_SCRIPT
    return Template(template("training.md")).substitute(
        script=training.script,
        loop="with a loop of its own; yours runs with" if own else "as does",
        after=template("training_own.md" if own else "training_script.md").strip(),
        points=f"{training.points:g}",
        network=training.network,
        dataset=training.dataset,
        reach=reach(training),
    )


def _wrapped(line: str) -> str:
    if line.startswith("|"):  # a table's row
        return line
    indent = "  " if line.startswith("- ") else ""
    return fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def reach(training: Training) -> str:
    """Return which accuracy earns the points of training, for each device."""
    each = [
        f"{profile.threshold:g} after {profile.epochs} epoch{'s' if profile.epochs > 1 else ''} of "
        f"{profile.images:,} images on {_machine(profile)}"
        for profile in training.profiles.values()
    ]
    return listed(each, "or")


def _machine(profile: Profile) -> str:
    if profile.device == "cuda":
        return "a GPU"
    return f"{profile.cores:g} processors or more" if profile.cores > 1 else "a processor"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
