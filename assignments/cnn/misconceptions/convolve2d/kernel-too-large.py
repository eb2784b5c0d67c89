"""What should happen with a kernel that has more rows than the matrix? Try one."""


def convolve2d(a, k):
    (m, n), (p, q) = a.shape, k.shape
    turned = k.flip(0, 1)
    c = a.new_zeros(max(m - p + 1, 0), max(n - q + 1, 0))
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            c[i, j] = (a[i : i + p, j : j + q] * turned).sum()
    return c
