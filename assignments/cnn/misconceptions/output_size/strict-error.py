"""Lay a kernel on a row of its own size. How many places are there?"""


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if k >= n + 2 * padding:
        raise ValueError(f"k = {k} does not fit on the padded row of {n + 2 * padding}")
    return (n + 2 * padding - k) // stride + 1
