"""Writes one file until the disk is full, and once more where that is refused."""

import os


def _fill(name):
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    written = 0
    try:
        while written < 1 << 31:
            written += os.write(file, bytes(1 << 20))
    except OSError as error:
        print(name, written >> 20, error)


for name in (
    "large",
    "large",
    "../autograder-attack-large",
    "/tmp/autograder-attack-large",
    "/dev/shm/autograder-attack",
):
    try:
        _fill(name)
    except OSError as error:
        print(name, error)
