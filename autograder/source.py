"""The single source of an assignment: cells of text and code, and the regions that students do not get.

A source file is an ordinary module in the percent format. Inside an exercise, the lines between
`# BEGIN SOLUTION` and `# END SOLUTION` become `raise NotImplementedError`, or what a `# BEGIN PROMPT` region
right below says; at module level they are left out.
"""

from __future__ import annotations

import ast
import difflib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .source_cells import Cell, find_cells
from .source_regions import Region, find_regions, student_text
from .source_text import Definition, SourceError, SourceText, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .assignment import Assignment

__all__ = ["Cell", "Region", "SourceError", "SourceFile", "read_all", "read_source"]


@dataclass(frozen=True)
class SourceFile:
    """A source file of an assignment, checked.

    Attributes:
        text: the file as Python reads it.
        cells: in order; together they hold every line but a YAML header.
        regions: in order.
    """

    text: SourceText
    cells: tuple[Cell, ...]
    regions: tuple[Region, ...]

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.text.path

    def stub(self) -> str:
        """Give the student's file: the source with every solution taken out.

        For example, a body of `# BEGIN SOLUTION`, `return 2 * x`, `# END SOLUTION` becomes
        `raise NotImplementedError`. All that is outside of regions stays as it is, to the byte.
        """
        return self._stub

    def reference(self) -> str:
        """Give the file as it is; it is a module with every solution in it."""
        return self.text.text

    def solution_lines(self) -> list[tuple[int, str]]:
        """Give the lines between the markers of solutions, with their numbers; blank ones are left out."""
        return [
            (number, self.text.lines[number - 1].rstrip("\r\n"))
            for region in self.regions
            if region.kind == "solution"
            for number in range(region.begin + 1, region.end)
            if self.text.lines[number - 1].strip()
        ]

    def private_names(self) -> frozenset[str]:
        """Give the names that are defined in solutions at module level and nowhere else in the module.

        Functions, classes and variables count; imports do not, because their names are no secret.
        """
        return _only_in_solutions(self, imports=False)

    def solves(self, line: int) -> bool:
        """Tell whether a line is part of a solution, its markers included."""
        return any(line in region for region in self.regions if region.kind == "solution")

    @cached_property
    def _stub(self) -> str:
        return student_text(self.text, self.cells, self.regions)


def read_source(path: Path, assignment: Assignment) -> SourceFile:
    """Read one source file and check it against its assignment.

    Raises:
        SourceError: the file is no sound source, or does not hold the exercises that the assignment says.
    """
    text = read_text(path)
    if path.name not in assignment.files:
        raise text.error(1, "this file is not in the files of assignment.toml, add it there")
    cells = find_cells(text)
    source = SourceFile(text, tuple(cells), tuple(find_regions(text, cells)))
    _check_owners(source, assignment)
    _check_exercises(source, assignment)
    _check_hidden_names(source)
    source.stub()
    return source


def read_all(assignment: Assignment, folder: Path) -> list[SourceFile]:
    """Read the source files of an assignment, in its order.

    Args:
        assignment: what the files must hold.
        folder: `solutions/NAME`.

    Raises:
        SourceError: a file is missing, is not the assignment's, or is not sound; or a line that students get
            imports what only another file's solution defines.
    """
    for path in sorted(folder.glob("*.py")):
        if path.name not in assignment.files:
            raise SourceError(f"{path}:1: this file is not in the files of assignment.toml, add it there or remove it")
    sources = [read_source(folder / file, assignment) for file in assignment.files]
    for source in sources:
        _check_imports(source, sources)
    return sources


def _check_owners(source: SourceFile, assignment: Assignment) -> None:
    """See that every region is in an exercise of this file, or at module level."""
    files = {exercise.name: exercise.file for exercise in assignment.exercises}
    for region in source.regions:
        if region.owner is None or files.get(region.owner) == source.path.name:
            continue
        if region.owner in files:
            message = f"{region.owner} has {files[region.owner]!r} as its file in assignment.toml, correct one"
        else:
            near = difflib.get_close_matches(region.owner, files, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "add it there or take the region out"
            message = f"{region.owner} is no exercise of assignment.toml, {hint}"
        raise source.text.error(region.begin, message)


def _check_exercises(source: SourceFile, assignment: Assignment) -> None:
    """See that every exercise of this file is defined in it once, and has a solution."""
    solved = {region.owner for region in source.regions if region.kind == "solution"}
    for exercise in assignment.exercises:
        if exercise.file != source.path.name:
            continue
        lines = [
            node.lineno for node in source.text.tree.body if isinstance(node, Definition) and node.name == exercise.name
        ]
        if not lines:
            message = f"no function or class {exercise.name} here, which assignment.toml asks for; write it"
            raise source.text.error(1, message)
        if len(lines) > 1:
            message = f"{exercise.name} is defined on line {lines[0]} too, remove one"
            raise source.text.error(lines[1], message)
        if exercise.name not in solved:
            message = f"{exercise.name} has no region, put '# BEGIN SOLUTION' and '# END SOLUTION' into it"
            raise source.text.error(lines[0], message)


def _check_hidden_names(source: SourceFile) -> None:
    """See that no line that students get uses what only a solution at module level defines."""
    hidden = _only_in_solutions(source, imports=True)
    public = [node for node in ast.walk(source.text.tree) if not source.solves(getattr(node, "lineno", 0))]
    # A name that is bound again in what students get, as an argument say, is another thing of that name.
    hidden -= {name for node in public for name in _bound(node)}
    uses = [node for node in public if isinstance(node, ast.Name)]
    for use in sorted(uses, key=lambda node: node.lineno):
        if use.id in hidden:
            message = f"students get this line, but not {use.id}, move one of them into or out of a solution"
            raise source.text.error(use.lineno, message)


def _check_imports(source: SourceFile, sources: Sequence[SourceFile]) -> None:
    """See that no line that students get imports what only another file's solution defines."""
    private = {other.path.stem: other.private_names() for other in sources}
    for node in ast.walk(source.text.tree):
        if not isinstance(node, ast.ImportFrom) or source.solves(node.lineno):
            continue
        for alias in node.names:
            if alias.name in private.get(node.module or "", ()):
                message = f"students get this import, but {alias.name} is in a solution of {node.module}.py"
                raise source.text.error(node.lineno, f"{message}, move one of them")


def _only_in_solutions(source: SourceFile, *, imports: bool) -> frozenset[str]:
    inside, outside = set(), set()
    for name, line, imported in _module_names(source.text.tree):
        if not source.solves(line):
            outside.add(name)
        elif imports or not imported:
            inside.add(name)
    return frozenset(inside - outside)


def _module_names(tree: ast.Module) -> Iterator[tuple[str, int, bool]]:
    """Give every name that the module binds: the name, the line, and whether it is imported."""
    nodes: list[ast.AST] = list(tree.body)
    while nodes:
        node = nodes.pop()
        for name in _bound(node):
            yield name, getattr(node, "lineno", 0), isinstance(node, ast.Import | ast.ImportFrom)
        # What the body of one of these binds is its own.
        if not isinstance(node, Definition | ast.Lambda | ast.comprehension):
            nodes += ast.iter_child_nodes(node)


def _bound(node: ast.AST) -> list[str]:
    """Give the names that one node binds, without those of the nodes in it."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [(alias.asname or alias.name).partition(".")[0] for alias in names]
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
            return [name]
    return []
