import torch


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def output_size(n, k, stride=1, padding=0):
    assert_ok(n, k, stride, padding)
    return (n + 2 * padding - k) // stride + 1


def assert_ok(n, k, stride, padding):
    if stride < 1:
        raise ValueError(f"bad stride {stride}")
    if padding < 0:
        raise ValueError(f"bad padding {padding}")
    if n + 2 * padding < k:
        raise ValueError(f"kernel {k} too big for {n + 2 * padding}")


def correlate2d(a, k):
    return correlate2d_strided(a, k, 1, 0)


def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError(f"bad padding {padding}")
    shape = list(a.shape)
    shape[-2] += 2 * ph
    shape[-1] += 2 * pw
    out = torch.full(shape, value, dtype=a.dtype, device=a.device)
    out.narrow(-2, ph, a.shape[-2]).narrow(-1, pw, a.shape[-1]).copy_(a)
    return out


def correlate2d_strided(a, k, stride=1, padding=0):
    # C[i, j] = sum A[i - k, j - l] B[k, l], so the kernel is turned round
    k = torch.flip(k, dims=(0, 1))
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    assert_ok(a.shape[0], k.shape[0], sh, ph)
    assert_ok(a.shape[1], k.shape[1], sw, pw)
    windows = pad2d(a, padding).unfold(0, k.shape[0], sh).unfold(1, k.shape[1], sw)
    return (windows * k).sum(dim=(2, 3))


def conv2d(x, w, b, stride=1, padding=0):
    w = torch.flip(w, dims=(2, 3))
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"number of channels of x is {x.shape[1]}, of w {w.shape[1]}")
    assert_ok(x.shape[2], w.shape[2], sh, ph)
    assert_ok(x.shape[3], w.shape[3], sw, pw)
    windows = pad2d(x, padding).unfold(2, w.shape[2], sh).unfold(3, w.shape[3], sw)
    out = torch.tensordot(windows, w, dims=([1, 4, 5], [1, 2, 3])).movedim(3, 1)
    if b is not None:
        out = out + b.reshape(1, -1, 1, 1)
    return out


def convolve2d(a, k):
    raise NotImplementedError


def conv_matrix(k, h, w):
    raise NotImplementedError


def conv_transpose2d(y, k, stride=1):
    raise NotImplementedError
