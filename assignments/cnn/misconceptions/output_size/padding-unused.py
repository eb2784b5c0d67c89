"""Change the padding and call your function again. Does the result change?"""


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if k > n:
        raise ValueError(f"k = {k} is larger than the row of {n}")
    return (n - k) // stride + 1
