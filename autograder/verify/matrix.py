"""Runs a lab's tests on everything that tests them: the reference, the kit, wrong programs and right ones.

All of these are the lab's own files, so they run here, without confinement, in a fork for each core. A submission is
never graded this way.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import torch

from autograder.assignment import Assignment, Exercise, load
from autograder.grader.evidence import agree
from autograder.grader.lender import lendable
from autograder.grader.program import Ours, Program
from autograder.grader.reference import Reference
from autograder.grader.rows import Accepted, Row, load_whole, read_accepted, read_rows
from autograder.grader.suite import Suite, Test
from autograder.kit.evidence import Evidence
from autograder.kit.outcomes import DONE, NOT_BEGUN
from autograder.project import Project
from autograder.source import read_all
from autograder.verify.findings import AnswerFound, ExerciseFact, RowFound, TestFact, Verification

SALT = "verify"
"""Seeds the tests' inputs; the reference and the accepted answers also meet the inputs of another one."""

OTHER_SALT = "verify again"


def verify(project: Project, jobs: int | None = None) -> Verification:
    """Return what the lab's tests make of the lab's own programs.

    Args:
        project: The lab.
        jobs: Processes at a time; else one a core.

    Raises:
        AssignmentError, SourceError, SuiteError, RowError: The lab's files are not sound.
    """
    began = time.monotonic()
    torch.set_num_threads(1)
    sys.dont_write_bytecode = True
    assignment = load(project.assignment)
    sources = read_all(assignment, project.solutions)
    reference = Reference(assignment, project.solutions)
    suite = Suite(assignment, points_must_add_up=False)
    found: list[Verification] = []
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        for source in sources:
            (Path(folder) / source.path.name).write_text(source.stub(), encoding="utf-8")
        matrix = _Matrix(project, assignment, suite, reference, Path(folder))
        suite.collect(lambda: found.append(matrix.run(jobs or os.cpu_count() or 1, began)))
    return found[0]


