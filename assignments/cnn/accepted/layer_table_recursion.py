"""The first row, and the table of the rest."""

import math

from by_hand import conv_params, linear_params
from convolution import output_size


def _first(layer, shape):
    kind, *numbers = layer
    if kind == "conv2d":
        filters, k, stride, padding = numbers
        sides = (output_size(side, k, stride, padding) for side in shape[1:])
        return (filters, *sides), conv_params(shape[0], filters, k)
    if kind == "max_pool2d":
        return (shape[0], *(output_size(side, numbers[0], numbers[0]) for side in shape[1:])), 0
    if kind == "linear":
        return (numbers[0],), linear_params(*shape, numbers[0])
    return (shape if kind == "relu" else (math.prod(shape),)), 0


def layer_table(layers, input_shape):
    if not layers:
        return []
    row = _first(layers[0], tuple(input_shape))
    return [row, *layer_table(layers[1:], row[0])]
