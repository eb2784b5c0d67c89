"""The filters of the network's second convolution have the shape (64, 3, 3). How many weights is that?"""


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * (kernel_size**2 + bias)
