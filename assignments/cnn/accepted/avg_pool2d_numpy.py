"""NumPy's windows, with ones and zeros as weights of the mean."""

import numpy as np
import torch
from convolution import output_size, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if stride is None else stride), pair(padding)
    output_size(x.shape[2], kh, sh, ph)
    output_size(x.shape[3], kw, sw, pw)
    frame = ((0, 0), (0, 0), (ph, ph), (pw, pw))

    def windows(images, value):
        padded = np.pad(images, frame, constant_values=value)
        return np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))[:, :, ::sh, ::sw]

    pixels = x.numpy()
    counts = windows(np.ones_like(pixels), 1 if count_include_pad else 0).sum(axis=(4, 5))
    return torch.from_numpy(windows(pixels, 0).sum(axis=(4, 5)) / counts)
