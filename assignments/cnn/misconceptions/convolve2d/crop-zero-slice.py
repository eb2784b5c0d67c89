"""Try a kernel of a single row. Which rows does your last slice select then?"""


def convolve2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    everywhere = a.new_zeros(m + p - 1, n + q - 1)  # also where the kernel hangs over the edge
    for u in range(p):
        for v in range(q):
            everywhere[u : u + m, v : v + n] += k[u, v] * a
    return everywhere[p - 1 : -(p - 1), q - 1 : -(q - 1)]
