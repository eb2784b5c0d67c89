"""Try an image of 5 rows and a window of 2. How many rows has your result, and how many should it have?"""

import torch
from convolution import output_size, pair


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh), output_size(w, kw, sw)
    if (sh, sw) == (kh, kw):  # side by side: all windows at once
        x = x[:, :, : rows * kh, : columns * kw]
        windows = x.reshape(n, c, rows, kh, columns, kw).permute(0, 1, 2, 4, 3, 5).flatten(4)
        dx = torch.zeros_like(windows).scatter(4, windows.argmax(4, keepdim=True), dout[..., None])
        return dx.reshape(n, c, rows, columns, kh, kw).permute(0, 1, 2, 4, 3, 5).reshape(x.shape)
    dx = torch.zeros(x.shape, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            place = (slice(None), slice(None), slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
            best = x[place].flatten(2).argmax(2, keepdim=True)
            mask = torch.zeros(n, c, kh * kw, dtype=x.dtype).scatter(2, best, 1.0).reshape(n, c, kh, kw)
            dx[place] += mask * dout[:, :, i, j, None, None]
    return dx
