"""Makes a lab's files of the statements of a notebook: what the exercises need, and nothing that merely runs.

The cells share one namespace, so a name means the same in all of them, whatever the order in which they stand
(`submission_names`). Of several definitions the last counts; what an exercise needs is followed from name to name.
Loops that train and calls that plot are taken only where they bind a name that is needed. A statement that changes
what a needed name stands for comes along: `K += 1`, `Net.forward = forward`, `table["a"] = 1`, `table.append(1)`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.submission_names import BUILTINS, Facts, Namespace
from autograder.submission_statements import Broken, Statement

NOWHERE = ""
"""The place of a line that the student did not write."""


@dataclass(frozen=True)
class Piece:
    """Some lines of a file, and where they come from.

    Attributes:
        first: the first line in the file, from 1.
        last: the last one.
        place: "cell 7"; the file's own name for the stub of an exercise that is missing; `NOWHERE`.
        line: the first line in that place.
        costs: the names that cannot be used where these lines fail.
    """

    first: int
    last: int
    place: str
    line: int
    costs: tuple[str, ...]


@dataclass
class Made:
    """The files that a notebook holds.

    Attributes:
        files: text by name.
        pieces: of each file, in order.
        missing: exercises that are nowhere defined.
        begun: exercises that are more than the stub of the release.
        notes: for the student.
    """

    files: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def make_files(statements: Sequence[Statement], broken: Sequence[Broken], facts: Facts) -> Made:
    """Return the lab's files as they follow from a notebook's statements, in the order of its cells."""
    namespace = Namespace(statements, broken, facts)
    made = Made()
    for file in facts.files:
        writer = _Writer(_Slice(namespace, file))
        made.files[file], made.pieces[file] = writer.text(), writer.pieces
    for name in facts.exercises:
        if namespace.is_begun(name):
            made.begun.append(name)
        elif not namespace.is_known(name):
            made.missing.append(name)
    made.notes = namespace.notes()
    return made


class _Slice:
    """The statements of one file.

    Attributes:
        needed: the statements in it, by number; for each the names that cannot be used where it fails.
        imports: names that other files give, likewise, by file.
        stubs: names that only a broken cell defines, or nobody.
    """

    def __init__(self, namespace: Namespace, file: str) -> None:
        self.namespace = namespace
        self.file = file
        self.needed: dict[int, set[str]] = {}
        self.imports: dict[str, dict[str, set[str]]] = {}
        self.stubs: dict[str, Broken | None] = {}
        facts = namespace.facts
        self._earlier = set(facts.files[: facts.files.index(file)])
        roots = [name for name, of in facts.names.items() if of == file]
        for root in roots:
            if not namespace.events(root) and root in facts.exercises:
                self.stubs[root] = namespace.broken.get(root)
            self._follow(root, [(root, None)])
        released = facts.released.get(file, frozenset())
        seen: set[str] = set()
        for i, each in enumerate(namespace.statements):
            if each.fingerprint in released and not each.is_main and each.fingerprint not in seen:
                seen.add(each.fingerprint)  # a registration may not bear to be run twice
                self._keep(i, roots)

    def _keep(self, i: int, roots: list[str]) -> None:
        """Take a statement that the lab gives, whether it is needed or not."""
        each = self.namespace.statements[i]
        names = each.binds - self.namespace.facts.names.keys()
        self._follow(None, [(name, None) for name in sorted(names)])
        if not each.binds:  # a mere call: nobody can tell who needs it, so it costs all of them where it fails
            for root in roots:
                wanted: list[tuple[str, int | None]] = []
                self._add(i, root, wanted, set())
                self._follow(root, wanted)

    def _follow(self, root: str | None, wanted: list[tuple[str, int | None]]) -> None:
        """Take what these names need: as they are before a statement, or in the end."""
        space = self.namespace
        seen: set[tuple[str, int]] = set()
        taken: set[int] = set()
        while wanted:
            name, before = wanted.pop()
            if name != root and self._is_elsewhere(name, root):
                continue
            events = space.events(name)
            at = len(events) if before is None else bisect_left(events, before)
            if not events:
                self._follow_unbound(name, root, wanted, taken)
                continue
            at = at or len(events)  # used above its definition: the cells were not run in their order
            while at and (name, at) not in seen:
                seen.add((name, at))
                at -= 1
                i = events[at]
                if i == before:
                    continue
                self._add(i, root, wanted, taken)
                if space.is_certain(name, i):
                    break

    def _add(self, i: int, root: str | None, wanted: list[tuple[str, int | None]], taken: set[int]) -> None:
        self.needed.setdefault(i, set()).update([root] if root else [])
        if i not in taken:
            taken.add(i)
            each = self.namespace.statements[i]
            wanted += [(name, i) for name in each.now]
            wanted += [(name, None) for name in each.later]

    def _follow_unbound(
        self, name: str, root: str | None, wanted: list[tuple[str, int | None]], taken: set[int]
    ) -> None:
        if name in self.namespace.broken:
            self.stubs.setdefault(name, self.namespace.broken[name])
        elif name not in BUILTINS and name not in self.namespace.facts.names:
            for i in self.namespace.stars:
                self._add(i, root, wanted, taken)

    def _is_elsewhere(self, name: str, root: str | None) -> bool:
        """Whether a name is another one of the lab's, which is taken care of by itself; note what is to be imported."""
        space = self.namespace
        file = space.facts.names.get(name)
        if file is None:
            return False
        if file in self._earlier and (space.events(name) or name in space.facts.exercises):
            self.imports.setdefault(file, {}).setdefault(name, set()).update([root] if root else [])
            return True
        # What a later file gives is copied: an import would run in a circle.
        if file != self.file and not space.events(name) and name in space.facts.exercises:
            self.stubs.setdefault(name, space.broken.get(name))
        return file == self.file

    def in_order(self) -> list[int]:
        """Return the statements as they are to stand: as in the notebook, but none above what it needs to run."""
        events: dict[str, list[int]] = {}
        for i in sorted(self.needed):
            each = self.namespace.statements[i]
            for name in each.binds | each.passing | each.changes:
                events.setdefault(name, []).append(i)
        order: list[int] = []
        state: dict[int, bool] = {}
        for start in sorted(self.needed):
            stack = [start]
            while stack:
                i = stack[-1]
                if i not in state:
                    state[i] = False
                    stack += [j for j in reversed(self._first(i, events)) if j not in state]
                    continue
                stack.pop()
                if not state[i]:
                    state[i] = True
                    order.append(i)
        return order

    def _first(self, i: int, events: dict[str, list[int]]) -> list[int]:
        """Return what a statement needs when it runs, and what stands below it."""
        below: set[int] = set()
        names = set(self.namespace.statements[i].now)
        pending = list(names)
        while pending:
            found = events.get(pending.pop(), [])
            at = bisect_left(found, i)
            used = found[at - 1 : at] if at else [j for j in found if j != i]
            below.update(j for j in used if j > i)
            # A function that is called here needs what it needs; what it is called with is not known.
            for j in used:
                each = self.namespace.statements[j]
                more = (each.later | each.now) - names if j > i or each.later else set()
                names |= more
                pending += more
        return sorted(below)


