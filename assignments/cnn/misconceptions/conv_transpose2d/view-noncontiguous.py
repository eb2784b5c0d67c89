"""Try a `y` that is the transpose of another matrix. How do its entries lie in memory?"""


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    x = y.new_zeros((m - 1) * stride + p, (n - 1) * stride + q)
    stamps = y.view(m * n, 1, 1) * k
    for number, stamp in enumerate(stamps):
        top, left = number // n * stride, number % n * stride
        x[top : top + p, left : left + q] += stamp
    return x
