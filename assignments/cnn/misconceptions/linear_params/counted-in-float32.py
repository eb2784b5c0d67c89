"""Work out 5001 · 4097 with Python's own ints, and in your function. Which dtype do you count in?"""

import torch


def linear_params(in_features, out_features, bias=True):
    weights = torch.Tensor([out_features, in_features]).prod()
    return int(weights) + (out_features if bias else 0)
