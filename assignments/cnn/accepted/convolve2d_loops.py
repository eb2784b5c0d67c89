"""Four loops that read the kernel backwards."""

from convolution import output_size


def convolve2d(a, k):
    (m, n), (p, q) = a.shape, k.shape
    c = a.new_zeros(output_size(m, p), output_size(n, q))
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            for u in range(p):
                for v in range(q):
                    c[i, j] += a[i + u, j + v] * k[p - 1 - u, q - 1 - v]
    return c
