"""Calls itself without end: in Python with the limit taken off, in C, and in what is printed of an exception."""

import sys


class Deep(Exception):
    def __str__(self):
        return str(self)

    __repr__ = __str__


def total(x):
    sys.setrecursionlimit(10**9)
    return total(x)


def average(x):
    raise Deep


def smooth(x, k):
    row = []
    for _ in range(10**5):
        row = [row]
    return row
