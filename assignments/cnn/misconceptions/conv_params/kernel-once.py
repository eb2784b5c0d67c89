"""How many weights has a 3×3 kernel?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * (in_channels * kernel_size + bias)
