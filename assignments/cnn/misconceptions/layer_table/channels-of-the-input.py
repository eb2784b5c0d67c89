"""Try two convolutions, one after the other. How many channels does the second one see?"""

import math

from by_hand import conv_params, linear_params
from convolution import output_size


def layer_table(layers, input_shape):
    table = []
    shape = input_shape
    for layer in layers:
        count = 0
        if layer[0] == "conv2d":
            _, out_channels, kernel_size, stride, padding = layer
            c, h, w = shape
            count = conv_params(input_shape[0], out_channels, kernel_size)
            h = output_size(h, kernel_size, stride, padding)
            w = output_size(w, kernel_size, stride, padding)
            shape = (out_channels, h, w)
        elif layer[0] == "max_pool2d":
            k = layer[1]
            c, h, w = shape
            shape = (c, output_size(h, k, k), output_size(w, k, k))
        elif layer[0] == "flatten":
            shape = (math.prod(shape),)
        elif layer[0] == "linear":
            count = linear_params(shape[0], layer[1])
            shape = (layer[1],)
        table.append((shape, count))
    return table
