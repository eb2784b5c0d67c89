"""How long each road from a submission to its points takes: all five of a lab in one run, by the platforms' programs.

Releases `mlp` without its training run to the kit, Gradescope, nbgrader and Otter, hands in the same submissions on
each road, and prints the seconds for each submission and the ratio to `autograder grade` of the kit. What a road does
once for a class (to start, to load torch) is shared among its submissions, as it would be in a class of that size;
Gradescope and `otter run` start anew for each. The points must be equal.

Usage: python benchmarks/front_ends.py [SUBMISSIONS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import parity  # noqa: E402 - of the tests, found by the line above
import roads  # noqa: E402 - likewise


def main(count: int) -> None:
    """Grade by each road, and print."""
    works = parity.works()[:count]
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        project = roads.lab(ROOT, parity.LAB, Path(folder) / "labs")
        made = roads.Roads(project, Path(folder) / "roads")
        taken, points = {}, {}
        for name, road in made.all.items():
            start = time.perf_counter()
            points[name] = road(works)
            taken[name] = (time.perf_counter() - start) / len(works)
            print(f"graded: {name}", file=sys.stderr)
    for name, found in points.items():
        if found != points["kit"]:
            sys.exit(f"{name} gives other points than the kit's road: these times would mean nothing")
    print(f"{len(works)} submissions of {parity.LAB} without training, seconds for each")
    for name, seconds in taken.items():
        print(f"{name:<20} {seconds:6.2f} s   {seconds / taken['kit']:5.1f} x the kit's")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else len(parity.works()))
