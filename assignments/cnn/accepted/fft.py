"""Through the Fourier transform: a correlation is a product with the conjugate."""

import torch


def _pair(v):
    return v if isinstance(v, tuple) else (v, v)


def _correlate(x, w):
    size = x.shape[-2:]
    product = torch.fft.rfft2(x) * torch.fft.rfft2(w, s=size).conj()
    full = torch.fft.irfft2(product, s=size)
    return full[..., : size[0] - w.shape[-2] + 1, : size[1] - w.shape[-1] + 1]


def _ready(x, k, stride, padding):
    (sh, sw), (ph, pw) = _pair(stride), _pair(padding)
    for s in (sh, sw):
        if s < 1:
            raise ValueError(f"stride is {s}")
    for p in (ph, pw):
        if p < 0:
            raise ValueError(f"padding is {p}")
    padded = torch.nn.functional.pad(x, (pw, pw, ph, ph))
    if k.shape[-2] > padded.shape[-2] or k.shape[-1] > padded.shape[-1]:
        raise ValueError(f"kernel {tuple(k.shape[-2:])} > input {tuple(padded.shape[-2:])}")
    return padded, sh, sw


def correlate2d(a, k):
    padded, _, _ = _ready(a, k, 1, 0)
    return _correlate(padded, k)


def correlate2d_strided(a, k, stride=1, padding=0):
    padded, sh, sw = _ready(a, k, stride, padding)
    return _correlate(padded, k)[::sh, ::sw]


def conv2d(x, w, b, stride=1, padding=0):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"channels of x: {x.shape[1]}, of w: {w.shape[1]}")
    padded, sh, sw = _ready(x, w, stride, padding)
    size = padded.shape[-2:]
    product = torch.einsum("nchw,fchw->nfhw", torch.fft.rfft2(padded), torch.fft.rfft2(w, s=size).conj())
    full = torch.fft.irfft2(product, s=size)
    y = full[:, :, : size[0] - w.shape[2] + 1 : sh, : size[1] - w.shape[3] + 1 : sw]
    return y if b is None else y + b[None, :, None, None]
