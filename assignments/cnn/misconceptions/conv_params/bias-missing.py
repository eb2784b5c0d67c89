"""Compare with the 640 of the first layer: how many are missing, and what does a layer have as many of?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * in_channels * kernel_size**2
