"""Try the docstring's example. How many biases do you count, and what does each of them belong to?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * in_channels * kernel_size**2 + bias * in_channels
