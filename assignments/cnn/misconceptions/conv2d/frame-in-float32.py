"""Print the dtype of the images, and that of the same images with their frame. Are they the same?"""

import torch
from convolution import output_size, pair


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (n, c, height, width), (f, channels, kh, kw) = x.shape, w.shape
    if c != channels:
        raise ValueError(f"x has {c} channels and w has {channels}")
    rows, columns = output_size(height, kh, sh, ph), output_size(width, kw, sw, pw)
    padded = x
    if ph > 0 or pw > 0:
        padded = torch.zeros(n, c, height + 2 * ph, width + 2 * pw)
        padded[:, :, ph : ph + height, pw : pw + width] = x
    y = torch.zeros(n, f, rows, columns, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, None, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = (window * w).sum((2, 3, 4))
    if b is not None:
        y = y + b[:, None, None]
    return y
