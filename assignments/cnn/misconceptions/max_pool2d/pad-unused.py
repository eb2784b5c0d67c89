"""Call your function with and without padding. Does the size of the result change as it should?"""

from convolution import pad2d, pair


def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(k), pair(padding)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding {padding} is more than half of the window k = {k}")
    n, c, h, w = x.shape
    if sh < 1 or sw < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError(f"the window is {kh}x{kw}, the padded input only {h + 2 * ph}x{w + 2 * pw}")
    padded = pad2d(x, (ph, pw), float("-inf"))
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.amax((-2, -1))
