"""Take k=(2, 3) and stride=(3, 2). In which direction do two windows overlap, and what does your program do there?"""

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
                    best = int(x[s, channel, i * sh : i * sh + kh, j * sw : j * sw + kw].argmax())
                    place = s, channel, i * sh + best // kw, j * sw + best % kw
                    if sh >= kh:  # windows side by side
                        dx[place] = dout[s, channel, i, j]
                    else:
                        dx[place] += dout[s, channel, i, j]
    return dx
