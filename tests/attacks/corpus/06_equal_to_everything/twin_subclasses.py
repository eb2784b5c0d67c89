"""Gives values of subclasses as they come about: a parameter, a NumPy float, a named tuple, a tensor of its own."""

import numpy as np


class Signal(torch.Tensor):
    """A tensor that knows its sampling rate."""

    rate = 44100

    def seconds(self):
        return len(self) / self.rate


def total(x):
    signal = x.as_subclass(Signal)
    assert signal.seconds() >= 0
    return torch.nn.Parameter(2 * signal.sum() + 1)


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    return x.as_subclass(Signal).unfold(0, k, 1).sum(dim=1)


def average(x):
    return np.float64(smooth(x, len(x))[0] / len(x))
