"""Print the type of your result. Can a layer have half a parameter?"""

import math


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * (in_channels * math.pow(kernel_size, 2) + bias)
