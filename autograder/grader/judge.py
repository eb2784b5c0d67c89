"""One submission's tests: in which order they run, what is lent where, and which mistakes are recognised."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.assignment import Assignment, Exercise
from autograder.grader.diagnosis import Catalogue
from autograder.grader.evidence import Ran
from autograder.grader.lender import lendable
from autograder.grader.program import Submitted
from autograder.grader.reference import Reference
from autograder.grader.session import OutOfTime, Session
from autograder.grader.suite import Suite, Test
from autograder.kit.errors import ImportFailed, MissingName
from autograder.kit.outcomes import DONE, NOT_BEGUN, Outcome


@dataclass(frozen=True)
class Verdict:
    """What came of one test.

    Attributes:
        test: The test.
        outcome: Its state, its points, and the messages.
        misconception: The id of the mistake that was recognised, or an empty text.
    """

    test: Test
    outcome: Outcome
    misconception: str = ""


class Judge:
    """Runs a lab's tests on submissions.

    Args:
        assignment: The lab.
        suite: Its tests.
        reference: Gives the right values.
        catalogue: The lab's misconceptions.
    """

    def __init__(self, assignment: Assignment, suite: Suite, reference: Reference, catalogue: Catalogue) -> None:
        self._assignment = assignment
        self._suite = suite
        self._reference = reference
        self._catalogue = catalogue

    def verdicts(self, session: Session, salt: str) -> tuple[list[Verdict], list[str]]:
        """Return what came of every test, in the lab's order, and what the imports said.

        All public tests run before any hidden one: their messages may carry the student's text, and must be made
        before any worker has seen anything hidden.
        """
        program = Submitted(session)
        done: dict[str, Ran] = {}
        imports: list[str] | None = None
        for test in sorted(self._suite.tests, key=lambda test: test.hidden):
            if test.hidden and imports is None:
                imports = session.import_messages()
            done[test.key] = self._suite.run(test, program, self._reference, salt)
        if imports is None:
            imports = session.import_messages()
        lent = self._run_again_with_lent(session, done, salt)
        told = {}
        for exercise in self._assignment.exercises:
            told.update(self._told(exercise, done, lent, salt))
        return [told[test.key] for test in self._suite.tests], imports

    def _run_again_with_lent(self, session: Session, done: dict[str, Ran], salt: str) -> dict[str, tuple[str, ...]]:
        """Run failed tests again where what their exercise builds on failed, with the reference's in its place.

        Returns:
            For each test that counts as it ran again, the names that were lent.
        """
        found: dict[str, tuple[str, ...]] = {}
        for exercise in self._assignment.exercises:
            failed = [test for test in self._tests_of(exercise) if _may_change(done[test.key])]
            names = tuple(name for name in lendable(exercise, session.exercises) if self._state(name, done) != DONE)
            if not failed or not names:
                continue
            session.begin_anew(lent=names)  # public tests first, in workers that have seen nothing hidden
            for test in sorted(failed, key=lambda test: test.hidden):
                ran = self._suite.run(test, Submitted(session), self._reference, salt)
                used = session.borrowed()  # where it is nothing, nothing was different from the first time
                if used and ran.evidence.ended not in _OF_ITS_OWN and ran.outcome.score >= done[test.key].outcome.score:
                    done[test.key] = ran
                    found[test.key] = used
        return found

    def _told(
        self, exercise: Exercise, done: dict[str, Ran], lent: dict[str, tuple[str, ...]], salt: str
    ) -> dict[str, Verdict]:
        tests = self._tests_of(exercise)
        ran = [(test, done[test.key].evidence) for test in tests]
        known = self._catalogue.recognise(exercise.name, ran, self._suite, self._reference, salt)
        found = {}
        for test in tests:
            outcome = done[test.key].outcome
            failed = outcome.state != DONE
            if known is not None and failed:
                outcome = _with(outcome, f"Hint: {known.hint}")
            if test.key in lent:
                outcome = _with(outcome, _lent_text(lent[test.key]))
            found[test.key] = Verdict(test, outcome, known.id if known is not None and failed else "")
        return found

    def _tests_of(self, exercise: Exercise) -> list[Test]:
        return [test for test in self._suite.tests if test.marks.exercise == exercise.name]

    def _state(self, name: str, done: dict[str, Ran]) -> str:
        outcomes = [done[test.key].outcome for test in self._tests_of(self._assignment.exercise(name))]
        return state_of(outcomes)


def _may_change(ran: Ran) -> bool:
    """Whether a test could come out differently where another exercise is lent."""
    return ran.outcome.state not in (DONE, NOT_BEGUN) and ran.evidence.ended not in _OF_ITS_OWN


_OF_ITS_OWN = {error.__name__ for error in (ImportFailed, MissingName, OutOfTime)}


def state_of(outcomes: list[Outcome]) -> str:
    """Return an exercise's state from its tests' outcomes."""
    states = {found.state for found in outcomes}
    if states == {DONE}:
        return DONE
    return NOT_BEGUN if states == {NOT_BEGUN} else "wrong"


def _with(outcome: Outcome, text: str) -> Outcome:
    """Add a text of ours to what the student reads, in a hidden test too."""
    message, public = ("\n\n".join(filter(None, [old, text])) for old in (outcome.message, outcome.public))
    return outcome._replace(message=message, public=public)


def _lent_text(names: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    were = "was" if len(names) == 1 else "were"
    return f"Your {listed} did not pass all tests, so the reference's {were} used here."
