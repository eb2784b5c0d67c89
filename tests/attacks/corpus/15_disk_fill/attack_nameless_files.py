"""Fills files that have no name any more, or never had one, and keeps them open."""

import os

FULL = bytes(8 << 20)
KEPT = []


def _open(number):
    if number % 2:
        return os.open(".", os.O_TMPFILE | os.O_RDWR)
    file = os.open("gone", os.O_RDWR | os.O_CREAT | os.O_EXCL)
    os.unlink("gone")
    return file


def total(x):
    try:
        for number in range(100):
            file = _open(number)
            KEPT.append(file)
            os.write(file, FULL)
    except OSError as error:
        print(len(KEPT), error)
    return x.sum()
