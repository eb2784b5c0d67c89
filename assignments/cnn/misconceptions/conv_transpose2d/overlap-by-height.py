"""Take stride 3 and a kernel of 2 rows and 4 columns. In which direction do two kernels overlap?"""


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    (m, n), (p, q) = y.shape, k.shape
    x = y.new_zeros((m - 1) * stride + p, (n - 1) * stride + q)
    for i in range(m):
        for j in range(n):
            place = slice(i * stride, i * stride + p), slice(j * stride, j * stride + q)
            if stride > p:  # the kernels lie apart
                x[place] = y[i, j] * k
            else:
                x[place] += y[i, j] * k
    return x
