"""Remembers its answers from call to call, in a dictionary, on itself, and in its environment."""

import os
from collections import OrderedDict

CACHE = OrderedDict()


def smooth(x, k):
    key = (tuple(x.tolist()), k, x.dtype)
    if key not in CACHE:
        if k < 1:
            raise ValueError(f"k must be at least 1, got k={k}")
        CACHE[key] = torch.stack([row.sum() for row in x.unfold(0, k, 1)]) if len(x) < 20 else x.unfold(0, k, 1).sum(1)
    smooth.calls = getattr(smooth, "calls", 0) + 1
    os.environ["SMOOTH_CALLS"] = str(smooth.calls)
    return CACHE[key].clone()
