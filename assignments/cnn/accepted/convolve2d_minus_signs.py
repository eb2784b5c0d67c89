"""The formula with minus signs, from the place where no index is negative."""


def convolve2d(a, k):
    (m, n), (p, q) = a.shape, k.shape
    if p > m or q > n:
        raise ValueError(f"kernel {p}x{q} is larger than the input {m}x{n}")
    entries, weights = a.tolist(), k.tolist()
    rows = []
    for i in range(p - 1, m):
        rows.append([])
        for j in range(q - 1, n):
            rows[-1].append(sum(entries[i - u][j - v] * weights[u][v] for u in range(p) for v in range(q)))
    return a.new_tensor(rows)
