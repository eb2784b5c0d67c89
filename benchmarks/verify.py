"""What it costs to test a lab's tests: `autograder verify` against one run of the reference under plain pytest.

A verification runs the tests of every exercise on all wrong and right programs of the lab. Prints, for each lab, the
seconds, the number of programs, and how many plain pytest runs of the lab's public tests the same time would hold.

Usage: python benchmarks/verify.py [ROUNDS]
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LABS = ("cnn", "mlp")


def timed(command: list[str], folder: Path) -> tuple[float, str]:
    """Run a command and return its wall-clock time and what it printed."""
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return time.perf_counter() - begun, done.stdout


def main(rounds: int) -> None:
    """Measure and print."""
    python = sys.executable
    total = 0.0
    with tempfile.TemporaryDirectory() as name:
        for lab in LABS:
            kit = Path(name) / lab
            shutil.copytree(ROOT / "student_template" / lab, kit)
            for path in (ROOT / "solutions" / lab).glob("*.py"):
                shutil.copy(path, kit)
            page = str(Path(name) / "page.html")
            verify = [python, "-m", "autograder", "verify", lab, "--brief", "--html", page]
            taken, ratios, said = [], [], ""
            for _ in range(rounds):
                seconds, said = timed(verify, ROOT)
                plain, _ = timed([python, "-m", "pytest"], kit)
                taken.append(seconds)
                ratios.append(seconds / plain)
            found = re.search(r"(\d+) misconceptions; (\d+) accepted", said)
            programs = sum(map(int, found.groups())) if found else 0
            print(
                f"{lab}  {statistics.median(taken):5.1f} s  {programs} programs  "
                f"{statistics.median(ratios):.1f} × one pytest run of one program"
            )
            total += statistics.median(taken)
    print(f"both {total:5.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
