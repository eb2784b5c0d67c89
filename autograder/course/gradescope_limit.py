"""At most so many graded submissions in so many hours: Gradescope has no such limit of its own.

Gradescope shows and counts the last submission. One that comes too soon therefore keeps the results of the last
that was graded, and says so: handing in once more never costs anything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from autograder.assignment import Gradescope
from autograder.course.gradescope_metadata import Earlier, Metadata
from autograder.report.results import OUTPUT_LIMIT, LeaderboardEntry, Results, TestResult

GRADED = "graded"
"""The key of `extra_data` that is false where results came of no grading."""


_ONE_MINUTE = timedelta(minutes=1)
"""Times are shown without their seconds."""


@dataclass(frozen=True)
class Refusal:
    """Why a submission is not graded.

    Attributes:
        kept: The earlier submission whose results it keeps.
        next_at: From when on one is graded again.
    """

    kept: Earlier
    next_at: datetime


def refusal(settings: Gradescope, metadata: Metadata) -> Refusal | None:
    """Return why the submission must wait, or None where it is graded.

    A submission counts where it was graded: not one that an error of the autograder ended, that could not be opened, or
    that was refused itself, nor one without a score, which would be lost. Where the time is not known, it is graded.
    """
    most, now = settings.graded_submissions, metadata.created_at
    if most is None or now is None:
        return None
    graded = [each for each in metadata.earlier if each.time <= now and _was_graded(each)]
    window = timedelta(hours=settings.per_hours)
    recent = [each for each in graded if each.time > now - window]
    if len(recent) < most:
        return None
    return Refusal(kept=graded[-1], next_at=(recent[-most].time + window).astimezone(now.tzinfo))


def _was_graded(earlier: Earlier) -> bool:
    extra = earlier.results.get("extra_data")
    refused = isinstance(extra, dict) and extra.get(GRADED) is False
    return not earlier.failed and not refused and earlier.score is not None


def kept_results(refused: Refusal, settings: Gradescope) -> Results:
    """Make the results of a submission that must wait: those of the last graded one, with its score."""
    most = settings.graded_submissions
    hours = f"{settings.per_hours:g} hour{'s' if settings.per_hours != 1 else ''}"
    text = (
        f"This submission was not graded yet: at most {most} submission{'s are' if most != 1 else ' is'} graded in "
        f"{hours}. It keeps the score of your submission of {_shown(refused.kept.time)}, so you have lost nothing. "
        f"Hand in again after {_shown(refused.next_at + _ONE_MINUTE)} to have it graded."
    )
    earlier = _known(refused.kept.results)
    if earlier is None:
        # Whatever kept the total from students then is not known now, and a hidden test does.
        earlier = Results(tests=(TestResult(name="Not graded yet", visibility="hidden"),))
    output = f"{text}\n\n{earlier.output}".strip()[:OUTPUT_LIMIT]
    extra = {**earlier.extra_data, GRADED: False, "kept_from": refused.kept.time.isoformat()}
    return earlier.model_copy(update={"score": refused.kept.score, "output": output, "extra_data": extra})


def _known(results: dict[str, Any]) -> Results | None:
    """Return earlier results without what Gradescope has added to them, or None where they are not of our making."""
    tests = results.get("tests")
    if not isinstance(tests, list) or not tests or not all(isinstance(test, dict) for test in tests):
        return None
    plain = _fields(Results, results) | {"tests": [_fields(TestResult, test) for test in tests]}
    plain.pop("execution_time", None)
    board = results.get("leaderboard")
    if isinstance(board, list) and all(isinstance(entry, dict) for entry in board):
        plain["leaderboard"] = [_fields(LeaderboardEntry, entry) for entry in board]
    try:
        return Results.model_validate_json(json.dumps(plain))
    except (ValidationError, ValueError, RecursionError):
        return None


def _fields(model: type[Results | TestResult | LeaderboardEntry], plain: dict[str, Any]) -> dict[str, Any]:
    return {name: plain[name] for name in model.model_fields if plain.get(name) is not None}


def _shown(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} ({time:%Z})"
