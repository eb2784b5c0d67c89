"""Is your result larger or smaller than `y`? Which one is asked for?"""

from convolution import correlate2d_strided


def conv_transpose2d(y, k, stride=1):
    p, q = k.shape
    return correlate2d_strided(y, k, stride, padding=(p // 2, q // 2))
