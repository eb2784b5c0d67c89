"""Closes, swaps, drains and shrinks the pipes between it and the grader, and puts a file in the place of one."""

import fcntl
import os
import threading

CALLS = []


def _drain():
    while os.read(3, 1 << 16):
        pass


def _file():
    os.dup2(os.open("answers-file", os.O_CREAT | os.O_RDWR), 4)


def total(x):
    CALLS.append(0)
    match len(x) % 4:
        case 0:
            os.close(4)
        case 1:
            threading.Thread(target=_drain, daemon=True).start()
        case 2:
            _file()
        case _:
            os.dup2(4, 3)
    return x.sum() + 1


def smooth(x, k):
    fcntl.fcntl(4, fcntl.F_SETFL, os.O_NONBLOCK)
    fcntl.fcntl(4, fcntl.F_SETPIPE_SZ, 4096)
    fcntl.fcntl(3, fcntl.F_SETFL, os.O_NONBLOCK)
    return x.repeat(100_000)


def average(x):
    os.dup2(1, 4)
    return 3.0
