"""results.json: what Gradescope takes in and instructors read, and nothing else.

Fields and their meaning: Gradescope's autograder specification. Scores are finite and within their bounds by
construction: NaN compares with nothing, so a clamp would let it through.
"""

from __future__ import annotations

import glob
import os
import platform
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Score = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Visibility = Literal["hidden", "after_due_date", "after_published", "visible"]
Format = Literal["text", "html", "simple_format", "md", "ansi"]

OUTPUT_LIMIT = 100_000
"""Characters after which Gradescope cuts an output."""

OF_THE_GRADING = "grading"
"""In `extra_data.fault`: there is no result, and the submission is not to blame."""

Text = Annotated[str, Field(max_length=OUTPUT_LIMIT)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TestResult(_Model):
    """One test: a part of an exercise."""

    __test__ = False

    name: Text
    score: Score | None = None
    max_score: Score | None = None
    status: Literal["passed", "failed"] | None = None
    output: Text = ""
    output_format: Format = "text"
    tags: tuple[str, ...] = ()
    visibility: Visibility = "visible"
    extra_data: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _within_bounds(self) -> TestResult:
        if (self.score is None) != (self.max_score is None):
            raise ValueError("a test has both a score and a maximum, or neither")
        if self.score is not None and self.max_score is not None and self.score > self.max_score:
            raise ValueError(f"the score {self.score} is over the maximum {self.max_score}")
        return self


class LeaderboardEntry(_Model):
    """One column of Gradescope's leaderboard, and where this submission stands in it."""

    name: Text
    value: Annotated[float, Field(allow_inf_nan=False)]
    order: Literal["asc", "desc"] = "desc"


class Results(_Model):
    """The results of one submission; the score is the sum of the tests'."""

    score: Score | None = None
    execution_time: Score | None = None
    output: Text = ""
    output_format: Format = "text"
    visibility: Visibility = "visible"
    stdout_visibility: Visibility = "hidden"
    tests: tuple[TestResult, ...] = ()
    leaderboard: tuple[LeaderboardEntry, ...] | None = None
    extra_data: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_a_score(self) -> Results:
        if self.score is None and not self.tests:
            raise ValueError("results need a score or tests")
        return self

    @property
    def total(self) -> float:
        """Return the points earned, over all tests."""
        return self.score if self.score is not None else sum(test.score or 0.0 for test in self.tests)

    def exercise_points(self) -> dict[str, tuple[float, float]]:
        """Return (earned, worth) of each exercise in order."""
        points: dict[str, tuple[float, float]] = {}
        for test in self.tests:
            earned, worth = points.get(test.tags[0], (0.0, 0.0)) if test.tags else (0.0, 0.0)
            for tag in test.tags[:1]:
                points[tag] = (earned + (test.score or 0.0), worth + (test.max_score or 0.0))
        return points

    def to_json(self) -> str:
        """Return the file's text; the same results give the same bytes."""
        return self.model_dump_json(indent=1, exclude_none=True) + "\n"


def from_grading(found: dict[str, Any], isolation: str) -> Results:
    """Make the results of a graded submission from what the grader said.

    Args:
        found: The grader's plain data (`grader.grade.grade`).
        isolation: `confined`, or `none` where student code ran unconfined.
    """
    return Results(
        output=_cut(found["output"]),
        tests=tuple(_test(entry) for entry in found["tests"]),
        extra_data={"isolation": isolation, "layers": list(found["layers"])},
    )


def not_graded(reason: str, fault: str = "") -> Results:
    """Make the results of a submission that could not be graded: no points, and the reason.

    Args:
        reason: For the student.
        fault: `OF_THE_GRADING` where the submission is not to blame.
    """
    facts: dict[str, Any] = {"graded": False, **({"fault": fault} if fault else {})}
    return Results(score=0.0, output=_cut(f"This submission could not be graded: {reason}"), extra_data=facts)


def _test(entry: dict[str, Any]) -> TestResult:
    title = f"{entry['exercise']}: {entry['title']}"
    facts = {"state": entry["state"], "hidden": entry["hidden"], **entry.get("extra", {})}
    if entry["state"] == "not run":
        return TestResult(name=title, output=entry["message"], tags=(entry["exercise"],), extra_data=facts)
    return TestResult(
        name=title,
        score=float(entry["score"]),
        max_score=float(entry["points"]),
        status="passed" if entry["state"] == "done" else "failed",
        output=_cut(entry["message"]),
        tags=(entry["exercise"],),
        visibility=entry["visibility"],
        extra_data=facts,
    )


def _cut(text: str) -> str:
    return text if len(text) <= OUTPUT_LIMIT else text[: OUTPUT_LIMIT - 30] + "\n... the rest was cut off"


def write(path: Path, text: str) -> None:
    """Write a file where losing it in a crash of the machine does no harm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # never through a link that somebody has put there
    path.write_text(text, encoding="utf-8")


def write_atomically(path: Path, text: str) -> None:
    """Write a file whole or not at all: a crash leaves the old one or the new one.

    What a program that was killed has left of its own try is taken away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    own = f".{path.name}-{platform.node()}-"  # on a folder that machines share, each knows its own programs alone
    for left in path.parent.glob(f"{glob.escape(own)}*"):
        if not _is_running(left.name.rpartition("-")[2]):
            left.unlink(missing_ok=True)
    temporary = path.with_name(f"{own}{os.getpid()}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _is_running(pid: str) -> bool:
    if sys.platform == "win32":
        return True  # there the question would end it
    try:
        os.kill(int(pid), 0)
    except (ValueError, OverflowError):
        return True  # no file of ours
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
