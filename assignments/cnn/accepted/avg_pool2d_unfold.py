"""Columns of `unfold`, the frame marked with NaN where it must not count."""

import torch
import torch.nn.functional as F
from convolution import output_size, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if stride is None else stride), pair(padding)
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    padded = F.pad(x, (pw, pw, ph, ph), value=0.0 if count_include_pad else float("nan"))
    windows = F.unfold(padded, (kh, kw), stride=(sh, sw)).reshape(n, c, kh * kw, rows, columns)
    return torch.nanmean(windows, dim=2)
