"""A view on the matrix in which the kernel's places are axes."""

import torch
from convolution import output_size


def conv_matrix(k, h, w):
    (p, q), pixels = k.shape, h * w
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = torch.zeros(rows * columns, pixels, dtype=k.dtype)
    steps = (columns * pixels + w, pixels + 1, w, 1)
    matrix.as_strided((rows, columns, p, q), steps).copy_(k.expand(rows, columns, p, q))
    return matrix
