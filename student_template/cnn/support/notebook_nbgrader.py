"""What another thing is while nbgrader runs a notebook: it looks for errors in cells, and it waits for none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .outcomes import DONE, NOT_BEGUN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .marks import Marks
    from .outcomes import Outcome

_BY = "NBGRADER_EXECUTION"
"""nbgrader says here what it runs a notebook for: `validate` or `autograde`."""


class NotPassed(AssertionError):
    """Public tests of an exercise that `nbgrader validate` is to show."""

    def _render_traceback_(self) -> list[str]:
        """Give IPython the lines to show: the message, and no code of ours above it."""
        return str(self).splitlines()


def is_running() -> bool:
    """Whether nbgrader runs this notebook."""
    return _BY in os.environ


def require(entry: Mapping[str, Any], results: Sequence[tuple[Marks, Outcome]]) -> None:
    """In `nbgrader validate`, fail where an exercise's tests did; a bonus that is not begun is none.

    Args:
        entry: The exercise, as in `lab.json`.
        results: Its tests with their outcomes.

    Raises:
        NotPassed: A test did not pass, or there was none.
    """
    if os.environ.get(_BY) != "validate" or (entry["bonus"] and {each.state for _, each in results} == {NOT_BEGUN}):
        return
    failed = [(marks.title, result.message) for marks, result in results if result.state != DONE]
    if not results:
        raise NotPassed(f"{entry['name']}: its tests did not run")
    if failed:
        head = f"{entry['name']}: {len(failed)} of its {len(results)} tests here did not pass"
        raise NotPassed("\n\n".join([head, *(f"{title}\n{message}" for title, message in failed)]))
