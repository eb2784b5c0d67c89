"""Looks for data in the places where its author keeps them, and goes without where there are none."""

import os
from pathlib import Path

PLACES = ("data/extra.csv", "/content/drive/MyDrive/extra.csv", "~/datasets/extra.csv", "../extra.csv")


def _extra():
    for place in PLACES:
        path = Path(place).expanduser()
        try:
            if path.exists():
                return path.read_text(encoding="utf-8")
        except OSError:
            continue
    return ""


if not os.path.exists("/content"):
    try:
        ROWS = open("extra.csv").read()
    except FileNotFoundError:
        ROWS = _extra()
