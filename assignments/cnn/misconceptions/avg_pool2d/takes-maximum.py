"""Work out the first window of the docstring's example by hand. Does your number take all of its entries into account?
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
            y[:, :, i, j] = padded[:, :, down, across].amax(dim=(2, 3))
    return y
