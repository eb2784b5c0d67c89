"""Try stride 3 with padding 1, and count the places on a row of 7 for a kernel of 3. Where do you round?"""

import math

from by_hand import conv_params, linear_params


def places(n, kernel_size, stride, padding):
    return (n - kernel_size) // stride + 2 * padding // stride + 1


def layer_table(layers, input_shape):
    table = []
    shape = input_shape
    for layer in layers:
        count = 0
        if layer[0] == "conv2d":
            _, out_channels, kernel_size, stride, padding = layer
            c, h, w = shape
            count = conv_params(c, out_channels, kernel_size)
            h, w = places(h, kernel_size, stride, padding), places(w, kernel_size, stride, padding)
            shape = (out_channels, h, w)
        elif layer[0] == "max_pool2d":
            k = layer[1]
            c, h, w = shape
            shape = (c, places(h, k, k, 0), places(w, k, k, 0))
        elif layer[0] == "flatten":
            shape = (math.prod(shape),)
        elif layer[0] == "linear":
            count = linear_params(shape[0], layer[1])
            shape = (layer[1],)
        table.append((shape, count))
    return table
