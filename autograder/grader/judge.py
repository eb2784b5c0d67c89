"""One submission's tests: in which order they run, what is lent where, and which mistakes are recognised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from autograder.assignment import Assignment, Exercise
from autograder.grader.diagnosis import Catalogue
from autograder.grader.evidence import Ran
from autograder.grader.lender import lendable
from autograder.grader.program import Submitted
from autograder.grader.reference import Reference
from autograder.grader.rows import Row
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
        self.assignment = assignment
        self.suite = suite
        self.reference = reference
        self.catalogue = catalogue

    def begin(self, session: Session, salt: str) -> Sitting:
        """Return the tests of one submission, of which none has run yet.

        Args:
            session: Its workers.
            salt: Seeds the tests' inputs.
        """
        return Sitting(self, session, salt)


class Sitting:
    """The tests of one submission: first `run_public`, then `run_hidden`, then `verdicts`.

    The messages of public tests may carry the student's text, so every one of them is made before any worker has seen
    anything hidden; neither memory nor a file that was read more quickly the second time can tell what came later.
    """

    def __init__(self, judge: Judge, session: Session, salt: str) -> None:
        self._judge = judge
        self._session = session
        self._salt = salt
        self._done: dict[str, Ran] = {}
        self._lent: dict[str, tuple[str, ...]] = {}
        self._tried: dict[str, tuple[str, ...]] = {}

    def run_public(self) -> list[str]:
        """Run the public tests, also with what can be lent; return what the imports said."""
        tests = [test for test in self._judge.suite.tests if not test.hidden]
        self._run(tests)
        with self._session.with_half_the_time():
            again = self._run_again_with_lent(tests)
        if again:
            self._session.begin_anew(lent=())
        return self._session.import_messages()

    def run_hidden(self) -> None:
        """Run the hidden tests, and whatever can now be run again with what can be lent."""
        self._run(test for test in self._judge.suite.tests if test.hidden)
        self._run_again_with_lent(self._judge.suite.tests)

    def verdicts(self) -> list[Verdict]:
        """Return what came of every test, in the lab's order."""
        told = {}
        for exercise in self._judge.assignment.exercises:
            told.update(self._told(exercise))
        return [told[test.key] for test in self._judge.suite.tests]

    def states(self) -> dict[str, str]:
        """Return each exercise's state, as its tests so far have come out."""
        return {exercise.name: self._state(exercise.name) for exercise in self._judge.assignment.exercises}

    def hint_for(self, name: str) -> str:
        """Return the hint of the mistake that an exercise's tests so far show, or an empty text."""
        known = self._recognised(name, [test for test in self._tests_of(name) if test.key in self._done])
        return known.hint if known is not None else ""

    def _tests_of(self, name: str) -> list[Test]:
        return [test for test in self._judge.suite.tests if test.marks.exercise == name]

    def _recognised(self, name: str, tests: list[Test]) -> Row | None:
        judge = self._judge
        ran = [(test, self._done[test.key].evidence) for test in tests]
        return judge.catalogue.recognise(name, ran, judge.suite, judge.reference, self._salt)

    def _run(self, tests: Iterable[Test]) -> None:
        for test in tests:
            self._done[test.key] = self._run_one(test)

    def _run_one(self, test: Test) -> Ran:
        """Run a test, once more where a worker was shared that refused too much, or in a new one where it lost its own.

        A worker may end, or say what nobody asked for, because of an earlier test, or because the machine was short
        of memory; what happens again in a worker that has seen nothing else is the test's own.
        """
        ran = self._ran_now(test)
        if self._session.take_void():
            self._session.take_lost()
            ran = self._ran_now(test)
        if self._session.take_lost():
            again = self._ran_now(test)
            self._session.take_lost()
            if again.evidence.ended != OutOfTime.__name__:
                return again
        return ran

    def _ran_now(self, test: Test) -> Ran:
        self._session.begin_test()
        return self._judge.suite.run(test, Submitted(self._session), self._judge.reference, self._salt)

    def _run_again_with_lent(self, tests: list[Test]) -> bool:
        """Run failed tests again where what their exercise builds on failed, with the reference's in its place.

        Returns:
            Whether any ran again, so that the workers are others now.
        """
        again = False
        for exercise in self._judge.assignment.exercises:
            names = tuple(name for name in lendable(exercise, self._session.exercises) if self._state(name) != DONE)
            failed = [
                test
                for test in tests
                if test.marks.exercise == exercise.name
                and _may_change(self._done[test.key])
                and not set(names) <= set(self._tried.get(test.key, ()))
            ]
            if failed and names:
                again = True
                self._session.begin_anew(lent=names)
                for test in sorted(failed, key=lambda test: test.hidden):
                    self._tried[test.key] = names
                    self._run_with_lent(test)
        return again

    def _run_with_lent(self, test: Test) -> None:
        seen_hidden = any(each.hidden and each.key in self._done for each in self._judge.suite.tests)
        ran = self._run_one(test)
        used = self._session.borrowed()  # where it is nothing, nothing was different from the first time
        before = self._done[test.key]
        if not used or ran.evidence.ended in _OF_ITS_OWN or ran.outcome.score < before.outcome.score:
            return
        if not test.hidden:
            if seen_hidden and ran.outcome.state != DONE:
                return  # its message might tell what another worker has seen
            if any(self._session.exercises[name].objects for name in used):
                ran = replace(ran, outcome=_without_text(ran.outcome))
        self._done[test.key] = ran
        self._lent[test.key] = used

    def _told(self, exercise: Exercise) -> dict[str, Verdict]:
        tests = self._tests_of(exercise.name)
        known = self._recognised(exercise.name, tests)
        found = {}
        for test in tests:
            outcome = self._done[test.key].outcome
            failed = outcome.state != DONE
            if known is not None and failed:
                outcome = _with(outcome, f"Hint: {known.hint}")
            if test.key in self._lent:
                outcome = _with(outcome, _lent_text(self._lent[test.key]))
            found[test.key] = Verdict(test, outcome, known.id if known is not None and failed else "")
        return found

    def _ran(self, exercise: Exercise) -> list[Ran]:
        return [self._done[test.key] for test in self._tests_of(exercise.name) if test.key in self._done]

    def _state(self, name: str) -> str:
        return state_of([ran.outcome for ran in self._ran(self._judge.assignment.exercise(name))])


def _may_change(ran: Ran) -> bool:
    """Whether a test could come out differently where another exercise is lent."""
    return ran.outcome.state not in (DONE, NOT_BEGUN) and ran.evidence.ended not in _OF_ITS_OWN


_OF_ITS_OWN = {error.__name__ for error in (ImportFailed, MissingName, OutOfTime)}


def state_of(outcomes: list[Outcome]) -> str:
    """Return an exercise's state from its tests' outcomes."""
    states = {found.state for found in outcomes}
    if states <= {DONE}:
        return DONE
    return NOT_BEGUN if states == {NOT_BEGUN} else "wrong"


def _without_text(outcome: Outcome) -> Outcome:
    """Leave out what the program said: it was given the reference's use of its objects to look at."""
    return outcome._replace(message=outcome.public)


def _with(outcome: Outcome, text: str) -> Outcome:
    """Add a text of ours to what the student reads, in a hidden test too."""
    message, public = ("\n\n".join(filter(None, [old, text])) for old in (outcome.message, outcome.public))
    return outcome._replace(message=message, public=public)


def _lent_text(names: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    were = "was" if len(names) == 1 else "were"
    return f"Your {listed} did not pass all tests, so the reference's {were} used here."
