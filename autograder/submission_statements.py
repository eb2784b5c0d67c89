"""The statements of a notebook, one by one: which names each binds, changes and needs; none of them is run."""

from __future__ import annotations

import ast
import hashlib
import re
import symtable
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from autograder.source_text import Definition, first_line
from autograder.submission_cells import Cell
from autograder.submission_magics import python_of

_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
# A bare call of one of these fills a list, a set or a dictionary. Any other call on an object (`model.train()`,
# `opt.step()`) may be a whole training, and is not run.
_FILLING = frozenset({
    "add", "append", "appendleft", "clear", "discard", "extend", "extendleft", "insert", "pop", "popitem", "remove",
    "reverse", "setdefault", "sort", "update",
})  # fmt: skip
_COMPREHENSIONS = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
_CHUNK = re.compile(r"^(?:@|(?:async[ \t]+)?def\b|class\b)", re.MULTILINE)
_DEFINED = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell.

    Attributes:
        cell: the number of its cell.
        line: its first line there, from 1; a decorator's where it has one.
        text: the statement alone.
        is_made: whether its cell is one that the release made.
        fingerprint: the same for the same code, whatever its layout, comments and docstrings.
        defines: names that it gives to a function, class or module, or to what may be one: `F = nn.functional`.
        binds: all names that it binds, those among them, but for the passing ones.
        passing: loop variables, `with ... as` names, and whatever a main block binds.
        changes: names whose objects it changes: `table[0] = 1`, `Net.forward = f`, `table.append(1)`.
        now: names that it needs when it runs.
        later: names that the functions in it need when they are called.
        is_certain: False for a block, which may or may not bind its names.
        is_main: whether it is `if __name__ == "__main__":`.
        star: the module whose names it takes, all of them, or "".
        future: the features that it takes from `__future__`.
    """

    cell: int
    line: int
    text: str
    is_made: bool
    fingerprint: str = ""
    defines: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    now: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    is_certain: bool = True
    is_main: bool = False
    star: str = ""
    future: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broken:
    """A part of a cell that is no Python.

    Attributes:
        cell: the number of its cell.
        line: of the cell, from 1, where Python stops.
        message: what Python says.
        text: that line.
        kind: the exception's name: SyntaxError, IndentationError or TabError.
        names: functions and classes that it seems to define, and the exercise that the release says is there.
        is_whole: whether nothing else is in the cell.
        is_made: whether its cell is one that the release made.
    """

    cell: int
    line: int
    message: str
    text: str
    kind: str
    names: frozenset[str]
    is_whole: bool
    is_made: bool


@dataclass
class _Found:
    """What the walk through one statement finds, at module level."""

    defines: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    passing: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)


def statements_of(cell: Cell, modules: Collection[str]) -> tuple[list[Statement], list[Broken]]:
    """Return the statements of a cell, and what in it is no Python.

    Where a cell is no Python as a whole, its functions and classes are read one by one, so that a slip in one of
    them does not take the others along.

    Args:
        cell: A cell of code.
        modules: The lab's files without ".py". All cells share one namespace, so `from convolution import conv2d` does
            nothing in a notebook, and is left out.
    """
    text = python_of(cell.text)
    if text is None:
        return [], []
    try:
        return _parsed(cell, text, 1, modules), []
    except _NOT_PYTHON as error:
        whole = _broken(cell, text, 1, error, is_whole=True)
    starts = _chunk_starts(text)
    if len(starts) < 2:
        return [], [whole]
    statements: list[Statement] = []
    broken = []
    lines = text.split("\n")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        chunk = "\n".join(lines[start:end])
        try:
            statements += _parsed(cell, chunk, start + 1, modules)
        except _NOT_PYTHON as error:
            broken.append(_broken(cell, chunk, start + 1, error, is_whole=False))
    # A string that is never closed can look sound in its parts.
    return (statements, broken) if broken else ([], [whole])


def fingerprints(text: str) -> list[str]:
    """Return the fingerprint of every statement at module level.

    Raises:
        SyntaxError: the text is no Python.
    """
    return [_fingerprint(node) for node in _tree(text).body]


def definitions(text: str) -> dict[str, str]:
    """Return the fingerprint of every function and class at module level, by its name; of two the last.

    Raises:
        SyntaxError: the text is no Python.
    """
    return {node.name: _fingerprint(node) for node in _tree(text).body if isinstance(node, Definition)}


_NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What `compile` raises: a ValueError for a null byte, the last two for what is nested too deeply."""


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _parsed(cell: Cell, text: str, first: int, modules: Collection[str]) -> list[Statement]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
        # Parsing alone lets `return` outside of a function pass; `await` there is what notebooks allow.
        compile(text, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        lines = [line.encode() for line in text.split("\n")]
        read = (_statement(cell, node, lines, first, modules) for node in tree.body)
        return [statement for statement in read if statement is not None]


def _statement(
    cell: Cell, node: ast.stmt, lines: list[bytes], first: int, modules: Collection[str]
) -> Statement | None:
    if isinstance(node, ast.Pass):
        return None
    text, line = _segment(node, lines), first_line(node) + first - 1
    is_main = _is_main(node)
    is_certain = not isinstance(node, _BLOCKS)
    if isinstance(node, ast.ImportFrom):
        if node.level == 0 and node.module == "__future__":
            features = tuple(alias.name for alias in node.names)
            return Statement(cell.number, line, text, cell.is_made, future=features)
        if node.module in modules:
            renamed = [(alias.asname, alias.name) for alias in node.names if alias.asname not in (None, alias.name)]
            if not renamed:
                return None
            text = "; ".join(f"{new} = {old}" for new, old in renamed)
            node = _tree(text).body[0] if len(renamed) == 1 else ast.If(ast.Constant(True), _tree(text).body, [])
    if is_main and isinstance(node, ast.If):
        text = _without_test(text, node)
    found = _Found()
    _look(node, found)
    if is_main:
        found = _Found(passing=found.passing | found.binds | found.defines)
    now, later = _needs(text)
    star = ""
    if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
        star = "." * node.level + (node.module or "")
    return Statement(
        cell=cell.number,
        line=line,
        text=text,
        fingerprint=_fingerprint(node),
        defines=frozenset(found.defines),
        binds=frozenset(found.binds | found.defines),
        passing=frozenset(found.passing - found.binds - found.defines),
        changes=frozenset(found.changes),
        now=frozenset(now | found.again | found.changes),
        later=frozenset(later),
        is_certain=is_certain,
        is_main=is_main,
        is_made=cell.is_made,
        star=star,
    )


def _segment(node: ast.stmt, lines: list[bytes]) -> str:
    """Return a statement's own text; columns count bytes."""
    start, end = first_line(node) - 1, (node.end_lineno or node.lineno) - 1
    column = node.col_offset if start == node.lineno - 1 else 0
    part = lines[start : end + 1]
    part[-1] = part[-1][: node.end_col_offset]
    part[0] = part[0][column:]
    return b"\n".join(part).decode()


def _without_test(text: str, node: ast.If) -> str:
    """Return a main block with True as its test: in a notebook it runs."""
    first, *rest = text.encode().split(b"\n")
    after = first[(node.test.end_col_offset or 0) - node.col_offset :].lstrip(b" \t)")
    return b"\n".join([b"if True" + after, *rest]).decode()


def _is_main(node: ast.stmt) -> bool:
    if not isinstance(node, ast.If) or node.test.end_lineno != node.lineno:
        return False
    test = node.test
    return (
        isinstance(test, ast.Compare)
        and len(test.ops) == 1
        and isinstance(test.ops[0], ast.Eq)
        and {getattr(side, "id", getattr(side, "value", None)) for side in (test.left, test.comparators[0])}
        == {"__name__", "__main__"}
    )


def _look(node: ast.AST, found: _Found) -> None:  # noqa: C901, PLR0912 - one branch for each kind of statement
    """Note what a statement binds and changes; the bodies of functions and classes are not looked into."""
    pending: list[ast.AST] = [node]
    while pending:
        each = pending.pop()
        match each:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.defines.add(each.name)
                continue
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                continue
            case ast.Import():
                found.defines.update((alias.asname or alias.name.partition(".")[0]) for alias in each.names)
            case ast.ImportFrom():
                found.defines.update(alias.asname or alias.name for alias in each.names if alias.name != "*")
            case ast.Assign() | ast.AnnAssign():
                targets = each.targets if isinstance(each, ast.Assign) else [each.target]
                if isinstance(each, ast.AnnAssign) and each.value is None:
                    continue
                found.defines.update(
                    target.id for target in targets if isinstance(target, ast.Name) and _defines(target.id, each.value)
                )
            case ast.AugAssign(target=ast.Name(id=name)):
                found.again.add(name)
            case ast.For() | ast.AsyncFor():
                found.passing.update(_stored(each.target))
                pending += [each.iter, *each.body, *each.orelse]
                continue
            case ast.With() | ast.AsyncWith():
                found.passing.update(name for item in each.items for name in _stored(item.optional_vars))
                pending += [*(item.context_expr for item in each.items), *each.body]
                continue
            case ast.Name(ctx=ast.Store()):
                found.binds.add(each.id)
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                found.changes.update(_root(each))
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attribute) as called)) if attribute in _FILLING:
                found.changes.update(_root(called))
        pending += ast.iter_child_nodes(each)


