"""Follow one number of one map through your reshape. At which filter and which place does it end up?"""

from convolution import output_size, pad2d, pair


def conv2d(x, w, b, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (n, c, height, width), (f, channels, kh, kw) = x.shape, w.shape
    if c != channels:
        raise ValueError(f"x has {c} channels and w has {channels}")
    rows, columns = output_size(height, kh, sh, ph), output_size(width, kw, sw, pw)
    padded = pad2d(x, (ph, pw))
    windows = padded.unfold(2, kh, sh).unfold(3, kw, sw)
    patches = windows.permute(0, 2, 3, 1, 4, 5).reshape(n, rows * columns, c * kh * kw)
    y = (patches @ w.reshape(f, -1).T).reshape(n, f, rows, columns)
    if b is not None:
        y = y + b[:, None, None]
    return y
