"""A convolution of each channel with equal weights."""

from convolution import conv2d, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    stride = k if stride is None else stride
    kh, kw = pair(k)
    n, c, h, w = x.shape
    ones = x.new_ones(1, 1, kh, kw)
    sums = conv2d(x.reshape(n * c, 1, h, w), ones, None, stride, padding)
    if count_include_pad:
        mean = sums / (kh * kw)
    else:
        mean = sums / conv2d(x.new_ones(1, 1, h, w), ones, None, stride, padding)
    return mean.reshape(n, c, *mean.shape[2:])
