"""Print x before and after the call. Which of your lines changes it?"""

import torch
from convolution import output_size, pair


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh), output_size(w, kw, sw)
    dx = torch.zeros(x.shape, dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            place = (slice(None), slice(None), slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
            window = x[place]
            window -= window.amax((2, 3), keepdim=True)
            best = window.flatten(2).argmax(2, keepdim=True)
            mask = torch.zeros(n, c, kh * kw, dtype=x.dtype).scatter(2, best, 1.0).reshape(n, c, kh, kw)
            dx[place] += mask * dout[:, :, i, j, None, None]
    return dx