class _Writer:
    """Writes the statements of a file, one below the other, and keeps where each came from."""

    def __init__(self, part: _Slice) -> None:
        self.pieces: list[Piece] = []
        self._lines: list[str] = []
        statements = part.namespace.statements
        for future in {each.future: each for each in reversed(statements) if each.future}.values():
            self._add(f"from __future__ import {', '.join(future.future)}", _place(future.cell), future.line, ())
        for file, names in part.imports.items():
            costs = sorted(set().union(*names.values()))
            self._add(f"from {file.removesuffix('.py')} import {', '.join(sorted(names))}", NOWHERE, 1, costs)
        for name, broken in part.stubs.items():
            if broken is not None:
                self._add(_broken_stub(name, broken), NOWHERE, 1, ())
            else:
                self._add(f"def {name}(*_args, **_options):\n    raise NotImplementedError", part.file, 0, ())
        for i in part.in_order():
            each = statements[i]
            self._add(each.text, _place(each.cell), each.line, sorted(part.needed[i]))

    def text(self) -> str:
        """Return the file's text."""
        return "".join(f"{line}\n" for line in self._lines)

    def _add(self, text: str, place: str, line: int, costs: Iterable[str]) -> None:
        if self._lines:
            self._lines.append("")
        first = len(self._lines) + 1
        self._lines += text.split("\n")
        self.pieces.append(Piece(first, len(self._lines), place, line or first, tuple(costs)))


def _broken_stub(name: str, broken: Broken) -> str:
    where = (_place(broken.cell), broken.line, None, broken.text)
    return f"def {name}(*_args, **_options):\n    raise {broken.kind}({broken.message!a}, {where!a})"


def _place(cell: int) -> str:
    return f"cell {cell}"
