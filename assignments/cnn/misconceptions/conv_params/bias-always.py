"""Try the docstring's example with `bias=False`. How many biases are left in your number?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * (in_channels * kernel_size**2 + 1)
