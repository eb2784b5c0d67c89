"""Try a stride that is larger than the kernel. Does the docstring rule that out, and what would lie between the
kernels?
"""


def conv_transpose2d(y, k, stride=1):
    (m, n), (p, q) = y.shape, k.shape
    if stride < 1 or stride > max(p, q):
        raise ValueError(f"stride must be from 1 to the size of the kernel, got stride={stride}")
    x = y.new_zeros((m - 1) * stride + p, (n - 1) * stride + q)
    for i in range(m):
        for j in range(n):
            x[i * stride : i * stride + p, j * stride : j * stride + q] += y[i, j] * k
    return x
