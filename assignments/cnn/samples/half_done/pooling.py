import torch
from convolution import output_size, pad2d, pair


def max_pool2d(
    x: torch.Tensor,
    k: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    raise NotImplementedError


def max_pool2d_backward(
    dout: torch.Tensor,
    x: torch.Tensor,
    k: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
) -> torch.Tensor:
    raise NotImplementedError


def avg_pool2d(x, k, stride=None, padding=0, count_include_pad=True):
    raise NotImplementedError
