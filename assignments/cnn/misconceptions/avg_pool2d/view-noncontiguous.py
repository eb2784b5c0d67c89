"""Try an image whose axes were permuted. How does it lie in memory, and what does `view` need?"""

from convolution import output_size, pad2d, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if stride is None else stride), pair(padding)
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)

    def sums(maps):
        windows = pad2d(maps, padding).unfold(1, kh, sh).unfold(2, kw, sw)
        return windows.sum(dim=(-1, -2))

    count = kh * kw if count_include_pad else sums(x.new_ones(1, h, w))
    return (sums(x.view(n * c, h, w)) / count).reshape(n, c, rows, columns)
