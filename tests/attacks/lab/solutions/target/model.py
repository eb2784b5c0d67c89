# %% [markdown]
# # A network
#
# Its data, and its layers.

# %%
import torch
from torch import nn
from torch.utils.data import Dataset


# %%
class Images(Dataset):
    """Images as numbers in 0..1, float32 (28, 28), each with its label.

    Args:
        images: Greys, uint8 (N, 28, 28).
        labels: Classes, int64 (N,).
    """

    def __init__(self, images: torch.Tensor, labels: torch.Tensor) -> None:
        # BEGIN SOLUTION
        self.greys = images.float() / 255
        self.classes = labels
        # END SOLUTION

    def __len__(self) -> int:
        """Return the number of images."""
        # BEGIN SOLUTION
        return len(self.greys)
        # END SOLUTION

    def __getitem__(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return image i and its label."""
        # BEGIN SOLUTION
        return self.greys[i], self.classes[i]
        # END SOLUTION


# %%
def make_net() -> nn.Module:
    """Return a network with 32 hidden units: (N, 28, 28) -> (N, 10) logits."""
    # BEGIN SOLUTION
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(28 * 28, 32),
        nn.ReLU(),
        nn.Linear(32, 10),
    )
    # END SOLUTION
