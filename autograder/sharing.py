"""Which exercises share a worker though they forbid different calls: to start one takes as long as their tests do.

It refuses what any of them forbids. To refuse more is never to an attacker's advantage; but an honest program may make
a call that its exercise allows and another one forbids. Each refusal is noted where it happens, and where one is, the
test runs again in a worker that refuses what its own exercise forbids, and nothing is shared from then on.
"""

from __future__ import annotations

from autograder.assignment import Assignment

_CHANGES_MORE = frozenset({"autograd"})
"""Where these are forbidden, other calls do something else than usual, and not only those that are refused."""


def shared_sets(assignment: Assignment) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what the worker of an exercise refuses in the place of what it forbids, for those that share one.

    Exercises that forbid nothing share none: they mostly need what the others rule out.

    Example:
        An exercise that forbids convolutions, one that forbids pooling, and one that forbids nothing:
        `{("convolution",): ("convolution", "pooling"), ("pooling",): ("convolution", "pooling")}`.
    """
    sets = {exercise.forbids for exercise in assignment.exercises}
    together = sorted(forbids for forbids in sets if forbids and not _CHANGES_MORE.intersection(forbids))
    if len(together) < 2:
        return {}
    return dict.fromkeys(together, tuple(sorted(set().union(*together))))


def worker_sets(assignment: Assignment) -> list[tuple[str, ...]]:
    """Return each set of calls that workers of this lab may have to refuse, those that are shared among them."""
    sets = {exercise.forbids for exercise in assignment.exercises}
    return sorted(sets | set(shared_sets(assignment).values()))
