import torch


def total(x: torch.Tensor) -> torch.Tensor:
    return x.sum() + 1


def smooth(x: torch.Tensor, k: int) -> torch.Tensor:
    places = len(x) - k + 1
    return torch.stack([x[i : i + k - 1].sum() for i in range(places)])


def average(x: torch.Tensor) -> float:
    return float(smooth(x, len(x))[0] / (len(x) - 1))


def parity(n: int) -> bool:
    return n % 2 == 0
