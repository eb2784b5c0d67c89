"""Try the docstring's example. By how much is your first number too small, and what does that layer have as many of?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * in_channels * kernel_size**2
