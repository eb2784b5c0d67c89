"""What does your program do with stride 0? Does it tell the caller that this makes no sense?"""


def conv_transpose2d(y, k, stride=1):
    (m, n), (p, q) = y.shape, k.shape
    x = y.new_zeros((m - 1) * stride + p, (n - 1) * stride + q)
    for i in range(m):
        for j in range(n):
            x[i * stride : i * stride + p, j * stride : j * stride + q] += y[i, j] * k
    return x
