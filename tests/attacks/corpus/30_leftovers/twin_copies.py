"""Copies and unpacks files of its own, which sets their rights and times, and keeps a shelf of what it has computed."""

import shelve
import shutil
import tarfile
from pathlib import Path

Path("numbers.txt").write_text("2 1")
shutil.copy("numbers.txt", "copy.txt")
shutil.copy2("copy.txt", "second.txt")
with tarfile.open("numbers.tar.gz", "w:gz") as archive:
    archive.add("second.txt")
with tarfile.open("numbers.tar.gz") as archive:
    archive.extractall("unpacked", filter="data")
Path("unpacked/second.txt").touch()


def total(x):
    factor, one = map(int, Path("unpacked/second.txt").read_text().split())
    with shelve.open("shelf") as shelf:
        if "total" not in shelf:
            shelf["total"] = 0
        shelf["total"] += 1
    return factor * x.sum() + one
