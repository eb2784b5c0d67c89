import torch


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride has to be positive, it is %d" % stride)
    if padding < 0:
        raise ValueError("padding cannot be negative, it is %d" % padding)
    if k > n + 2 * padding:
        raise ValueError("kernel k=%d does not fit into %d + 2 * %d" % (k, n, padding))
    return len(range(0, n + 2 * padding - k + 1, stride))


def correlate2d(a, k):
    return correlate2d_strided(a, k)


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding cannot be negative, it is {padding}")
    lead, (h, w) = a.shape[:-2], a.shape[-2:]
    side = a.new_full((*lead, h, pw), value)
    lid = a.new_full((*lead, ph, w + 2 * pw), value)
    return torch.cat([lid, torch.cat([side, a, side], dim=-1), lid], dim=-2)


def correlate2d_strided(a, k, stride=1, padding=0):
    return conv2d(a[None, None], k[None, None], None, stride, padding)[0, 0]


def conv2d(x, w, b, stride=1, padding=0):
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    kh, kw = w.shape[-2:]
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels and w has {w.shape[1]}")
    oh = output_size(x.shape[2], kh, sh, ph)
    ow = output_size(x.shape[3], kw, sw, pw)

    xp = pad2d(x, padding)
    out = x.new_zeros(x.shape[0], oh, ow, w.shape[0])
    # one shifted image per kernel entry
    for i in range(kh):
        for j in range(kw):
            part = xp[:, :, i : i + oh * sh : sh, j : j + ow * sw : sw]
            out += part.permute(0, 2, 3, 1) @ w[:, :, i, j].T
    if b is not None:
        out += b
    return out.permute(0, 3, 1, 2)


def convolve2d(a, k):
    return correlate2d(a, k.flip(0, 1))


def conv_matrix(k, h, w):
    p, q = k.shape
    oh, ow = output_size(h, p), output_size(w, q)
    # row after row: the kernel laid on an empty image, flattened
    m = k.new_zeros(oh, ow, h, w)
    for i in range(oh):
        for j in range(ow):
            m[i, j, i : i + p, j : j + q] = k
    return m.reshape(oh * ow, h * w)


def conv_transpose2d(y, k, stride=1):
    if stride < 1:
        raise ValueError("stride has to be positive, it is %d" % stride)
    p, q = k.shape
    h, w = y.shape
    out = y.new_zeros((h - 1) * stride + p, (w - 1) * stride + q)
    for i in range(h):
        for j in range(w):
            out[i * stride : i * stride + p, j * stride : j * stride + q] += y[i, j] * k
    return out
