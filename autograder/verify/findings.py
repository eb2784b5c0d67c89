"""What a verification found, as plain data, and which of it are holes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TestFact:
    """One of the lab's tests.

    Attributes:
        key: Its name, such as `hidden/test_conv2d.py::test_operations`.
        exercise: Its exercise.
        title: What students read.
        points: What it is worth.
        hidden: Whether students do not get it.
    """

    __test__ = False

    key: str
    exercise: str
    title: str
    points: float
    hidden: bool


@dataclass(frozen=True)
class RowFound:
    """One wrong program.

    Attributes:
        exercise: Its exercise.
        id: The mistake's name.
        hint: What a student who made it reads.
        path: Its file, below the lab's folder.
        states: For each test of its exercise, by key, what came of it.
        score: The points that it earned.
        twins: Other rows of the exercise that no test tells from it.
        by_chance: Whether what the tests see of it hangs on random numbers, so that it cannot be recognised.
    """

    exercise: str
    id: str
    hint: str
    path: str
    states: dict[str, str]
    score: float
    twins: tuple[str, ...]
    by_chance: bool = False

    @property
    def caught_by(self) -> tuple[str, ...]:
        """The tests that it fails."""
        return tuple(key for key, state in self.states.items() if state != "done")

    @property
    def recognised(self) -> bool:
        """Whether a student who made this mistake reads its hint: it is caught, and told from every other."""
        return bool(self.caught_by) and not self.twins and not self.by_chance


@dataclass(frozen=True)
class AnswerFound:
    """One right program: an accepted answer, or the reference.

    Attributes:
        name: The style.
        path: Its file or folder, below the lab's folder.
        exercises: What it answers.
        failures: Each test that it did not pass in full, with the message.
        calls: For each exercise, the other exercises that its answer called.
    """

    name: str
    path: str
    exercises: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]
    calls: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ExerciseFact:
    """One exercise.

    Attributes:
        name: Its name.
        points: What it is worth.
        lends: The exercises whose reference version its tests can lend.
        builds_on: All that it names, also those that stay in the student's process and cannot be lent.
    """

    name: str
    points: float
    lends: tuple[str, ...]
    builds_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """An exercise, or the whole lab, in numbers.

    Attributes:
        public: Tests that students get.
        hidden: Tests that they do not get.
        rows: Wrong programs.
        caught: Those that fail a test.
        recognised: Those whose own hint is shown.
        answers: Right programs but the reference.
        in_full: Those that pass every test.
    """

    public: int
    hidden: int
    rows: int
    caught: int
    recognised: int
    answers: int
    in_full: int


@dataclass(frozen=True)
class Verification:
    """All that was found.

    Attributes:
        name: The lab.
        title: For people.
        exercises: In the lab's order.
        tests: In the lab's order, each exercise's public ones first.
        rows: The wrong programs.
        reference: The reference, as a right program.
        accepted: The other right programs.
        kit: What an unsolved kit earned: each test with its state and points, where it is not `not begun` and 0.
        problems: What does not add up in the lab itself.
        seconds: How long it took.
    """

    name: str
    title: str
    exercises: tuple[ExerciseFact, ...]
    tests: tuple[TestFact, ...]
    rows: tuple[RowFound, ...]
    reference: AnswerFound
    accepted: tuple[AnswerFound, ...]
    kit: tuple[tuple[str, str, float], ...]
    problems: tuple[str, ...]
    seconds: float

    def tests_of(self, exercise: str) -> tuple[TestFact, ...]:
        """Return an exercise's tests."""
        return tuple(test for test in self.tests if test.exercise == exercise)

    def rows_of(self, exercise: str) -> tuple[RowFound, ...]:
        """Return an exercise's wrong programs."""
        return tuple(row for row in self.rows if row.exercise == exercise)

    def accepted_of(self, exercise: str) -> tuple[AnswerFound, ...]:
        """Return the right programs that answer an exercise."""
        return tuple(answer for answer in self.accepted if exercise in answer.exercises)

    def failed(self, answer: AnswerFound, exercise: str) -> tuple[TestFact, ...]:
        """Return the tests of an exercise that a right program did not pass in full."""
        keys = {key for key, _ in answer.failures}
        return tuple(test for test in self.tests_of(exercise) if test.key in keys)

    def counts_of(self, exercise: str) -> Counts:
        """Return an exercise in numbers."""
        answers = self.accepted_of(exercise)
        in_full = sum(not self.failed(answer, exercise) for answer in answers)
        return _counts(self.tests_of(exercise), self.rows_of(exercise), len(answers), in_full)

    @property
    def counts(self) -> Counts:
        """The lab in numbers; an answer to several exercises counts once."""
        in_full = sum(not answer.failures for answer in self.accepted)
        return _counts(self.tests, self.rows, len(self.accepted), in_full)

    @property
    def size(self) -> str:
        """How much was run and how long it took, in one line."""
        counts = self.counts
        parts = (
            f"{_number(len(self.tests), 'test')}, {counts.hidden} of them hidden",
            _number(counts.rows, "misconception"),
            _number(counts.answers, "accepted answer"),
            f"{self.seconds:.{0 if self.seconds >= 10 else 1}f} s",
        )
        return "; ".join(parts)

    @property
    def verdict(self) -> str:
        """`NAME: clean`, or how many holes there are."""
        holes = len(self.holes())
        return f"{self.name}: {_number(holes, 'hole') if holes else 'clean'}"

    def catches(self, key: str) -> int:
        """Return how many wrong programs a test fails."""
        return sum(key in row.caught_by for row in self.rows)

    def catches_alone(self, key: str) -> tuple[str, ...]:
        """Return the wrong programs that would pass if this test were deleted."""
        return tuple(row.id for row in self.rows if row.caught_by == (key,))

    def holes(self) -> tuple[str, ...]:
        """Return everything that must not be, a line each: what, where, what to do."""
        return tuple(self._holes())

    def _holes(self) -> Iterator[str]:
        yield from self.problems
        for key, message in self.reference.failures:
            yield f"the reference fails {key}: {_first_line(message)}"
        for key, state, score in self.kit:
            yield f"the unsolved kit is {state} with {score:g} points in {key}: it must be not begun, with none"
        yield from self._uncaught()
        for answer in self.accepted:
            for key, message in answer.failures:
                yield f"{answer.path} is right and fails {key}: {_first_line(message)}"
        for answer in (self.reference, *self.accepted):
            yield from self._double_costs(answer)

    def _uncaught(self) -> Iterator[str]:
        for row in self.rows:
            if not row.caught_by:
                yield f"{row.path} passes every test of {row.exercise}: add a test that it fails"
        for exercise in self.exercises:
            if not self.rows_of(exercise.name):
                yield f"{exercise.name} has no misconception: nothing shows that its tests catch a wrong answer"
        for test in self.tests:
            if test.hidden and not self.catches(test.key) and self.rows_of(test.exercise):
                yield f"{test.key} fails no wrong program: add the mistake that it is there for, or delete it"

    def _double_costs(self, answer: AnswerFound) -> Iterator[str]:
        for exercise in self.exercises:
            for called in answer.calls.get(exercise.name, ()):
                if called not in exercise.lends and called not in exercise.builds_on:
                    yield (
                        f"{exercise.name} calls {called} in {answer.path}: name it in its builds_on, or a mistake "
                        f"in {called} costs twice"
                    )

    def notes(self) -> tuple[str, ...]:
        """Return what an author may want to know, and what is no hole: a line each."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[str]:
        for exercise in self.exercises:
            for name in exercise.builds_on:
                if name not in exercise.lends:
                    yield f"{exercise.name} builds on {name}, which gives an object and cannot be lent"
        told: set[frozenset[str]] = set()
        for row in self.rows:
            together = frozenset((row.id, *row.twins))
            if row.twins and together not in told:
                told.add(together)
                yield f"{row.exercise}: no test tells {' from '.join(sorted(together))}, so neither hint is shown"
        for row in self.rows:
            if row.by_chance:
                yield (
                    f"{row.path}: what the tests see of it is another thing with other random numbers, so its hint is "
                    "not shown; let a test load weights, or ask for a condition"
                )
        for test in self.tests:
            if test.hidden and self.catches(test.key) and not self.catches_alone(test.key):
                yield f"{test.key}: every mistake that it catches is caught by another test too"


def _counts(tests: Sequence[TestFact], rows: Sequence[RowFound], answers: int, in_full: int) -> Counts:
    hidden = sum(test.hidden for test in tests)
    return Counts(
        public=len(tests) - hidden,
        hidden=hidden,
        rows=len(rows),
        caught=sum(bool(row.caught_by) for row in rows),
        recognised=sum(row.recognised for row in rows),
        answers=answers,
        in_full=in_full,
    )


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _first_line(message: str) -> str:
    return " ".join(message.split())[:160]
