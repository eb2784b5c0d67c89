"""The project's own labs for tests: their files, and a grader that is confined as on any machine."""

import contextlib
import dataclasses
from pathlib import Path

from autograder.assignment import load
from autograder.course import isolation
from autograder.course.local import Engine, Setup
from autograder.course.uids import Claims
from autograder.submission import Submission

ROOT = Path(__file__).parents[1]
LABS = {name: load(ROOT / "assignments" / name) for name in ("cnn", "mlp")}
EXERCISES = {name: [exercise.name for exercise in lab.exercises] for name, lab in LABS.items()}
WORTH = {name: {exercise.name: exercise.points for exercise in lab.exercises} for name, lab in LABS.items()}


def reference(lab):
    """The reference's files by name."""
    return {file: (ROOT / "solutions" / lab / file).read_text() for file in LABS[lab].files}


def submission(lab, changes=None, *, of=None, digest="00" * 32):
    """A submission made of the reference's files, with text added to some of them."""
    files = dict(reference(lab) if of is None else of)
    for file, text in (changes or {}).items():
        files[file] = files.get(file, "") + "\n\n" + text
    return Submission("student", files, [], digest)


def engine_for(lab, **limits):
    """A grader of one of the project's labs with these limits, without training."""
    return engine_of(LABS[lab], ROOT / "solutions" / lab, **limits)


@contextlib.contextmanager
def engine_of(assignment, solutions, **limits):
    """A grader of any lab with these limits, without training."""
    layers = isolation.layers_for_grading()
    claims = Claims(1) if "uid" in layers else None
    setup = Setup(
        assignment=dataclasses.replace(assignment, limits=dataclasses.replace(assignment.limits, **limits)),
        solutions=solutions,
        data=None,
        profile=None,
        layers=layers,
        uids=tuple(claims.uids) if claims else (),
        jobs=1,
        warm=False,
    )
    with Engine() as started:
        started.begin(setup)
        yield started
    if claims:
        claims.release()


def points(found, exercise=None):
    """The points of an exercise, or of all."""
    return sum(entry["score"] for entry in found["tests"] if exercise in (None, entry["exercise"]))


def messages(found, exercise, *, hidden=None):
    """The messages that a student reads for an exercise's failed tests."""
    return [
        entry["message"]
        for entry in found["tests"]
        if entry["exercise"] == exercise and entry["state"] != "done" and hidden in (None, entry["hidden"])
    ]


def states(found, exercise):
    """The states of an exercise's tests."""
    return {entry["state"] for entry in found["tests"] if entry["exercise"] == exercise}
