"""Says good-bye at exit, cleans a folder of its own up, and closes a file when an object dies."""

import atexit
import shutil
import tempfile
import weakref
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, FOLDER)
atexit.register(print, "good-bye")


class Notes:
    def __init__(self):
        self.file = (FOLDER / "notes.txt").open("a", encoding="utf-8")
        weakref.finalize(self, self.file.close)

    def __del__(self):
        print("notes closed")


def total(x):
    notes = Notes()
    notes.file.write(f"{len(x)} numbers\n")
    return 2 * x.sum() + 1
