"""Grades the corpus once under a launcher, and asks of each case what became of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from attacks.case import HERE, Case, cases

Record = Callable[[str, Any], None]

RUN = HERE / "run.py"
CONTAINER = HERE / "container.py"
UNPRIVILEGED = HERE / "unprivileged.py"

PARTS = int(os.environ.get("ATTACKS_PARTS", "1"))
"""With ATTACKS_PARTS=4 in the environment each combination grades a quarter of the corpus, each one another quarter."""

ONLY_ROOT = pytest.mark.skipif(
    os.geteuid() != 0, reason="not run by root: without rights there is one combination, test_unprivileged.py"
)


@dataclass(frozen=True)
class Outcome:
    """What one run of the corpus said.

    Attributes:
        name: The combination's.
        status: The run's exit status.
        lines: What was said of each case, by its id.
        sums: The last line.
        reason: The last line that was written to standard error where nothing was graded.
    """

    name: str
    status: int
    lines: dict[str, dict[str, Any]]
    sums: dict[str, Any]
    reason: str = ""

    @property
    def layers(self) -> list[str]:
        """Return the layers that the run found."""
        assert self.sums, f"nothing was graded: {self.reason or self.status}"
        found: list[str] = self.sums["layers"]
        return found

    def check(self, case: Case, record: Record) -> None:
        """Fail where an attack achieved something or a twin lost something; tell the summary either way."""
        line = self.lines.get(case.id)
        assert line is not None, f"the run ended before this case (status {self.status}): {self.reason}"
        said = line["hurt" if case.twin else "found"]
        record("attack", {"name": self.name, "layers": self.layers, "twin": case.twin, "bad": bool(said)})
        assert said == [], f"{case.line} {'It lost' if case.twin else 'It achieved'}:\n" + "\n".join(said)

    def check_the_end(self) -> None:
        """Fail where something was left that was found only when all was over."""
        assert self.layers
        assert self.sums["left"] == []


def part(number: int) -> list[Case]:
    """Return the cases that a combination grades, by the combination's number."""
    return cases()[number % PARTS :: PARTS]


def graded(name: str, launcher: Sequence[Path], number: int) -> Outcome:
    """Run the corpus, or the combination's part of it, under a launcher, and pass on each line as it comes."""
    command = [sys.executable, *(part for script in launcher for part in (str(script), sys.executable)), str(RUN)]
    command += ["--shard", f"{number % PARTS + 1}/{PARTS}"]
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as run:
            assert run.stdout is not None
            lines = list(_passed_on(run.stdout))
        errors.seek(0)
        said = errors.read()
    print(said, file=sys.stderr)
    cases = {line["id"]: line for line in lines if "id" in line}
    sums = next((line for line in lines if "attacks" in line), {})
    return Outcome(name, run.returncode, cases, sums, said.strip().rpartition("\n")[2])


def _passed_on(stream: Iterator[str]) -> Iterator[dict[str, Any]]:
    for text in stream:
        print(text, end="", flush=True)
        yield json.loads(text)
