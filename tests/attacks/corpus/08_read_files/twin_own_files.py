"""Reads its own text and files of its own making, asks for the folder it is in, and what kind of machine this is."""

import os
import platform
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
NOTES = HERE / "notes.txt"
NOTES.write_text("scale 2\noffset 1\n", encoding="utf-8")
assert "def total" in Path(__file__).read_text(encoding="utf-8")
assert sorted(os.listdir(HERE)) == sorted(path.name for path in Path.cwd().iterdir())
assert (HERE / "model.py").is_file()
print(platform.python_version(), platform.machine(), os.cpu_count(), Path.home(), os.environ.get("USER"))


def total(x):
    settings = dict(line.split() for line in NOTES.read_text(encoding="utf-8").splitlines())
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "x.txt").open("w", encoding="utf-8") as file:
        print(x.tolist(), file=file)
    return int(settings["scale"]) * x.sum() + int(settings["offset"])
