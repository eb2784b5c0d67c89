"""The exercise as it was worked out on paper, and a table built row by row."""

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
    e = [[483]]
    return c, d, e


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    weights = in_channels * out_channels * kernel_size * kernel_size
    if bias:
        return weights + out_channels
    return weights


def linear_params(in_features, out_features, bias=True):
    weights = in_features * out_features
    if bias:
        return weights + out_features
    return weights


def layer_table(layers, input_shape):
    rows = []
    shape = tuple(input_shape)
    for layer in layers:
        params = 0
        if layer[0] == "conv2d":
            _, out_channels, kernel_size, stride, padding = layer
            channels, h, w = shape
            params = conv_params(channels, out_channels, kernel_size)
            h = output_size(h, kernel_size, stride, padding)
            w = output_size(w, kernel_size, stride, padding)
            shape = (out_channels, h, w)
        elif layer[0] == "max_pool2d":
            channels, h, w = shape
            shape = (channels, output_size(h, layer[1], layer[1]), output_size(w, layer[1], layer[1]))
        elif layer[0] == "flatten":
            count = 1
            for side in shape:
                count = count * side
            shape = (count,)
        elif layer[0] == "linear":
            params = linear_params(shape[0], layer[1])
            shape = (layer[1],)
        rows.append((shape, params))
    return rows
