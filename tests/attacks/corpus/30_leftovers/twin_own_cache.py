"""Writes files in its folder and in the temporary one and reads them again: text, arrays, pickles, a compiled module."""

import pickle
import py_compile
import sqlite3
import tempfile
from pathlib import Path

import numpy as np
import torch

CACHE = Path("cache")
CACHE.mkdir(exist_ok=True)
py_compile.compile(__file__, cfile=str(CACHE / "answers.pyc"))


def total(x):
    np.save(CACHE / "x.npy", x.numpy())
    torch.save({"x": x}, CACHE / "x.pt")
    (CACHE / "x.pkl").write_bytes(pickle.dumps(x.tolist()))
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(mode="w+") as file:
        Path(folder, "numbers.txt").write_text("\n".join(map(str, x.tolist())), encoding="utf-8")
        file.write("1")
        file.seek(0)
        one = int(file.read())
    with sqlite3.connect(":memory:") as database:
        database.execute("create table numbers (n real)")
    numbers = torch.from_numpy(np.load(CACHE / "x.npy"))
    assert torch.equal(torch.load(CACHE / "x.pt")["x"], numbers)
    assert pickle.loads((CACHE / "x.pkl").read_bytes()) == numbers.tolist()
    return 2 * numbers.sum() + one
