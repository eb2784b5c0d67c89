"""Number the pixels of a 4×4 image from 0 to 15. Which four of them does your result (0, 0) look at?"""

from convolution import output_size, pad2d, pair


def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(k), pair(padding)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding {padding} is more than half of the window k = {k}")
    n, c, h, w = x.shape
    rows, columns = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    padded = pad2d(x, (ph, pw), float("-inf"))
    if (sh, sw) == (kh, kw):
        covered = padded[:, :, : rows * kh, : columns * kw]
        return covered.reshape(n, c, rows, columns, kh * kw).amax(-1)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw).amax((-2, -1))
