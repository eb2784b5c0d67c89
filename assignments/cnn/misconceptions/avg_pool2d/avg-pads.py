"""Pool an image of ones with padding, and with `count_include_pad=False`. By which number is the corner's sum divided,
and by which should it be?
"""

from convolution import output_size, pad2d, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if stride is None else stride), pair(padding)
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    padded = pad2d(x, padding)
    y = x.new_zeros(n, c, rows, columns)
    for i in range(rows):
        for j in range(columns):
            down, across = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            count = kh * kw
            y[:, :, i, j] = padded[:, :, down, across].sum(dim=(2, 3)) / count
    return y
