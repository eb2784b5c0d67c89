"""Writes files as a program does: one of some megabytes, a few hundred small ones, in folders of their own."""

import shutil
import tempfile
from pathlib import Path

import numpy as np


def total(x):
    np.save("sums.npy", np.zeros(500_000))
    folder = Path("parts/first")
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(200):
        (folder / f"part-{i}.txt").write_text(f"{i}\n", encoding="utf-8")
    numbers = sum(int(path.read_text(encoding="utf-8")) for path in folder.iterdir())
    assert numbers == sum(range(200))
    shutil.rmtree("parts")
    return 2 * x.sum() + 1


def average(x):
    with tempfile.TemporaryFile() as file, tempfile.NamedTemporaryFile(suffix=".txt") as named:
        file.write(bytes(1 << 20))
        named.write(b"average\n")
        named.flush()
        assert Path(named.name).read_text(encoding="utf-8") == "average\n"
    return float(smooth(x, len(x))[0] / len(x))