def _defines(name: str, value: ast.expr | None) -> bool:
    """Whether a value is a function or the like: another name's, a lambda, or what is made of the name's own before."""
    if isinstance(value, ast.Call):
        handed = [*value.args, *(keyword.value for keyword in value.keywords)]
        return any(isinstance(argument, ast.Name) and argument.id == name for argument in handed)
    return isinstance(value, (ast.Name, ast.Attribute, ast.Lambda))


def _stored(target: ast.AST | None) -> Iterator[str]:
    for node in ast.walk(target) if target is not None else ():
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _root(node: ast.expr) -> Iterator[str]:
    """Give the name that `a.b[0].c` begins with, if there is one."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _needs(text: str) -> tuple[set[str], set[str]]:
    """Return the names of the module that a statement needs when it runs, and those that its functions need."""
    now: set[str] = set()
    later: set[str] = set()
    module = symtable.symtable(text, "cell", "exec")
    now.update(symbol.get_name() for symbol in module.get_symbols() if symbol.is_referenced())
    pending = [(child, False) for child in module.get_children()]
    while pending:
        table, is_later = pending.pop()
        called = str(table.get_type()).endswith("function") and table.get_name() not in _COMPREHENSIONS
        is_later = is_later or called
        names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        (later if is_later else now).update(names)
        pending += [(child, is_later) for child in table.get_children()]
    return now, later


def _fingerprint(node: ast.stmt) -> str:
    """Hash a statement; its docstrings are taken out of the tree."""
    for each in ast.walk(node):
        if isinstance(each, Definition) and ast.get_docstring(each, clean=False) is not None:
            each.body = each.body[1:]
    return hashlib.sha256(ast.dump(node).encode("utf-8", "backslashreplace")).hexdigest()[:20]


def _chunk_starts(text: str) -> list[int]:
    """Return the lines, from 0, where the cell's first part, its functions and its classes begin."""
    lines = text.split("\n")
    starts = [0]
    decorated = False
    for number, line in enumerate(lines):
        if _CHUNK.match(line):
            if not decorated and number:
                starts.append(number)
            decorated = line.startswith("@")
    return starts


def _broken(cell: Cell, text: str, first: int, error: BaseException, *, is_whole: bool) -> Broken:
    number, message, kind = 1, str(error), "SyntaxError"
    if isinstance(error, SyntaxError):
        number, message, kind = error.lineno or 1, error.msg, type(error).__name__
    elif isinstance(error, (RecursionError, MemoryError)):
        message = "nested too deeply"
    lines = text.split("\n")
    number = min(max(number, 1), len(lines))
    names = {*_DEFINED.findall(text), cell.exercise} - {""}
    return Broken(
        cell.number,
        number + first - 1,
        message[:200],
        lines[number - 1].strip()[:200],
        kind,
        frozenset(names),
        is_whole,
        cell.is_made,
    )
