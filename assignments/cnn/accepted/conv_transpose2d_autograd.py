"""The gradient of the strided correlation with respect to its image."""

import torch
from convolution import correlate2d_strided


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    h, w = (y.shape[0] - 1) * stride + k.shape[0], (y.shape[1] - 1) * stride + k.shape[1]
    image = torch.zeros(h, w, dtype=y.dtype, requires_grad=True)
    (correlate2d_strided(image, k, stride) * y).sum().backward()
    return image.grad
