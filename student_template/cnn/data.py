# %% [markdown]
# # Fashion-MNIST, as images
#
# Fashion-MNIST has the format of the digits of MNIST and is harder: 60,000 training and 10,000 test images,
# grey, 28×28 pixels, of clothes in ten classes. A multilayer perceptron that reaches about 96 % on the digits
# reaches about 88 % here.
#
# What comes from the files is one `uint8` tensor of shape (60000, 28, 28), values 0 to 255, and one tensor of
# labels. There is no channel axis yet: (60000, 28, 28) is (N, H, W), and a convolutional layer wants (N, C,
# H, W). So where the dataset of a perceptron makes a row of 784 numbers of each image, this one keeps the
# rows and columns and adds an axis of length 1.

# %%
import torch
from torch.utils.data import Dataset

# %% [markdown]
# ## The dataset
#
# A `Dataset` is anything that has a length and can be asked for its i-th item. A `DataLoader` asks it for
# items in some order and stacks them: 32 images of shape (1, 28, 28) become a batch of shape (32, 1, 28, 28),
# and 32 labels without axes become a batch of shape (32,).
#
# - **Scale.** Pixels become float32 numbers from 0 to 1: divide by 255, once, whatever the largest pixel at
#   hand is.
# - **Labels.** `nn.CrossEntropyLoss` wants int64. The files' labels may have another integer dtype.
# - **Memory order.** The images may be a transposed or permuted view, in which `view` may fail and `reshape`
#   does not.
# - **Not here: the device.** Moving each item to the GPU in `__getitem__` means 60,000 tiny copies an epoch,
#   and the worker processes of a `DataLoader` break on it. Items stay on the CPU, and the training loop moves
#   whole batches.


# %%
class FMNISTDataset(Dataset):
    """Fashion-MNIST's images with a channel axis, scaled to 0..1, and their labels.

    Args:
        x: Images, uint8, shape (N, 28, 28), in any memory order.
        y: Labels 0..9, any integer dtype, shape (N,).

    Example:
        >>> x = torch.full((5, 28, 28), 51, dtype=torch.uint8)
        >>> dataset = FMNISTDataset(x, torch.tensor([3, 1, 4, 1, 5]))
        >>> image, label = dataset[2]
        >>> len(dataset), image.shape, image[0, 0, 0], label
        (5, torch.Size([1, 28, 28]), tensor(0.2000), tensor(4))
    """

    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        """Return the number of images."""
        raise NotImplementedError

    def __getitem__(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return image i, float32 (1, 28, 28) in 0..1, and its label, an int64 tensor without axes."""
        raise NotImplementedError
