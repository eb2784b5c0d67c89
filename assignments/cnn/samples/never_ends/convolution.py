import torch


def pair(value):
    if isinstance(value, int):
        return value, value
    return value


def output_size(n, k, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride={stride}")
    if padding < 0:
        raise ValueError(f"padding={padding}")
    last = n + 2 * padding - k
    if last < 0:
        raise ValueError(f"kernel k={k} is larger than {n + 2 * padding}")
    # walk until the kernel stands at the last position
    position, count = 0, 1
    while position != last:
        position += stride
        count += 1
    return count


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"kernel {p} x {q} is larger than {m} x {n}")
    out = torch.zeros(m - p + 1, n - q + 1, dtype=a.dtype)
    for i in range(p):
        for j in range(q):
            out += k[i, j] * a[i : i + m - p + 1, j : j + n - q + 1]
    return out


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding={padding}")
    out = a.new_full(a.shape[:-2] + (a.shape[-2] + 2 * ph, a.shape[-1] + 2 * pw), value)
    out[..., ph : ph + a.shape[-2], pw : pw + a.shape[-1]] = a
    return out


def correlate2d_strided(a, k, stride=1, padding=0):
    sh, sw = pair(stride)
    if sh < 1 or sw < 1:
        raise ValueError(f"stride={stride}")
    return correlate2d(pad2d(a, padding), k)[::sh, ::sw]


def conv2d(x, w, b, stride=1, padding=0):
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    n, c, height, width = x.shape
    f, wc, kh, kw = w.shape
    if c != wc:
        raise ValueError(f"x has {c} channels but w has {wc}")
    rows = output_size(height, kh, sh, ph)
    cols = output_size(width, kw, sw, pw)
    xp = pad2d(x, padding)
    out = torch.zeros(n, f, rows, cols, dtype=x.dtype)
    filters = w.reshape(f, -1)
    for i in range(rows):
        for j in range(cols):
            window = xp[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            out[:, :, i, j] = window.reshape(n, -1) @ filters.T
    if b is not None:
        out += b.reshape(f, 1, 1)
    return out


def convolve2d(a, k):
    raise NotImplementedError


def conv_matrix(k, h, w):
    raise NotImplementedError


def conv_transpose2d(y, k, stride=1):
    raise NotImplementedError
