"""How many biases has one filter that reaches through 64 channels?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * in_channels * (kernel_size**2 + bias)
