"""The cells of exercises with their answers in nbgrader's regions.

nbgrader puts its stub in the place of every region, and at module level `raise NotImplementedError` would end the cell.
So what a solution has for itself outside of exercises goes to where it is used: to the beginning of the regions that
need it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.release.notebook_cells import lab_cells
from autograder.source_regions import student_lines
from autograder.source_text import Definition, first_line, last_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from autograder.source import Region, SourceFile

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Value = ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom


def answers(sources: Sequence[SourceFile], exercises: Collection[str]) -> dict[str, str]:
    """Return the text of each exercise's cell, as nbgrader's master has it.

    A prompt stands below its region, as comments: nbgrader knows one stub for all regions.

    Args:
        sources: The lab's files.
        exercises: The lab's exercises.

    Raises:
        SourceError: A solution needs something outside of exercises that cannot be moved into its region.
    """
    found = {}
    for source in sources:
        _check_imports(source, sources)
        for cell in lab_cells(source, exercises, _filled(source)):
            if cell.exercise:
                found[cell.exercise] = cell.text
    return found


@dataclass(frozen=True)
class _Helper:
    """A statement of a solution at module level.

    Attributes:
        names: What it defines.
        needs: The names that it uses.
        lines: Its text, with the comments above it.
        kept: Indices of the lines that begin inside a text, and so are not indented.
    """

    names: frozenset[str]
    needs: frozenset[str]
    lines: tuple[str, ...]
    kept: frozenset[int]


def _filled(source: SourceFile) -> str:
    """Return the students' file with the answers in it."""
    helpers = list(_helpers(source))
    waiting = [region for region in source.regions if region.kind == "solution" and region.owner is not None]
    prompts = [region for region in source.regions if region.kind == "prompt" and region.owner is not None]
    made: list[str] = []
    for number, line in student_lines(source.text, source.cells, source.regions):
        stub = False
        while waiting and number >= waiting[0].begin:
            stub = number == waiting[0].begin
            made += _answer(source, waiting.pop(0), helpers)
        prompt = next((region for region in prompts if number in region), None)
        if prompt is not None:
            made.append(source.text.lines[number - 1].replace("\r\n", "\n"))
        elif not stub:
            made.append(line.replace("\r\n", "\n"))
    return "".join(made)


def _answer(source: SourceFile, region: Region, helpers: Sequence[_Helper]) -> Iterator[str]:
    """Give the lines of a region, what it needs first."""
    yield f"{region.indent}{BEGIN}\n"
    for helper in _needed(source, region, helpers):
        for index, line in enumerate(helper.lines):
            yield f"{'' if index in helper.kept or not line else region.indent}{line}\n"
        yield "\n"
    for number in range(region.begin + 1, region.end):
        yield source.text.lines[number - 1].replace("\r\n", "\n")
    yield f"{region.indent}{END}\n"


def _needed(source: SourceFile, region: Region, helpers: Sequence[_Helper]) -> list[_Helper]:
    """Return what a region uses, itself or through others, in the order of the file."""
    used = {
        node.id: node.lineno
        for node in ast.walk(source.text.tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.lineno in region
    }
    wanted, chosen = set(used), set[int]()
    while more := [i for i, helper in enumerate(helpers) if i not in chosen and helper.names & wanted]:
        chosen.update(more)
        wanted.update(*(helpers[i].needs for i in more))
    needed = [helpers[i] for i in sorted(chosen)]
    if needed:
        first = min(line for name, line in used.items() if any(name in helper.names for helper in needed))
        _check_place(source, region, frozenset().union(*(helper.names for helper in needed)), first)
    return needed


def _check_place(source: SourceFile, region: Region, names: frozenset[str], line: int) -> None:
    """See that what is defined at the beginning of a region means the same in all of it.

    Args:
        source: The file.
        region: One that needs what solutions define at module level.
        names: Of what it needs.
        line: The first that uses some of it.
    """
    around = [
        node
        for node in ast.walk(source.text.tree)
        if isinstance(node, Definition)
        and first_line(node) <= region.begin <= last_line(node)
        and node.col_offset < len(region.indent)
    ]
    inner = max(around, key=lambda node: node.col_offset)
    if isinstance(inner, ast.ClassDef):
        message = (
            f"this solution is the body of {inner.name} and needs {_listed(names)}, which its methods would not see: "
            "put the markers into the methods, for nbgrader's notebook"
        )
        raise source.text.error(line, message)
    outer = min(around, key=lambda node: node.col_offset)
    for node in ast.walk(outer):
        bound = _bound(node) & names
        if bound:
            message = (
                f"{_listed(bound)} is also what a solution at module level defines, and nbgrader's notebook has both "
                f"in {outer.name}: rename one of them"
            )
            raise source.text.error(getattr(node, "lineno", line), message)


def _helpers(source: SourceFile) -> Iterator[_Helper]:
    """Give the statements of the solutions at module level.

    Raises:
        SourceError: One is none that can be moved.
    """
    for statement in source.text.tree.body:
        first, last = first_line(statement), last_line(statement)
        if not source.solves(first) or _does_nothing(statement):
            continue
        if not isinstance(statement, Definition | _Value):
            message = "nbgrader's notebook has no place for this statement of a solution: move it into an exercise"
            raise source.text.error(first, message)
        for node in ast.walk(statement):
            if isinstance(node, ast.Global):
                message = "a solution at module level that changes its module has no place in nbgrader's notebook"
                raise source.text.error(node.lineno, f"{message}: move it into an exercise")
        while source.solves(first - 1) and source.text.lines[first - 2].startswith("#"):
            first -= 1
        if source.text.lines[first - 1].startswith("# BEGIN SOLUTION"):
            first += 1
        nodes = list(ast.walk(statement))
        yield _Helper(
            frozenset().union(*map(_bound, _outside(statement))),
            frozenset(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)),
            tuple(source.text.lines[number - 1].rstrip("\r\n") for number in range(first, last + 1)),
            frozenset(number - first for number in _inside_texts(statement)),
        )


def _does_nothing(statement: ast.stmt) -> bool:
    """Whether a statement matters to no exercise: a text, or what runs only when the file is the program."""
    if isinstance(statement, ast.If):
        return ast.unparse(statement.test) == "__name__ == '__main__'"
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _outside(statement: ast.stmt) -> Iterator[ast.AST]:
    """Give the nodes of a statement that bind names where it stands."""
    if isinstance(statement, Definition):
        yield statement
    else:
        yield from ast.walk(statement)


def _bound(node: ast.AST) -> frozenset[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return frozenset([name])
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return frozenset((alias.asname or alias.name).partition(".")[0] for alias in names)
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
            return frozenset([name])
    return frozenset()


def _inside_texts(statement: ast.stmt) -> Iterator[int]:
    """Give the lines that begin inside a text of several lines; docstrings may be indented."""
    documented = {
        id(node.body[0].value)
        for node in ast.walk(statement)
        if isinstance(node, Definition) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(statement):
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in documented:
            yield from range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)


def _check_imports(source: SourceFile, sources: Sequence[SourceFile]) -> None:
    """See that no solution imports what is in no cell: what only another file's solution defines."""
    private = {other.path.stem: other.private_names() for other in sources}
    for node in ast.walk(source.text.tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name in private.get(node.module or "", ()):
                    message = (
                        f"{alias.name} is in a solution of {node.module}.py outside of exercises, where nbgrader's "
                        "notebook has no place for it: define it in this file's solution too"
                    )
                    raise source.text.error(node.lineno, message)


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
