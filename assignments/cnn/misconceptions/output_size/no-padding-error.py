"""What does your function answer to a negative padding, and what does its docstring say?"""


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if k > n + 2 * padding:
        raise ValueError(f"k = {k} is larger than the padded row of {n + 2 * padding}")
    return (n + 2 * padding - k) // stride + 1
