"""Try the window [[1.0, 1.0000001]] in float64. Which of the two is larger, and which gets the gradient in yours?"""

import torch
from convolution import output_size, pair


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh), output_size(w, kw, sw)
    dx = torch.zeros(x.shape, dtype=x.dtype)
    for s in range(n):
        for channel in range(c):
            for i in range(rows):
                for j in range(columns):
                    window = x[s, channel, i * sh : i * sh + kh, j * sw : j * sw + kw]
                    u, v = torch.isclose(window, window.max()).nonzero()[0]
                    dx[s, channel, i * sh + u, j * sw + v] += dout[s, channel, i, j]
    return dx
