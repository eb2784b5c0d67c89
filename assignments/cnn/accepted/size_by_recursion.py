"""One place, and the places on what is left after a step."""


def output_size(n, k, stride=1, padding=0):
    if padding < 0:
        raise ValueError(f"padding: {padding}")
    if padding > 0:
        return output_size(n + 2 * padding, k, stride)
    if stride < 1:
        raise ValueError(f"stride: {stride}")
    if n < k:
        raise ValueError(f"k: {k} is more than {n}")
    return 1 if n - stride < k else 1 + output_size(n - stride, k, stride)
