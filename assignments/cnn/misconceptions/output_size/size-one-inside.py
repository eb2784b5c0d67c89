"""Draw a row of 5 with every window of a kernel of 3 and stride 2. Which of them does your number leave out?"""


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if k > n + 2 * padding:
        raise ValueError(f"k = {k} is larger than the padded row of {n + 2 * padding}")
    return (n + 2 * padding - k + 1) // stride
