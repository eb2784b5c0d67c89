"""Weights first, then the biases if there are any."""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    count = out_channels * in_channels * kernel_size * kernel_size
    if bias:
        count += out_channels
    return count


def linear_params(in_features, out_features, bias=True):
    count = in_features * out_features
    if bias:
        count += out_features
    return count
