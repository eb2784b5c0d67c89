"""You refuse a stride of 0. Which other strides make no sense, and what does your function answer to them?"""


def output_size(n, k, stride=1, padding=0):
    if stride == 0:
        raise ValueError(f"stride must not be {stride}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if k > n + 2 * padding:
        raise ValueError(f"k = {k} is larger than the padded row of {n + 2 * padding}")
    return (n + 2 * padding - k) // stride + 1
