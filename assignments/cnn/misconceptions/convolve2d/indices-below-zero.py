"""In your sum, which entry of the matrix belongs to i = 0 and u = 1? What does Python make of an index of -1?"""

from convolution import output_size


def convolve2d(a, k):
    (m, n), (p, q) = a.shape, k.shape
    c = a.new_zeros(output_size(m, p), output_size(n, q))
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            for u in range(p):
                for v in range(q):
                    c[i, j] += a[i - u, j - v] * k[u, v]
    return c
