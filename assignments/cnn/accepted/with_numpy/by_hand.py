"""The computer does the arithmetic, one function for each kind of layer."""

import numpy as np
import torch
from convolution import correlate2d_strided, output_size
from pooling import max_pool2d

A = torch.tensor(
    [
        [12.0, 2, 29, 4, 1, 2, 3],
        [5, 21, 7, 8, 36, 6, 7],
        [9, 10, 11, 12, 9, 10, 11],
        [13, 14, 15, 16, 13, 14, 15],
        [7, 5, 10, 4, 28, 20, 3],
        [25, 19, 12, 8, 5, 20, 32],
        [9, 10, 11, 12, 21, 10, 11],
    ]
)
B = torch.tensor([[1.0, 1, 1], [1, -2, 1], [1, 1, 1]])


def in_pairs():
    c = max_pool2d(A.reshape(1, 1, 7, 7), 2).reshape(3, 3)
    d = correlate2d_strided(c, B, stride=1, padding=2)
    e = correlate2d_strided(d, B, stride=3)
    return c, d, e


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return (in_channels * kernel_size**2 + int(bias)) * out_channels


def linear_params(in_features, out_features, bias=True):
    return (in_features + int(bias)) * out_features


def _conv2d(shape, filters, k, stride, padding):
    channels, *sides = shape
    return (filters, *(output_size(s, k, stride, padding) for s in sides)), conv_params(channels, filters, k)


def _max_pool2d(shape, k):
    return (shape[0], *(output_size(s, k, k) for s in shape[1:])), 0


def _relu(shape):
    return shape, 0


def _flatten(shape):
    return (int(np.prod(shape)),), 0


def _linear(shape, features):
    return (features,), linear_params(shape[0], features)


KINDS = {"conv2d": _conv2d, "max_pool2d": _max_pool2d, "relu": _relu, "flatten": _flatten, "linear": _linear}


def layer_table(layers, input_shape):
    table = []
    shape = tuple(input_shape)
    for kind, *arguments in layers:
        shape, parameters = KINDS[kind](shape, *arguments)
        table.append((shape, parameters))
    return table
