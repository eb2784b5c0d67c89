"""Tries the image out while it is built: `python -m autograder.course.gradescope_trial ROOT` grades the reference.

A lab, a package or a container that cannot work is then found by the instructor, before any student hands in.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.assignment import THRESHOLD
from autograder.course import isolation
from autograder.course.gradescope import METADATA, RELEASE
from autograder.course.gradescope_machine import TIERS
from autograder.course.machine import TORCH_MIB, TRAINING_MIB, this_machine
from autograder.project import Project
from autograder.report.results import Results

IN_FULL, NOT_IN_FULL = 0, 1

_FIRST = {"created_at": "2000-01-01T00:00:00+00:00", "previous_submissions": []}
"""What Gradescope would say of a first submission."""


def trial(root: Path) -> Results:
    """Grade the reference as Gradescope would a student's submission, in a folder beside the real one."""
    facts = json.loads((root / "source" / RELEASE).read_text(encoding="utf-8"))
    project = Project(root / "source", facts["lab"])
    with tempfile.TemporaryDirectory(prefix="autograder-trial-") as name:
        place = Path(name)
        for folder in ("source", "venv", "cache"):
            (place / folder).symlink_to(root / folder)
        shutil.copytree(project.solutions, place / "submission")
        (place / METADATA).write_text(json.dumps(_FIRST), encoding="utf-8")
        subprocess.run([str(root / "source" / "run_autograder"), str(place)], check=True)
        return Results.model_validate_json((place / "results" / "results.json").read_text(encoding="utf-8"))


def main(arguments: Sequence[str]) -> int:
    """Say how the reference fared, and what container submissions need; return whether it got every point."""
    try:
        isolation.layers_for_grading()
    except isolation.IsolationError as error:
        # Perhaps only here: images are not always built where they run. Each grading looks for itself.
        print(f"autograder: WARNING: no trial was possible where this image is built: {error}")
        return IN_FULL
    results = trial(Path(arguments[0]))
    worth = sum(test.max_score or 0.0 for test in results.tests)
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"autograder: {results.total:g} of {worth:g} points in {results.execution_time or 0:.0f} s ", end="")
    print(
        f"({taken.ru_utime + taken.ru_stime:.0f} s of processor time; this machine has {this_machine().memory_mib} MiB)"
    )
    if not worth or results.total < worth:
        print(f"autograder: {results.output}")
        for test in results.tests:
            if test.max_score and test.score != test.max_score:
                print(f"autograder: {test.name}: {test.output}")
        return NOT_IN_FULL
    if any(test.tags == (THRESHOLD,) and test.max_score is None for test in results.tests):
        print("autograder: WARNING: the training run did not end in time where this image is built")
    print(f"autograder: in {TIERS} choose 1 CPU and 1.5 GB of RAM or more: grading takes ", end="")
    print(f"{TRAINING_MIB} MiB with a training run, and {TORCH_MIB} MiB without")
    return IN_FULL


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
