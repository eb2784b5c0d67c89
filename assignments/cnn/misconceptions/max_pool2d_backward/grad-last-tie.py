"""Try a window whose pixels are all equal. Which of them gets the gradient, and which does the rule name?"""

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
            image = x[s, channel].tolist()
            for i in range(rows):
                for j in range(columns):
                    best, where = float("-inf"), None
                    for y in range(i * sh, i * sh + kh):
                        for z in range(j * sw, j * sw + kw):
                            if image[y][z] >= best:
                                best, where = image[y][z], (y, z)
                    dx[s, channel, where[0], where[1]] += dout[s, channel, i, j]
    return dx
