"""Try a kernel of size 2. How many weights has it, and how many do you count?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    reach = kernel_size // 2  # pixels on each side of the middle one
    weights = (2 * reach + 1) ** 2 * in_channels * out_channels
    return weights + out_channels if bias else weights
