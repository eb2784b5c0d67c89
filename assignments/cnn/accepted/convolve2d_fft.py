"""A product of Fourier transforms, cut to the places where the kernel lies on the matrix."""

import torch


def convolve2d(a, k):
    (m, n), (p, q) = a.shape, k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p} by {q} but the matrix a only {m} by {n}")
    spectrum = torch.fft.rfft2(a) * torch.fft.rfft2(k, s=(m, n))
    return torch.fft.irfft2(spectrum, s=(m, n))[p - 1 :, q - 1 :]
