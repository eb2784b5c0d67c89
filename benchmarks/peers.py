"""What a class costs here and elsewhere: the same lab and answers, all in one run.

The cnn lab, without its training, is released to each platform, and answers are handed in: the reference's, and others
with a mistake of the catalogue. They are graded by `otter run`, by `nbgrader autograde` (one process for all of them),
by a bare `pytest` process each with the kit's tests (public ones only, in the student's own process), and, as a class
of copies that all differ, by `autograder grade`. Prints the seconds for each submission, and how many times as long
the others take as ours.

Usage: python benchmarks/peers.py [CLASS] [ANSWERS]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import roads  # noqa: E402 - of the tests, found by the line above

from autograder.assignment import load  # noqa: E402 - after the path
from autograder.source import read_all  # noqa: E402 - likewise

LAB = "cnn"


def answers() -> dict[str, str]:
    """Return the reference's answer to each exercise."""
    assignment = load(ROOT / "assignments" / LAB)
    cells = [cell.text for source in read_all(assignment, ROOT / "solutions" / LAB) for cell in source.cells]
    found = {}
    for exercise in assignment.exercises:
        name = exercise.name
        (found[name],) = [text for text in cells if f"def {name}(" in text or f"class {name}(" in text]
    return found


def works(count: int) -> list[roads.Work]:
    """Return the reference, and as many others with a mistake each."""
    right = answers()
    folder = ROOT / "assignments" / LAB / "misconceptions"
    wrong = [path for name in right for path in sorted((folder / name).glob("*.py"))]
    step = max(1, len(wrong) // max(count - 1, 1))
    made = [roads.Work("right", right)]
    for path in wrong[::step][: count - 1]:
        text = path.read_text(encoding="utf-8")
        made.append(roads.Work(f"{path.parent.name}-{path.stem}", {**right, path.parent.name: text}))
    return made


def seconds(action: Callable[[], object], each: int) -> float:
    """Return the seconds that something took for each submission."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) / each


def bare_pytest(kit: Path, handed_in: list[roads.Work], book: str) -> None:
    """Run the kit's tests as a student does, one process for each submission."""
    for work in handed_in:
        place = kit.parent / "bare" / work.name
        shutil.copytree(kit, place)
        for file, text in work.files(kit, book).items():
            (place / file).write_text(str(text), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=place, capture_output=True, check=False)


def graded(project: roads.Project, kit: Path, handed_in: list[roads.Work], size: int, folder: Path) -> None:
    """Grade a class of copies, in each of which a file ends with another line."""
    for number in range(size):
        work = handed_in[number % len(handed_in)]
        place = folder / "class" / f"student-{number:05}"
        place.mkdir(parents=True)
        for file, text in work.files(kit, f"{LAB}.ipynb").items():
            (place / file).write_text(f"{text}\n\n# student {number}\n", encoding="utf-8")
    command = [sys.executable, "-m", "autograder", "grade", LAB, str(folder / "class"), "--out", str(folder / "out")]
    subprocess.run(command, cwd=project.root, capture_output=True, check=True)


def main(size: int, count: int) -> None:
    """Measure and print."""
    handed_in = works(count)
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        project = roads.lab(ROOT, LAB, folder / "labs")
        made = roads.Roads(project, folder / "roads")
        kit = made.kit
        taken = {"autograder grade": seconds(lambda: graded(project, kit, handed_in, size, folder), size)}
        taken["bare pytest"] = seconds(lambda: bare_pytest(kit, handed_in, made.book), count)
        taken["nbgrader autograde"] = seconds(lambda: made.by_nbgrader(handed_in), count)
        taken["otter run"] = seconds(lambda: made.by_otter(handed_in), count)
    ours = taken["autograder grade"]
    cores = len(os.sched_getaffinity(0))
    print(f"{LAB} without training on {cores} cores: {size} submissions by autograder grade, {count} by the others")
    for way, each in taken.items():
        print(f"{way:<20} {each:7.3f} s each   {each / ours:5.1f} x ours")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [300, 6][len(given) :]))
