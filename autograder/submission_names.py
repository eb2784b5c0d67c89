"""What each name of a notebook stands for: which of its statements give it that meaning.

Experiments use the same names over and over, so a value does not take a name away from a function, class or module,
from a builtin, or from what the lab itself gives: after `sum = 0`, `F = conv2d(x, w, b)` or
`accuracy = accuracy(x, y, model)` the three mean what they meant before. `conv2d = timed(conv2d)` is no such value.
What a block under `if __name__ == "__main__":` binds, a loop's variable, and what the release's own set-up binds,
counts only where nothing else does.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.submission_statements import Broken, Statement

BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__", "__doc__"}


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


class Namespace:
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
        is_defined = is_meant = name in BUILTINS
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
            elif name not in BUILTINS:
                self._notes[name] = f"cell {each.cell} gives the name {name} to a value: what it meant before counts"
            is_defined, is_meant, before_counts = is_defined or defines, is_meant or defines or is_given, counts
        answers = [i for i in counted if self.is_certain(name, i)]
        if name in self.facts.names and len({self.statements[i].fingerprint for i in answers}) > 1:
            cells = _cells([self.statements[i].cell for i in answers])
            self._notes[name] = f"{name} is defined in {cells} with different code: the one that stands last counts"
        return counted


def _cells(numbers: Sequence[int]) -> str:
    """Return "cell 4", "cells 4 and 9" or "cells 4, 7 and 9"."""
    different = [str(number) for number in dict.fromkeys(numbers)]
    if len(different) == 1:
        return f"cell {different[0]}"
    return f"cells {', '.join(different[:-1])} and {different[-1]}"
