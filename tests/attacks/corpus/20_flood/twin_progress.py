"""Prints a bar of progress for each call, a table, and a long tensor."""
# base: right

import sys

import torch

_smooth = smooth  # the exercise above


def smooth(x, k):
    for done in range(0, 101, 5):
        print(f"\r|{'█' * (done // 5):<20}| {done} %", end="", flush=True)
    print()
    torch.set_printoptions(threshold=10_000)
    print(x, file=sys.stderr)
    return _smooth(x, k)
