import torch


def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """Return `value` as (height, width): 3 becomes (3, 3), and (3, 5) stays as it is."""
    return value if isinstance(value, tuple) else (value, value)


def output_size(n: int, k: int, stride: int = 1, padding: int = 0) -> int:
    if stride < 1:
        raise ValueError(f"stride should be >= 1 but is {stride}")
    if padding < 0:
        raise ValueError(f"padding should be >= 0 but is {padding}")
    if k > n + 2 * padding:
        raise ValueError(f"k is {k}, that is more than {n + 2 * padding}")
    return (n - k + 2 * padding) // stride + 1


def correlate2d(a: torch.Tensor, k: torch.Tensor) -> torch.Tensor:
    m, n = a.shape
    p, q = k.shape
    result = torch.zeros((output_size(m, p), output_size(n, q)), dtype=a.dtype)
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = torch.sum(a[i : i + p, j : j + q] * k)
    return result


def pad2d(a: torch.Tensor, padding: int | tuple[int, int], value: float = 0.0) -> torch.Tensor:
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding should be >= 0 but is {padding}")
    h, w = a.shape[-2], a.shape[-1]
    result = torch.full(a.shape[:-2] + (h + 2 * ph, w + 2 * pw), value, dtype=a.dtype)
    result[..., ph : h + ph, pw : w + pw] = a
    return result


def correlate2d_strided(
    a: torch.Tensor,
    k: torch.Tensor,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    # works for stride=2 :)
    sh, sw = pair(stride)
    a = pad2d(a, padding)
    p, q = k.shape
    h, w = output_size(a.shape[0], p, sh), output_size(a.shape[1], q, sw)
    result = torch.zeros(h, w, dtype=a.dtype)
    for i in range(h):
        for j in range(w):
            result[i, j] = torch.sum(a[i * sh : i * sh + p, j * sh : j * sh + q] * k)
    return result


def conv2d(
    x: torch.Tensor,
    w: torch.Tensor,
    b: torch.Tensor | None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    raise NotImplementedError


def convolve2d(a, k):
    raise NotImplementedError


def conv_matrix(k, h, w):
    raise NotImplementedError


def conv_transpose2d(y, k, stride=1):
    raise NotImplementedError
