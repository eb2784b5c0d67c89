"""Makes a lab's files of the statements of a notebook: what the exercises need, and nothing that merely runs.

The cells share one namespace, so a name means the same in all of them, whatever the order in which they stand. Of
several definitions the last counts; what an exercise needs is followed from name to name. Loops that train and calls
that plot are taken only where they bind a name that is needed; what a block under `if __name__ == "__main__":` binds,
a loop's variable, and what the release's own set-up binds, only where nothing else does. A statement that changes what
a needed name stands for comes along: `K += 1`, `Net.forward = forward`, `table["a"] = 1`, `table.append(1)`.

Experiments use the same names over and over, so a value does not take a name away from a function, class or module,
from a builtin, or from what the lab itself gives: after `sum = 0`, `F = conv2d(x, w, b)` or
`accuracy = accuracy(x, y, model)` the three mean what they meant before. `conv2d = timed(conv2d)` is no such value.
"""

from __future__ import annotations

import builtins
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.submission_statements import Broken, Statement

NOWHERE = ""
"""The place of a line that the student did not write."""

_BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__", "__doc__"}


@dataclass(frozen=True)
class Facts:
    """What is to be known of a lab in order to read its notebooks.

    Attributes:
        lab: its name.
        files: its files, in order.
        names: exercises, and what students are given beside them; the file of each.
        exercises: those of the names that are exercises, in the lab's order.
        released: for each file the fingerprints of the statements that students get in it, stubs included.
    """

    lab: str
    files: tuple[str, ...]
    names: dict[str, str]
    exercises: tuple[str, ...]
    released: dict[str, frozenset[str]]


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
    namespace = _Namespace(statements, broken, facts)
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


class _Namespace:
    """Which statements give each name its meaning.

    The *events* of a name are the statements that bind it or change what it stands for, in order.
    """

    def __init__(self, statements: Sequence[Statement], broken: Sequence[Broken], facts: Facts) -> None:
        self.statements = statements
        self.facts = facts
        self.broken: dict[str, Broken] = {}
        for each in broken:
            if not each.is_made:
                self.broken.update(dict.fromkeys(sorted(each.names), each))
        self.stars = [i for i, each in enumerate(statements) if each.star]
        self._released = frozenset().union(*facts.released.values())
        self._binders: dict[str, list[int]] = {}
        self._changers: dict[str, list[int]] = {}
        self._events: dict[str, list[int]] = {}
        self._notes: dict[str, str] = {}
        for i, statement in enumerate(statements):
            for name in statement.binds | statement.passing:
                self._binders.setdefault(name, []).append(i)
            for name in statement.changes:
                self._changers.setdefault(name, []).append(i)

    def events(self, name: str) -> list[int]:
        """Return the events of a name; none where the notebook does not bind it."""
        if name not in self._events:
            bound = self._counted(name)
            changes = [i for i in self._changers.get(name, []) if not self.statements[i].is_made]
            self._events[name] = sorted({*bound, *changes}) if bound else []
        return self._events[name]

    def is_known(self, name: str) -> bool:
        """Whether the notebook binds a name, or seems to in a cell that is no Python."""
        return bool(self.events(name)) or name in self.broken

    def is_begun(self, name: str) -> bool:
        """Whether an exercise is more than the stub of the release."""
        bound = [i for i in self.events(name) if name in self.statements[i].binds]
        return name in self.broken or any(self.statements[i].fingerprint not in self._released for i in bound)

    def is_certain(self, name: str, i: int) -> bool:
        """Whether a statement gives a name its meaning anew, so that no earlier one matters."""
        each = self.statements[i]
        return each.is_certain and name in each.binds and name not in each.now

    def notes(self) -> list[str]:
        """Return what is to be said of names that are bound more than once."""
        for name in self.facts.names:
            self.events(name)
        return list(self._notes.values())

    def _counted(self, name: str) -> list[int]:
        found = self._begun(name, self._binders.get(name, []))
        # What the release made around the cells, and a loop's variables, count where there is nothing else.
        for rank in (
            [i for i in found if name in self.statements[i].binds and not self.statements[i].is_made],
            [i for i in found if name in self.statements[i].binds],
            found,
        ):
            if rank:
                return self._meant(name, rank)
        return []

    def _begun(self, name: str, found: list[int]) -> list[int]:
        """Leave out an exercise's stubs where there is more than a stub."""
        if name not in self.facts.exercises:
            return found
        own = []
        for i in found:
            each = self.statements[i]
            # `accuracy = accuracy(x, y, model)` tries the stub, and is no answer.
            if each.fingerprint not in self._released and (name in each.defines or name not in each.now):
                own.append(i)
        return own or ([] if name in self.broken else found)

    def _meant(self, name: str, found: list[int]) -> list[int]:
        """Leave out values that only use a name that means something else; note where a name means two things."""
        counted: list[int] = []
        is_defined = is_meant = name in _BUILTINS
        before_counts = True
        for i in found:
            each = self.statements[i]
            defines, is_given = name in each.defines, each.fingerprint in self._released
            if counted and defines and self.statements[counted[-1]].fingerprint == each.fingerprint:
                continue  # a cell that stands here twice, or `import torch` once more
            if defines or is_given:
                counts = True
            elif name in each.now:  # goes on from what the name stands for, as `K += 1` does
                counts = before_counts and not is_defined
            else:
                counts = not is_meant
            if counts:
                counted.append(i)
            elif name not in _BUILTINS:
                self._notes[name] = f"cell {each.cell} gives the name {name} to a value: what it meant before counts"
            is_defined, is_meant, before_counts = is_defined or defines, is_meant or defines or is_given, counts
        answers = [i for i in counted if self.is_certain(name, i)]
        if name in self.facts.names and len({self.statements[i].fingerprint for i in answers}) > 1:
            cells = _cells([self.statements[i].cell for i in answers])
            self._notes[name] = f"{name} is defined in {cells} with different code: the one that stands last counts"
        return counted


class _Slice:
    """The statements of one file.

    Attributes:
        needed: the statements in it, by number; for each the names that cannot be used where it fails.
        imports: names that other files give, likewise, by file.
        stubs: names that only a broken cell defines, or nobody.
    """

    def __init__(self, namespace: _Namespace, file: str) -> None:
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
        elif name not in _BUILTINS and name not in self.namespace.facts.names:
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


def _cells(numbers: Sequence[int]) -> str:
    """Return "cell 4", "cells 4 and 9" or "cells 4, 7 and 9"."""
    different = [str(number) for number in dict.fromkeys(numbers)]
    if len(different) == 1:
        return f"cell {different[0]}"
    return f"cells {', '.join(different[:-1])} and {different[-1]}"