class _Matrix:
    def __init__(self, project: Project, assignment: Assignment, suite: Suite, reference: Reference, kit: Path) -> None:
        self._project = project
        self._assignment = assignment
        self._suite = suite
        self._reference = reference
        self._rows = read_rows(assignment)
        self._accepted = read_accepted(assignment)
        self._kit = load_whole(assignment, kit), kit

    def run(self, jobs: int, began: float) -> Verification:
        """Run everything, the longest tasks first, and put it together."""
        counts = {exercise.name: len(self._rows_of(exercise.name)) for exercise in self._assignment.exercises}
        by_size = sorted(self._assignment.exercises, key=lambda exercise: -counts[exercise.name])
        global _current  # noqa: PLW0603 - what the forks inherit
        _current = self
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            reference = pool.submit(_call, "reference_found")
            numbers = sorted(range(len(self._accepted)), key=lambda i: not self._accepted[i].whole)
            whole = sum(answer.whole for answer in self._accepted)
            answers = {i: pool.submit(_call, "accepted_found", i) for i in numbers[:whole]}
            rows = {each.name: pool.submit(_call, "rows_found", each.name) for each in by_size}
            answers |= {i: pool.submit(_call, "accepted_found", i) for i in numbers[whole:]}
            kit = pool.submit(_call, "kit_found")
            return Verification(
                name=self._assignment.name,
                title=self._assignment.title,
                exercises=tuple(map(self._exercise_fact, self._assignment.exercises)),
                tests=tuple(map(_test_fact, self._suite.tests)),
                rows=tuple(row for each in self._assignment.exercises for row in rows[each.name].result()),
                reference=reference.result(),
                accepted=tuple(answers[i].result() for i in range(len(self._accepted))),
                kit=kit.result(),
                problems=tuple(self._suite.sums),
                seconds=time.monotonic() - began,
            )

    def rows_found(self, exercise: str) -> list[RowFound]:
        """Run an exercise's wrong programs, and see which of them no test tells apart."""
        tests = self._tests_of(exercise)
        seen: dict[str, tuple[dict[str, Evidence], float]] = {}
        rows = self._rows_of(exercise)
        by_chance = set()
        for row in rows:
            names = self._reference.names | row.names
            program, again = (Ours(self._assignment, names, row.path.parent, seed=seed) for seed in (0, 1))
            ran = {}
            for test in tests:
                ran[test.key] = self._suite.run(test, program, self._reference, SALT)
                found = ran[test.key].evidence
                if found.state == DONE or not program.has_drawn():
                    continue
                if not agree(found, self._suite.run(test, again, self._reference, SALT).evidence):  # of another seed
                    by_chance.add(row.id)
            seen[row.id] = (
                {key: each.evidence for key, each in ran.items()},
                sum(each.outcome.score for each in ran.values()),
            )
        return [
            RowFound(
                exercise=exercise,
                id=row.id,
                hint=row.hint,
                path=str(row.path.relative_to(self._assignment.folder)),
                states={key: evidence.state for key, evidence in seen[row.id][0].items()},
                score=seen[row.id][1],
                twins=tuple(
                    other.id for other in rows if other is not row and _alike(seen[row.id][0], seen[other.id][0])
                ),
                by_chance=row.id in by_chance,
            )
            for row in rows
        ]

    def accepted_found(self, number: int) -> AnswerFound:
        """Run one right program in the exercises that it answers, with their forbidden calls forbidden."""
        answer = self._accepted[number]
        path = str(answer.path.relative_to(self._assignment.folder))
        return self._answer_found(answer, path)

    def reference_found(self) -> AnswerFound:
        """Run the reference in all exercises."""
        folder = self._project.solutions
        answer = Accepted("reference", folder, self._reference.names, whole=True)
        return self._answer_found(answer, str(folder.relative_to(self._project.root)))

    def kit_found(self) -> tuple[tuple[str, str, float], ...]:
        """Run the unsolved kit; return the tests in which it is anything but not begun."""
        names, folder = self._kit
        program = Ours(self._assignment, names, folder)
        ran = [(test, self._suite.run(test, program, self._reference, SALT).outcome) for test in self._suite.tests]
        return tuple(
            (test.key, outcome.state, outcome.score)
            for test, outcome in ran
            if outcome.state != NOT_BEGUN or outcome.score
        )

    def _answer_found(self, answer: Accepted, path: str) -> AnswerFound:
        names = [each.name for each in self._assignment.exercises if each.name in answer.names]
        folder = answer.path if answer.path.is_dir() else answer.path.parent
        all_names = self._reference.names | answer.names
        banned, free = (Ours(self._assignment, all_names, folder, banned=banned) for banned in (True, False))
        failures: dict[str, str] = {}
        calls = {}
        for name in names:
            tests = self._tests_of(name)
            with _called(answer.names) as called:
                self._run(tests, banned, SALT, failures)
            calls[name] = tuple(each for each in names if each in called and each != name)
            quick = [test for test in tests if test.marks.time_limit is None]
            self._run(quick, free, OTHER_SALT, failures)  # to forbid a call takes longer than most calls do
        return AnswerFound(answer.name, path, tuple(names), tuple(failures.items()), calls)

    def _run(self, tests: list[Test], program: Program, salt: str, failures: dict[str, str]) -> None:
        for test in tests:
            outcome = self._suite.run(test, program, self._reference, salt).outcome
            if outcome.state != DONE:
                failures.setdefault(test.key, outcome.message or outcome.state)

    def _rows_of(self, exercise: str) -> list[Row]:
        return [row for row in self._rows if row.exercise == exercise]

    def _tests_of(self, exercise: str) -> list[Test]:
        return [test for test in self._suite.tests if test.marks.exercise == exercise]

    def _exercise_fact(self, exercise: Exercise) -> ExerciseFact:
        known = {each.name: each for each in self._assignment.exercises}
        return ExerciseFact(exercise.name, exercise.points, lendable(exercise, known), exercise.builds_on)


_current: _Matrix


def _call(method: str, *args: Any) -> Any:
    """Run a method of the matrix that this process inherited when it was forked."""
    # Programs print what they like, and matplotlib warns of the many figures that they leave open.
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return getattr(_current, method)(*args)


def _test_fact(test: Test) -> TestFact:
    return TestFact(test.key, test.marks.exercise, test.marks.title, test.marks.points, test.hidden)


def _alike(one: dict[str, Evidence], other: dict[str, Evidence]) -> bool:
    return all(agree(one[key], other[key]) for key in one)


@contextmanager
def _called(names: dict[str, Any]) -> Iterator[set[str]]:
    """Note which of these functions and classes are called."""
    codes = {code: name for name, value in names.items() for code in _codes(value)}
    seen: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in codes:
            seen.add(codes[frame.f_code])

    before: Callable[..., Any] | None = sys.getprofile()
    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(before)


def _codes(value: Any) -> list[CodeType]:
    functions = [value, *vars(value).values()] if isinstance(value, type) else [value]
    plain = (getattr(function, "__wrapped__", function) for function in functions)
    return [function.__code__ for function in plain if hasattr(function, "__code__")]
