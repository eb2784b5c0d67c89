"""Grades one submission: runs the lab's tests against its workers, and says what came of each."""

from __future__ import annotations

from typing import Any

from autograder.assignment import THRESHOLD, Assignment
from autograder.channel import Channel
from autograder.grader.judge import Judge, Sitting, Verdict
from autograder.grader.order import Order
from autograder.grader.places import Places
from autograder.grader.reference import Reference
from autograder.grader.session import Session
from autograder.grader.threshold import Threshold
from autograder.grader.training_run import TrainingData
from autograder.kit.outcomes import DONE, WRONG, Outcome
from autograder.safe_text import for_results, without_tags

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
    sitting = judge.begin(session, order.digest)
    try:
        session.prepare()
        said = sitting.run_public()
        training = _Training(session, assignment, reference, data, order, sitting)
        training.run()  # before any worker sees a hidden input: its messages carry the student's text
        sitting.run_hidden()
        training.run_again_with_lent()
        tests = [_entry_of(verdict) for verdict in sitting.verdicts()]
        tests += training.entries()
    finally:
        session.close()
    places = Places(assignment.folder)
    for entry in tests:
        entry["message"] = _for_students(entry["message"], places)
    texts = [_for_students(text, places) for text in said]
    if session.output.dropped:
        texts.append(f"The program printed more than {assignment.limits.output_kib} KiB; the rest was dropped.")
    return {
        "tests": tests,
        "output": "\n\n".join(texts),
        "printed": session.output.text(),
        "layers": session.layers,
    }


def _for_students(text: str, places: Places) -> str:
    return for_results(without_tags(places.hidden_in(text)), MESSAGE_LIMIT)


class _Training:
    """The training run of one submission, where its lab has one."""

    def __init__(
        self,
        session: Session,
        assignment: Assignment,
        reference: Reference,
        data: TrainingData | None,
        order: Order,
        sitting: Sitting,
    ) -> None:
        self._session = session
        self._assignment = assignment
        self._reference = reference
        self._data = data
        self._order = order
        self._sitting = sitting
        self._began_with: set[str] = set()
        self._found = Outcome(NOT_RUN, 0.0, "Not run: this grading left the training out.", "")
        self._facts: dict[str, Any] = {}

    def run(self) -> None:
        """Train with what passed its public tests."""
        if self._assignment.training is None or self._data is None or self._order.profile is None:
            return
        self._began_with = self._failed()
        self._session.begin_anew(lent=())  # their memory is needed
        self._found, self._facts = self._judged(self._data)

    def run_again_with_lent(self) -> None:
        """Train once more where a hidden test has found a mistake that cost the threshold, too.

        What is told then is only whether the threshold was reached: workers that have seen hidden inputs have run.
        """
        if self._data is None or self._found.state != WRONG or self._failed() == self._began_with:
            return
        again, _ = self._judged(self._data)
        if again.state == DONE:
            lent = " and ".join(f"`{name}`" for name in sorted(self._failed()))
            text = f"The threshold is reached. Your {lent} failed its tests, so the reference's was used here."
            self._found, self._facts = again._replace(message=text), {"profile": self._order.profile}

    def entries(self) -> list[dict[str, Any]]:
        """Return the entry of the results, or none where the lab has no training."""
        training = self._assignment.training
        if training is None:
            return []
        entry = _entry("Accuracy threshold", THRESHOLD, training.points, self._found, False, "visible")
        return [{**entry, "extra": self._facts}]

    def _failed(self) -> set[str]:
        training = self._assignment.training
        assert training is not None
        states = self._sitting.states()
        return {name for name in (training.network, training.dataset) if states[name] != DONE}

    def _judged(self, data: TrainingData) -> tuple[Outcome, dict[str, Any]]:
        check = Threshold(self._session, self._assignment, self._reference, data, self._order)
        hints = {name: self._sitting.hint_for(name) for name in self._failed()}
        with self._session.on_its_own_clock(self._assignment.limits.training_seconds):
            return check.judge(self._sitting.states(), hints)


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
        "message": found.public if hidden else found.message,
        "details": for_results(found.message, MESSAGE_LIMIT),
    }
