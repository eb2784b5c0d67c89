"""Call your function twice with the same matrix and without padding. Do you get the same result?"""

from convolution import output_size, pad2d, pair


def correlate2d_strided(a, k, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    (m, n), (p, q) = a.shape, k.shape
    rows, columns = output_size(m, p, sh, ph), output_size(n, q, sw, pw)
    padded = a if (ph, pw) == (0, 0) else pad2d(a, (ph, pw))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * sh : i * sh + p, j * sw : j * sw + q]
            padded[i, j] = (window * k).sum()
    return padded[:rows, :columns]
