"""Draw a row of 2 with a padding of 1. What is the largest kernel that fits on it?"""


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if k > n:
        raise ValueError(f"k = {k} is larger than the row of {n}")
    return (n + 2 * padding - k) // stride + 1
