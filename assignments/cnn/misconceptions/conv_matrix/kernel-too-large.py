"""What should happen where the kernel has more rows than the image? Try it."""

import torch


def conv_matrix(k, h, w):
    p, q = k.shape
    rows = []
    for i in range(h - p + 1):
        for j in range(w - q + 1):
            image = k.new_zeros(h, w)
            image[i : i + p, j : j + q] = k
            rows.append(image.flatten())
    if not rows:
        return k.new_zeros(0, h * w)
    return torch.stack(rows)
