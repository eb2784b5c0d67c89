"""Which kind of exception does the docstring promise? Make one happen and read its name."""


def output_size(n, k, stride=1, padding=0):
    assert stride >= 1, f"stride must be at least 1, got {stride}"
    assert padding >= 0, f"padding must not be negative, got {padding}"
    assert k <= n + 2 * padding, f"k = {k} is larger than the padded row of {n + 2 * padding}"
    return (n + 2 * padding - k) // stride + 1
