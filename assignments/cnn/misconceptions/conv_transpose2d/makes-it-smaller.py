"""Print the shapes of `y` and of your result, for stride 2. Which of the two should be larger?"""

from convolution import correlate2d_strided


def conv_transpose2d(y, k, stride=1):
    p, q = k.shape
    return correlate2d_strided(y, k, stride, padding=(p // 2, q // 2))
