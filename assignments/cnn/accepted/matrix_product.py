"""The convolution as one large matrix, mostly zeros."""

from convolution import output_size, pad2d, pair


def matrix(k, h, w, sh=1, sw=1):
    p, q = k.shape
    rows, cols = output_size(h, p, sh), output_size(w, q, sw)
    out = k.new_zeros(rows, cols, h, w)
    for i in range(rows):
        for j in range(cols):
            out[i, j, i * sh : i * sh + p, j * sw : j * sw + q] = k
    return out.view(rows * cols, h * w), (rows, cols)


def correlate2d(a, k):
    m, size = matrix(k, *a.shape)
    return (m @ a.reshape(-1)).view(size)


def correlate2d_strided(a, k, stride=1, padding=0):
    a = pad2d(a, padding)
    m, size = matrix(k, *a.shape, *pair(stride))
    return (m @ a.flatten()).view(size)


def conv2d(x, w, b, stride=1, padding=0):
    f, c = w.shape[:2]
    if c != x.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, not {c}")
    x = pad2d(x, padding)
    sh, sw = pair(stride)
    rows, cols = output_size(x.shape[2], w.shape[2], sh), output_size(x.shape[3], w.shape[3], sw)
    big = w.new_zeros(f, rows, cols, *x.shape[1:])
    for i in range(rows):
        for j in range(cols):
            big[:, i, j, :, i * sh : i * sh + w.shape[2], j * sw : j * sw + w.shape[3]] = w
    y = x.flatten(1) @ big.view(f * rows * cols, -1).T
    y = y.reshape(len(x), f, rows, cols)
    if b is None:
        return y
    return y + b[None, :, None, None].expand_as(y)
