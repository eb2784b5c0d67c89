"""Takes care of NaN, infinity and division by zero, as a careful program does."""

import math
import warnings

import numpy as np
import torch


def total(x):
    if torch.isnan(x).any() or not torch.isfinite(x).all():
        warnings.warn("the numbers are not all finite", stacklevel=2)
        return torch.tensor(math.nan, dtype=x.dtype)
    best = -math.inf
    for number in x.tolist():
        best = max(best, number)
    return torch.nan_to_num(2 * x.sum() + 1, nan=0.0, posinf=best)


def average(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.float64(smooth(x, len(x))[0].item()) / len(x) if len(x) else np.float64("nan")
    return float(ratio)


def parity(n):
    return math.isclose(n % 2, 0.0) and not math.isnan(n)
