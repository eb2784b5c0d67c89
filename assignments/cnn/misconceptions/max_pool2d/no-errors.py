"""Try a stride of 0, a negative padding, and a window that is too large. Which exception does each give?"""

import torch
from convolution import pair


def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(k), pair(padding)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding {padding} is more than half of the window k = {k}")
    n, c, h, w = x.shape
    rows, columns = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    padded = torch.full((n, c, h + 2 * ph, w + 2 * pw), float("-inf"), dtype=x.dtype)
    padded[:, :, ph : ph + h, pw : pw + w] = x
    y = torch.zeros(n, c, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = window.amax((2, 3))
    return y
