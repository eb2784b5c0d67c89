"""What grades submissions: this machine's processes, or a cluster's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, Self

from autograder.course.plan import Plan
from autograder.submission import Submission


class Engine(Protocol):
    """Grades what it is given; `local.Engine` and `cluster.Engine` are such.

    Attributes:
        notes: What is to be told of the grading itself, as it comes.
    """

    notes: list[str]

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def has_gpu(self) -> bool:
        """Whether a training run can use a GPU."""
        ...

    def prepare(self, plan: Plan) -> None:
        """Get ready; raise EngineError or IsolationError where nothing can be graded."""
        ...

    def grade_all(self, submissions: Iterable[Submission]) -> Iterator[tuple[Submission, dict[str, Any]]]:
        """Grade submissions, read as they are needed; yield each with its results as it is done."""
        ...
