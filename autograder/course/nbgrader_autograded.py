"""The notebook that nbgrader takes for graded: a student's cells, and our results below the tests. Nothing was run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import v4, writes

from autograder.course.nbgrader_reader import Cell
from autograder.release.nbgrader_notebook import answer_id


@dataclass(frozen=True)
class Known:
    """A cell that nbgrader's gradebook knows.

    Attributes:
        source: What `nbgrader generate_assignment` has written.
        metadata: nbgrader's.
    """

    source: str
    metadata: Mapping[str, Any]


@dataclass(frozen=True)
class Graded:
    """What came of an exercise.

    Attributes:
        text: What stands below its tests.
        points: The value of the cell.
    """

    text: str
    points: float


def autograded(
    cells: Sequence[Cell], known: Mapping[str, Known], graded: Mapping[str, Graded], notes: Iterable[str] = ()
) -> str:
    """Return a graded notebook as the text of its file; the same every time.

    nbgrader's own cells are as the gradebook has them: a cell of tests that was deleted is put back below the answer,
    or at the end, and of one that was copied the last counts, as for nbgrader.

    Args:
        cells: The student's.
        known: nbgrader's cells by their ids.
        graded: What came of each exercise, in the lab's order.
        notes: What is to be said above all cells, in plain text.
    """
    told = [f"    {line}" for note in notes for line in note.splitlines()]  # as code: no HTML of anybody's is shown
    made = [v4.new_markdown_cell("\n".join(told))] if told else []
    for name, cell in _placed(cells, graded):
        if name in graded:
            made.append(_tests(known[name], graded[name]))
        elif name in known:
            made.append(_code(cell.text, known[name].metadata))
        else:
            made.append(v4.new_code_cell(cell.text) if cell.is_code else v4.new_markdown_cell(cell.text))
    for number, each in enumerate(made, start=1):
        each["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    text: str = writes(v4.new_notebook(cells=made, metadata={"kernelspec": kernel}))
    return text.rstrip("\n") + "\n"


def _placed(cells: Sequence[Cell], exercises: Iterable[str]) -> list[tuple[str, Cell]]:
    """Return the cells in order, each with the id that nbgrader knows it by, or ""; one of tests for each exercise.

    What else the release made, to set up or to run all tests, has nothing to say here.
    """
    placed: list[tuple[str, Cell]] = []
    taken: set[str] = set()
    for cell in reversed(cells):
        name = _name(cell)
        if name not in taken or not cell.is_made:
            placed.insert(0, ("" if name in taken else name, cell))
        taken.update([name] if name else [])
    for exercise in exercises:
        if exercise not in taken:
            names = [name for name, _ in placed]
            place = names.index(answer_id(exercise)) + 1 if answer_id(exercise) in names else len(names)
            placed.insert(place, (exercise, Cell(is_code=True, text="", exercise=exercise, is_made=True)))
    return [(name, cell) for name, cell in placed if name or not cell.is_made]


def _name(cell: Cell) -> str:
    if not cell.is_code or not cell.exercise:
        return ""
    return cell.exercise if cell.is_made else answer_id(cell.exercise)


def _tests(known: Known, graded: Graded) -> Any:
    value = v4.new_output("execute_result", data={"text/plain": repr(graded.points)}, execution_count=None)
    said = v4.new_output("stream", name="stdout", text=f"{graded.text}\n")
    return _code(known.source, known.metadata, [said, value])


def _code(source: str, metadata: Mapping[str, Any], outputs: Sequence[Any] = ()) -> Any:
    return v4.new_code_cell(source, metadata={"nbgrader": dict(metadata)}, outputs=list(outputs))
