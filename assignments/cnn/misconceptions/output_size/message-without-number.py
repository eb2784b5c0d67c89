"""Read your error message as somebody who does not know the call. Which number was wrong?"""


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is too small")
    if padding < 0:
        raise ValueError("padding must not be negative")
    if k > n + 2 * padding:
        raise ValueError("k is larger than the padded row")
    return (n + 2 * padding - k) // stride + 1
