"""How many sides has an image, and how many of them get a frame in your program?"""

import torch
from convolution import pair


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
    padded = torch.full((n, c, h + ph, w + pw), float("-inf"), dtype=x.dtype)
    padded[:, :, ph:, pw:] = x
    rows, columns = (h + ph - kh) // sh + 1, (w + pw - kw) // sw + 1
    y = torch.zeros(n, c, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = window.amax((2, 3))
    return y
