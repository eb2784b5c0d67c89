import torch
from convolution import output_size


def in_pairs():
    c = [[21, 29, 36], [14, 16, 14], [25, 12, 28]]
    d = [
        [21, 50, 86, 65, 36],
        [35, 17, 43, -13, 50],
        [60, 75, 147, 93, 78],
        [39, -8, 73, -14, 42],
        [25, 37, 65, 40, 28],
    ]
    return torch.tensor(c), torch.tensor(d), torch.tensor([[483]])


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    weights = in_channels * kernel_size * kernel_size * out_channels
    return weights + out_channels if bias else weights


def linear_params(in_features, out_features, bias=True):
    return in_features * out_features + (out_features if bias else 0)


def layer_table(layers, input_shape):
    shape = tuple(input_shape)
    rows = []
    for kind, *args in layers:
        count = 0
        if kind == "conv2d":
            channels, k, stride, padding = args
            count = conv_params(shape[0], channels, k)
            shape = (channels, *(output_size(n, k, stride, padding) for n in shape[1:]))
        elif kind == "max_pool2d":
            shape = (shape[0], *(output_size(n, args[0], args[0]) for n in shape[1:]))
        elif kind == "flatten":
            n = 1
            for s in shape:
                n *= s
            shape = (n,)
        elif kind == "linear":
            count = linear_params(shape[0], args[0])
            shape = (args[0],)
        rows.append((shape, count))
    return rows
