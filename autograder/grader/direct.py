"""Which tests can be called as they are, and which need what pytest does around a test.

What pytest does to set one test's fixtures up, and to take them down again, takes longer than most tests; and most ask
for nothing but the fixtures that the suite itself gives.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from autograder.kit.marks import MARKERS

_MARKS = {line.partition("(")[0] for line in MARKERS}


def makers_of(item: pytest.Function, giver: object) -> dict[str, Callable[[], Any]] | None:
    """Return what makes each argument of a test that can be called directly, or None where pytest is to run it.

    Args:
        item: The test.
        giver: The plugin whose fixtures are simple: they need no other one, and nothing is taken down after them. A lab
            may have its own by the same names.
    """
    if item.cls is not None or inspect.iscoroutinefunction(item.function) or inspect.isasyncgenfunction(item.function):
        return None
    if not {mark.name for mark in item.iter_markers()} <= _MARKS:  # one that skips it, or expects it to fail
        return None
    fixtures = item._fixtureinfo  # noqa: SLF001 - there is no public list
    if set(fixtures.names_closure) != set(fixtures.argnames):  # such as a setup function of its file
        return None
    makers = {}
    for name in fixtures.argnames:
        definitions = fixtures.name2fixturedefs.get(name, ())
        if len(definitions) != 1 or getattr(definitions[0].func, "__self__", None) is not giver:
            return None
        makers[name] = definitions[0].func
    return makers
