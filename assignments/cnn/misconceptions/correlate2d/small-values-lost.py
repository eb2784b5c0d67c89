"""Try the worked example with every entry of the matrix divided by a billion. What comes out, and what should?"""

import torch


def correlate2d(a, k):
    m, n = a.shape
    p, q = k.shape
    if p > m or q > n:
        raise ValueError(f"the kernel k is {p}x{q}, the matrix a only {m}x{n}")
    spectrum = torch.fft.rfft2(a) * torch.fft.rfft2(k, s=(m, n)).conj()
    c = torch.fft.irfft2(spectrum, s=(m, n))[: m - p + 1, : n - q + 1]
    c[c.abs() < 1e-6] = 0  # what a Fourier transform leaves in place of zero
    return c
