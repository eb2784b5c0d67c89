"""What is the difference between your values with and without biases?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * (in_channels * kernel_size**2 + 1)
