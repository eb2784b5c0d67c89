import torch
from convolution import output_size, pad2d, pair


def max_pool2d(x, k, stride=None, padding=0):
    kh, kw = pair(k)
    sh, sw = pair(k) if stride is None else pair(stride)
    ph, pw = pair(padding)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding={padding} is more than half of k={k}")
    oh = output_size(x.shape[2], kh, sh, ph)
    ow = output_size(x.shape[3], kw, sw, pw)
    xp = pad2d(x, padding, float("-inf"))
    shifted = [
        xp[:, :, i : i + oh * sh : sh, j : j + ow * sw : sw] for i in range(kh) for j in range(kw)
    ]
    return torch.stack(shifted).max(dim=0).values


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = pair(k) if stride is None else pair(stride)
    oh = output_size(x.shape[2], kh, sh)
    ow = output_size(x.shape[3], kw, sw)
    dx = torch.zeros_like(x)
    for i in range(oh):
        for j in range(ow):
            r, c = i * sh, j * sw
            window = x[:, :, r : r + kh, c : c + kw].reshape(*x.shape[:2], -1)
            one_hot = torch.zeros_like(window)
            one_hot.scatter_(2, window.argmax(2, keepdim=True), dout[:, :, i, j].unsqueeze(2))
            dx[:, :, r : r + kh, c : c + kw] += one_hot.reshape(*x.shape[:2], kh, kw)
    return dx


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    kh, kw = pair(k)
    stride = pair(k) if stride is None else pair(stride)
    total = window_sums(pad2d(x, padding), kh, kw, stride)
    if count_include_pad:
        return total / (kh * kw)
    ones = pad2d(torch.ones_like(x[:1, :1]), padding)
    return total / window_sums(ones, kh, kw, stride)


def window_sums(xp, kh, kw, stride):
    sh, sw = stride
    oh, ow = output_size(xp.shape[2], kh, sh), output_size(xp.shape[3], kw, sw)
    parts = [xp[:, :, i : i + oh * sh : sh, j : j + ow * sw : sw] for i in range(kh) for j in range(kw)]
    return sum(parts[1:], parts[0])
