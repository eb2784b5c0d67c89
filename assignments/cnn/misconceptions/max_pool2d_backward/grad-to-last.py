"""Change the order of the pixels in one window. Does the gradient go where the largest one went?"""

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
            mask = torch.zeros(n, c, kh, kw, dtype=x.dtype)
            mask[:, :, -1, -1] = 1
            dx[place] += mask * dout[:, :, i, j, None, None]
    return dx
