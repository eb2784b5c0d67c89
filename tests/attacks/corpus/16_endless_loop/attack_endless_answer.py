"""Answers with what has no end: a generator, a range, a list that holds itself, a tensor of a generator's making."""

import itertools


def total(x):
    return itertools.count()


def smooth(x, k):
    return (x[0] for _ in itertools.count())


def average(x):
    rows = [range(10**18)]
    rows.append(rows)
    return rows
