"""Hints for mistakes that are known: shown where the tests saw of a program just what they saw of a wrong one.

The wrong programs themselves are not here. For each the release notes what every test saw of it, as a digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .evidence import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .evidence import Evidence


def hint_for(known: list[dict[str, Any]], seen: Mapping[str, Evidence]) -> str:
    """Return the hint of the one known mistake that every test saw the same of, or an empty text.

    Args:
        known: The exercise's mistakes: `hint`, and by test in `seen` the digest of what it saw.
        seen: What each test that ran saw of the student's program.
    """
    digests = {key: digest(evidence) for key, evidence in seen.items()}
    fitting = [entry for entry in known if all(entry["seen"].get(key) == value for key, value in digests.items())]
    return str(fitting[0]["hint"]) if len(fitting) == 1 else ""
