"""Try images whose axes you permuted, and print their is_contiguous(). Which of your operations cares about it?"""

import torch
from convolution import output_size, pair


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh), output_size(w, kw, sw)
    images, upstream = x.view(n * c, h, w), dout.view(n * c, rows, columns)
    dx = torch.zeros(n * c, h, w, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            place = (slice(None), slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
            best = images[place].flatten(1).argmax(1, keepdim=True)
            mask = torch.zeros(n * c, kh * kw, dtype=x.dtype).scatter(1, best, 1.0).view(n * c, kh, kw)
            dx[place] += mask * upstream[:, i, j, None, None]
    return dx.view(n, c, h, w)
