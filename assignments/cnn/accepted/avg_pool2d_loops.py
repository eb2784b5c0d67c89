"""A loop over the windows that are cut off at the border."""

from convolution import output_size, pair


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    if stride is None:
        stride = k
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(stride), pair(padding)
    n, c, h, w = x.shape
    y = x.new_empty(n, c, output_size(h, kh, sh, ph), output_size(w, kw, sw, pw))
    for i in range(y.shape[2]):
        for j in range(y.shape[3]):
            top, left = i * sh - ph, j * sw - pw
            window = x[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw]
            if count_include_pad:
                y[:, :, i, j] = window.sum(dim=(2, 3)) / (kh * kw)
            else:
                y[:, :, i, j] = window.mean(dim=(2, 3))
    return y
