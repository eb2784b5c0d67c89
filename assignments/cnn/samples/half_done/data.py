import torch
from torch.utils.data import Dataset


class FMNISTDataset(Dataset):
    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        self.x = x.reshape(-1, 1, 28, 28) / 255.0
        self.y = y.type(torch.LongTensor)

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.x[i], self.y[i]
