"""Try a window that is larger than the image, and a stride of 0. What does the docstring promise?"""

import torch
from convolution import pair


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    n, c, h, w = x.shape
    rows, columns = (h - kh) // sh + 1, (w - kw) // sw + 1
    dx = torch.zeros(x.shape, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            place = (slice(None), slice(None), slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
            best = x[place].flatten(2).argmax(2, keepdim=True)
            mask = torch.zeros(n, c, kh * kw, dtype=x.dtype).scatter(2, best, 1.0).reshape(n, c, kh, kw)
            dx[place] += mask * dout[:, :, i, j, None, None]
    return dx
