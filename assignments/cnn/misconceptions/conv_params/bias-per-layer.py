"""How many biases has a layer with 64 filters?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * in_channels * kernel_size**2 + bias
