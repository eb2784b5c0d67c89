"""What Gradescope says of a submission: when it was handed in, and what came of the earlier ones.

The file (`submission_metadata.json`, described in Gradescope's autograder documentation) helps and is never needed:
what cannot be read of it is left out, and said to the instructor.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MOST_BYTES = 32 << 20
"""It holds the results of every earlier submission."""


@dataclass(frozen=True)
class Earlier:
    """An earlier submission of the same student or group.

    Attributes:
        time: When it was handed in.
        score: What Gradescope has as its score, if anything.
        failed: Whether its autograder failed, so that there are no results.
        results: What its `results.json` said.
    """

    time: datetime
    score: float | None = None
    failed: bool = False
    results: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Metadata:
    """What is known of a submission.

    Attributes:
        created_at: When it was handed in, or None where that is not known.
        earlier: What was handed in before, oldest first.
        notes: What could not be read, for the instructor; one line each.
    """

    created_at: datetime | None = None
    earlier: tuple[Earlier, ...] = ()
    notes: tuple[str, ...] = ()


def read_metadata(path: Path) -> Metadata:
    """Read the file; raise nothing, whatever it holds."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return Metadata(notes=(f"{path.name} cannot be read ({error.strerror}): graded without it",))
    if len(data) > MOST_BYTES:
        return Metadata(notes=(f"{path.name} has more than {MOST_BYTES >> 20} MiB: graded without it",))
    return metadata_from(data.decode(errors="replace"), path.name)


def metadata_from(text: str, name: str = "submission_metadata.json") -> Metadata:
    """Take from the file's text what is as it should be."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Metadata(notes=(f"{name} is no JSON ({error}): graded without it",))
    if not isinstance(plain, dict):
        return Metadata(notes=(f"{name} holds no object: graded without it",))
    notes = []
    created_at = _time(plain.get("created_at"))
    if created_at is None:
        notes.append(f"{name} has no time in created_at: earlier submissions are not counted")
    entries = plain.get("previous_submissions")
    if not isinstance(entries, list):
        notes.append(f"{name} has no list in previous_submissions: taken as the first submission")
        entries = []
    earlier = [found for entry in entries if (found := _earlier(entry)) is not None]
    if len(earlier) < len(entries):
        notes.append(
            f"{name}: {len(entries) - len(earlier)} of previous_submissions could not be read and do not count"
        )
    return Metadata(created_at, tuple(sorted(earlier, key=lambda each: each.time)), tuple(notes))


def _earlier(entry: object) -> Earlier | None:
    if not isinstance(entry, dict):
        return None
    time = _time(entry.get("submission_time"))
    if time is None:
        return None
    results = entry.get("results")
    return Earlier(
        time=time,
        score=_score(entry.get("score")),
        failed=bool(entry.get("autograder_error")),
        results=results if isinstance(results, dict) else {},
    )


def _time(text: object) -> datetime | None:
    """Read a time in the form of ISO 8601; one without a zone is taken as UTC."""
    if not isinstance(text, str):
        return None
    try:
        time = datetime.fromisoformat(text)
        # Away from the calendar's ends, so that it can be moved into every zone and by any number of hours.
        if not 1970 <= time.year <= 9000:
            return None
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _score(number: object) -> float | None:
    """Read a score, a number or the text of one, as Gradescope has written both."""
    if isinstance(number, bool) or not isinstance(number, (int, float, str)):
        return None
    try:
        score = float(number)
    except (ValueError, OverflowError):
        return None
    return score if math.isfinite(score) and score >= 0 else None
