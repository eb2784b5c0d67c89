"""Call your function twice with the same matrix. Do you get the same result?"""


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    for i in range(m - p + 1):
        for j in range(n - q + 1):
            a[i, j] = (a[i : i + p, j : j + q] * k).sum()
    return a[: m - p + 1, : n - q + 1]
