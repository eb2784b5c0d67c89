"""The places are the entries of a range."""


def output_size(n, k, stride=1, padding=0):
    if padding < 0:
        raise ValueError(f"padding={padding} is negative")
    if stride <= 0:
        raise ValueError(f"stride={stride} does not move the kernel")
    last = n + 2 * padding - k
    if last < 0:
        raise ValueError(f"input too short: n + 2 * padding = {n + 2 * padding} < k = {k}")
    return len(range(0, last + 1, stride))
