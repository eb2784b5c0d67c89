"""Loops in Python for a fifth of a second, and waits for a tenth, which is slow but not wrong."""

import time


def average(x):
    begun = time.process_time()
    sums = 0
    while time.process_time() < begun + 0.2:
        sums += 1
    time.sleep(0.1)
    return float(smooth(x, len(x))[0] / len(x))
