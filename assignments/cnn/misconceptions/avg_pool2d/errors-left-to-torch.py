"""Which kind of error does the docstring promise for a stride of 0? Which one do you get?"""

from convolution import pad2d, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    (kh, kw), (sh, sw) = pair(k), pair(k if stride is None else stride)

    def sums(images):
        return pad2d(images, padding).unfold(2, kh, sh).unfold(3, kw, sw).sum((-1, -2))

    if count_include_pad:
        return sums(x) / (kh * kw)
    return sums(x) / sums(x.new_ones(1, 1, *x.shape[2:]))
