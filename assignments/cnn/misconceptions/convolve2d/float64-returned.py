"""Print the dtype of the result for a float32 matrix. Which line has changed it?"""

import numpy as np
import torch
from convolution import output_size


def convolve2d(a, k):
    (m, n), (p, q) = a.shape, k.shape
    c = np.zeros((output_size(m, p), output_size(n, q)))
    turned = np.rot90(k.numpy(), 2)
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            c[i, j] = np.sum(a.numpy()[i : i + p, j : j + q] * turned)
    return torch.from_numpy(c)
