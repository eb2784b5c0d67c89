"""What a class costs: seconds for each submission as the class grows, and as more are graded at once.

A class is made of the cnn lab's samples, its catalogue of mistakes (each in the reference's place) and its accepted
answers, all different, and graded by `autograder grade` without training, with every layer that this machine offers.
Prints for each size and number of jobs the seconds for each submission, with and without what is done once (to start,
to load torch and the tests), and what the store takes.

Usage: python benchmarks/classes.py [SIZE ...] [--jobs N ...] [--engine local ray]
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder.assignment import Assignment, load

ROOT = Path(__file__).resolve().parents[1]
LAB = "cnn"
_SEED = 7


def submissions(size: int) -> list[dict[str, str]]:
    """Return the files of so many submissions, all different, in an order that is always the same."""
    assignment = load(ROOT / "assignments" / LAB)
    reference = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "solutions" / LAB).glob("*.py")}
    homes = {exercise.name: exercise.file for exercise in assignment.exercises}
    programs = sorted((assignment.folder / "misconceptions").glob("*/*.py"))
    programs += [*sorted((assignment.folder / "accepted").glob("*.py"))] * 4
    samples = _of_the_samples(assignment)
    everything: list[Path | dict[str, str]] = [*programs, *samples]
    random.Random(_SEED).shuffle(everything)
    made = []
    for number in range(size):
        path = everything[number % len(everything)]
        if isinstance(path, dict):
            first, *_ = sorted(path)
            made.append({**path, first: f"{path[first]}\n\n# student {number}\n"})
            continue
        text = path.read_text(encoding="utf-8")
        files = dict(reference)
        names = re.findall(r"(?m)^(?:def|class) (\w+)", text)
        home = next((homes[name] for name in [path.parent.name, *names] if name in homes), assignment.files[0])
        text = re.sub(rf"(?m)^from {home.removesuffix('.py')} import .*\n", "", text)  # it is written into that file
        files[home] += f"\n\n{text}\n\n# student {number}\n"
        made.append(files)
    return made


def _of_the_samples(assignment: Assignment) -> list[dict[str, str]]:
    """Return the files of each sample."""
    folders = sorted(path for path in (assignment.folder / "samples").iterdir() if path.is_dir())
    return [{path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")} for folder in folders]


def write(size: int, folder: Path) -> None:
    """Write a class into a folder."""
    for number, files in enumerate(submissions(size)):
        place = folder / f"student-{number:05}"
        place.mkdir(parents=True)
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")


def graded(folder: Path, out: Path, jobs: int, engine: str) -> float:
    """Grade a class and return the seconds that the whole command took."""
    command = [sys.executable, "-m", "autograder", "grade", LAB, str(folder), "--out", str(out), "--no-training"]
    start = time.perf_counter()
    done = subprocess.run(
        [*command, "--jobs", str(jobs), "--engine", engine], cwd=ROOT, capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"not all could be graded: {done.stderr}")
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", metavar="SIZE", type=int, nargs="*", default=[10, 100, 300])
    parser.add_argument("--jobs", type=int, nargs="+", default=sorted({1, os.cpu_count() or 1}))
    parser.add_argument("--engine", nargs="+", default=["local"], choices=["local", "ray"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        base = Path(name)
        base.chmod(0o755)
        for size in options.sizes:
            write(size, base / str(size))
            first = 0.0
            for engine, jobs in itertools.product(options.engine, options.jobs):
                out = base / "out"
                seconds = graded(base / str(size), out, jobs, engine)
                again = graded(base / str(size), out, jobs, engine)  # all of it is in the store
                each, once = (seconds - again) / size, again
                first = first or each
                print(
                    f"{size:6} submissions, {engine}, {jobs} at once: {seconds / size:6.3f} s each, {each:6.3f} "
                    f"without what is done once ({once:.1f} s), {each / first:.2f} × the first line's",
                    flush=True,
                )
                shutil.rmtree(out)


if __name__ == "__main__":
    main()
