"""Otter's master notebook: the kit's with the solutions in it, a question for each exercise, a case for each test."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import v4

from autograder.assignment import THRESHOLD
from autograder.kit.marks import exercise_of
from autograder.release.otter_cells import acted_on, solved_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from autograder.assignment import Assignment
    from autograder.source import SourceFile

PLUGIN = "autograder.course.otter.GradingPlugin"
GRADING = "grading"
"""The folder beside the notebook that only the grader gets."""

PYTHON_VERSION = "3.12"
"""Of the image that Otter builds."""

_NEW = "new"
"""The id of a cell that the kit's notebook does not have, until all are there and it gets one of its own."""

_HAND_IN = "**Hand in**"
_NOT_RUN_BY_OTTER = "otter_ignore"
"""The tag of cells that Otter shows and never runs itself, `otter check` among the occasions."""

_GRADED_LATER = "The points for this are given when the notebook is graded."


class MasterError(Exception):
    """The kit's notebook cannot be made Otter's; one line says what is in the way and what to do."""


def master(assignment: Assignment, sources: Sequence[SourceFile], kit: Mapping[str, str]) -> str:
    """Return the master notebook as the text of its file; the same every time.

    Args:
        assignment: The lab.
        sources: Its source files, in its order.
        kit: The texts of the kit's files by name, the notebook and the snapshot among them.

    Raises:
        SourceError, MasterError: Otter would not give students what the kit gives them.
    """
    names = [exercise.name for exercise in assignment.exercises]
    points = {exercise.name: exercise.points for exercise in assignment.exercises}
    solved = {source.path.name: iter(solved_cells(source, names)) for source in sources}
    tests = _tests_by_exercise(names, kit)
    made: Any = nbformat.reads(kit[f"{assignment.name}.ipynb"], as_version=4)
    cells = [_raw("ASSIGNMENT CONFIG", _config(assignment.name))]
    for cell in made.cells:
        about = cell.metadata.get("autograder", {})
        exercise = about.get("exercise", "")
        if cell.id == "about":
            cell.source = cell.source.partition(_HAND_IN)[0].rstrip()  # Otter's last cell says how
        _check(assignment.name, cell)
        if "outputs" in cell:
            cell.outputs = []  # students get none of them from Otter
        if "file" in about:
            text = next(solved[about["file"]])
            if exercise:
                cell.source = text
                cells += _question(exercise, points[exercise], cell, tests.get(exercise, []))
                continue
        elif about.get("role") == "tests":
            if exercise in names:
                continue  # Otter puts a cell of its own there
            cell.metadata["tags"] = [_NOT_RUN_BY_OTTER]
        cells.append(cell)
    if assignment.training is not None:
        cells += _question(THRESHOLD, assignment.training.points, None, [])
    for number, cell in enumerate(cells):
        cell.id = f"otter-{number}" if cell.id == _NEW else cell.id
    made.cells = cells
    nbformat.validate(made)
    text = nbformat.writes(made)
    return f"{text.rstrip()}\n"


def _config(name: str) -> dict[str, Any]:
    return {
        "requirements": "requirements.txt",
        "python_version": PYTHON_VERSION,
        "autograder_files": [GRADING],
        "export_cell": {"pdf": False, "run_tests": False, "ignore_log": True},
        "tests": {"files": True, "ok_format": False},
        "generate": {"show_hidden": True, "show_all_public": True},
        "plugins": [{PLUGIN: {"lab": name}}],
    }


def _question(name: str, points: float, answer: Any, tests: Sequence[tuple[str, str]]) -> Iterator[Any]:
    """Give the cells of a question.

    Args:
        name: The exercise's.
        points: All of the exercise's, its hidden tests' too.
        answer: The cell with the solution, where there is one.
        tests: The name of each public test's function, and its key.
    """
    yield _raw("BEGIN QUESTION", {"name": name, "points": points, **({} if tests else {"check_cell": False})})
    if answer is not None:
        yield from (_raw("BEGIN SOLUTION"), answer, _raw("END SOLUTION"))
    yield _raw("BEGIN TESTS")
    yield from [_case(function, key) for function, key in tests] or [_later()]
    yield from (_raw("END TESTS"), _raw("END QUESTION"))


def _case(function: str, key: str) -> Any:
    """Make the cell of one test: it asks the kit, whose message is then Otter's."""
    lines = [
        f"def {function}(env):",
        '    assert "run_tests" in env, "run the set-up cell of this notebook first"',
        "    from support.notebook_answers import run_test",
        f"    run_test({key!r}, env)",
    ]
    return v4.new_code_cell("\n".join(lines), id=_NEW)


def _later() -> Any:
    """Make the cell of a question that students have no test for: Otter knows no question without one."""
    config = f'""" # BEGIN TEST CONFIG\nsuccess_message: {_GRADED_LATER}\n""" # END TEST CONFIG'
    return v4.new_code_cell(f"{config}\ndef test_when_it_is_graded():\n    pass", id=_NEW)


def _raw(head: str, config: Mapping[str, Any] | None = None) -> Any:
    """Make a raw cell as Otter reads it: a comment that says what it is, and YAML, of which JSON is a part."""
    lines = [f"{key}: {json.dumps(value)}" for key, value in (config or {}).items()]
    return v4.new_raw_cell("\n".join([f"# {head}", *lines]), id=_NEW)


def _tests_by_exercise(names: Sequence[str], kit: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return each exercise's public tests as they stand in their files: a name for each, all different, and its key."""
    keys = list(json.loads(kit["support/expected.json"]))
    found: dict[str, list[tuple[str, str]]] = {}
    for file in dict.fromkeys(key.partition("::")[0] for key in keys):
        for test in ast.walk(ast.parse(kit[f"tests/{file}"])):
            if not isinstance(test, ast.FunctionDef):
                continue
            mine = [key for key in keys if key.partition("[")[0] == f"{file}::{test.name}"]
            exercise = _marked(test.decorator_list) or exercise_of(Path(file), names)
            for key in mine:
                taken = {name for name, _ in found.get(exercise, [])}
                found.setdefault(exercise, []).append((_unlike(test.name, taken), key))
    return found


def _marked(decorators: Iterable[ast.expr]) -> str:
    """Return the exercise that a test's marker names, or an empty text."""
    for decorator in decorators:
        match decorator:
            case ast.Call(func=ast.Attribute(attr="exercise"), args=[ast.Constant(value=str(name))]):
                return name
    return ""


def _unlike(name: str, taken: set[str]) -> str:
    return next(each for each in (name, *(f"{name}_{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _check(lab: str, cell: Any) -> None:
    line = acted_on(cell.source)
    if line is not None:
        raise MasterError(
            f"{lab}.ipynb, cell {cell.id}: Otter would act on this line, word it otherwise: {line.strip()}"
        )
