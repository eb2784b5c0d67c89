"""Grades one submission: runs the lab's tests against its workers, and says what came of each."""

from __future__ import annotations

from typing import Any

from autograder.assignment import THRESHOLD, Assignment
from autograder.channel import Channel
from autograder.grader import threshold
from autograder.grader.judge import Judge, Verdict, state_of
from autograder.grader.order import Order
from autograder.grader.reference import Reference
from autograder.grader.session import Session
from autograder.grader.threshold import TrainingData
from autograder.kit.outcomes import Outcome
from autograder.safe_text import for_results

MESSAGE_LIMIT = 4000
NOT_RUN = "not run"
"""The state of a check that this grading left out: it informs and has no score."""


def grade(
    order: Order,
    assignment: Assignment,
    judge: Judge,
    reference: Reference,
    data: TrainingData | None,
    job: Channel,
) -> dict[str, Any]:
    """Return the results as plain data: `tests`, `output`, `printed`, `details`, `layers`."""
    session = Session(assignment, reference, job, order.layers, int(order.digest[:8], 16))
    try:
        session.prepare()
        verdicts, said = judge.verdicts(session, order.digest)
        tests = [_entry_of(verdict) for verdict in verdicts]
        states = {
            exercise.name: state_of([each.outcome for each in verdicts if each.test.marks.exercise == exercise.name])
            for exercise in assignment.exercises
        }
        session.close()  # whoever has seen a hidden input is gone before the training's messages are made
        earned = {
            exercise.name: sum(each.outcome.score for each in verdicts if each.test.marks.exercise == exercise.name)
            for exercise in assignment.exercises
        }
        if assignment.training is not None:
            if order.profile is None or data is None:
                facts: dict[str, Any] = {}
                found = Outcome(NOT_RUN, 0.0, "Not run: this grading left the training out.", "")
            else:
                found, facts = threshold.judge(session, assignment, reference, data, order, states, earned)
            entry = _entry("Accuracy threshold", THRESHOLD, assignment.training.points, found, False, "visible")
            tests.append({**entry, "extra": facts})
    finally:
        session.close()
    texts = [for_results(text, MESSAGE_LIMIT) for text in said]
    if session.output.dropped:
        texts.append(f"The program printed more than {assignment.limits.output_kib} KiB; the rest was dropped.")
    return {
        "tests": tests,
        "output": "\n\n".join(texts),
        "printed": session.output.text(),
        "layers": session.layers,
    }


def _entry_of(verdict: Verdict) -> dict[str, Any]:
    marks = verdict.test.marks
    entry = _entry(marks.title, marks.exercise, marks.points, verdict.outcome, verdict.test.hidden, marks.visibility)
    return {**entry, "extra": {"misconception": verdict.misconception}} if verdict.misconception else entry


def _entry(title: str, exercise: str, points: float, found: Outcome, hidden: bool, visibility: str) -> dict[str, Any]:
    return {
        "title": title,
        "exercise": exercise,
        "points": points,
        "score": found.score,
        "state": found.state,
        "hidden": hidden,
        "visibility": visibility,
        "message": for_results(found.public if hidden else found.message, MESSAGE_LIMIT),
        "details": for_results(found.message, MESSAGE_LIMIT),
    }
