"""Prints as much as it can, in long lines and short ones, to both streams and past Python, until it is stopped."""
# base: right

import os
import sys

_total = total  # the exercise above


def total(x):
    for _ in range(300):
        print("autograder-attack " * 4000)
        os.write(2, b"\xff\x1b]0;autograder-attack\x07" * 3000)
        sys.stderr.write("\n" * 50_000)
    return _total(x)
