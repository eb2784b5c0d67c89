"""All places at once, from index arithmetic."""

import torch
from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    i = torch.arange(output_size(h, p)).reshape(-1, 1, 1, 1)
    j = torch.arange(output_size(w, q)).reshape(1, -1, 1, 1)
    u = torch.arange(p).reshape(1, 1, -1, 1)
    v = torch.arange(q).reshape(1, 1, 1, -1)
    pixels = ((i + u) * w + j + v).flatten(2).flatten(0, 1)
    matrix = torch.zeros(len(pixels), h * w, dtype=k.dtype)
    return matrix.scatter(1, pixels, k.reshape(1, -1).expand(len(pixels), -1))
