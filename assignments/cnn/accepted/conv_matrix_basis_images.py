"""The correlation of each image with a single one is a column."""

import torch
from convolution import correlate2d


def conv_matrix(k, h, w):
    columns = []
    for pixel in range(h * w):
        image = torch.zeros(h * w, dtype=k.dtype)
        image[pixel] = 1
        columns.append(correlate2d(image.reshape(h, w), k).flatten())
    return torch.stack(columns, dim=1)
