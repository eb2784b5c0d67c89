"""Call your function with and without padding. Does the size of the result change as it should?"""

from convolution import pad2d, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    if sh < 1 or sw < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if p > m + 2 * ph or q > n + 2 * pw:
        raise ValueError(f"the kernel is {p}x{q}, the padded input only {m + 2 * ph}x{n + 2 * pw}")
    padded = pad2d(a, (ph, pw))
    windows = a.unfold(0, p, sh).unfold(1, q, sw)
    return (windows * k).sum((2, 3))
