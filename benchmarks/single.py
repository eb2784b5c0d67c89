"""One cold grading against its floor and against plain pytest.

Runs three commands in turn, round after round, and prints the median of each and of the ratios within a round:

    grade    autograder grade cnn SUBMISSION --no-training: hidden tests, confined, results written
    import   python -c "import torch": what every grader of a torch lab pays
    pytest   plain pytest on the same answers in the kit: public tests only, no isolation

Usage: python benchmarks/single.py [ROUNDS]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAB = "cnn"


def seconds(command: list[str], folder: Path) -> float:
    """Run a command and return its wall-clock time."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - begun


def main(rounds: int) -> None:
    """Measure and print."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        kit = Path(name) / "kit"
        shutil.copytree(ROOT / "student_template" / LAB, kit)
        for path in (ROOT / "solutions" / LAB).glob("*.py"):
            shutil.copy(path, kit)
        out = str(Path(name) / "results")
        commands = {
            "grade": ([python, "-m", "autograder", "grade", LAB, str(kit), "--out", out, "--no-training"], ROOT),
            "import": ([python, "-c", "import torch"], ROOT),
            "pytest": ([python, "-m", "pytest"], kit),
        }
        taken: dict[str, list[float]] = {label: [] for label in commands}
        for label, (command, folder) in commands.items():
            seconds(command, folder)  # once for the file system's cache
            print(f"warmed up: {label}", file=sys.stderr)
        for _ in range(rounds):
            for label, (command, folder) in commands.items():
                taken[label].append(seconds(command, folder))
    for label, values in taken.items():
        print(f"{label:<8} {statistics.median(values):6.2f} s   ({min(values):.2f} to {max(values):.2f})")
    for label in ("import", "pytest"):
        ratios = [mine / other for mine, other in zip(taken["grade"], taken[label], strict=True)]
        print(f"grade / {label:<7} {statistics.median(ratios):5.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
