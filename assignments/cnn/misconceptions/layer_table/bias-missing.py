"""Try the docstring's example. How many of the convolution's 456 parameters are missing, and what has it as many of?"""

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
            count = conv_params(c, out_channels, kernel_size, bias=False)
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
            count = linear_params(shape[0], layer[1], bias=False)
            shape = (layer[1],)
        table.append((shape, count))
    return table
