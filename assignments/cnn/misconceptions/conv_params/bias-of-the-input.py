"""Does a layer have a bias for each channel that comes in, or for each that goes out?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * in_channels * kernel_size**2 + bias * in_channels
