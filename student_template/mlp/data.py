# %% [markdown]
# # Fashion-MNIST, as rows of numbers
#
# In this lab a computer learns to tell a shirt from a shoe. You write all that it takes with your own hands:
# the dataset, the network, the step of training, the measurement, and the figures that show how it went.
#
# **Fashion-MNIST** is made like MNIST, the handwritten digits, and is harder: 60,000 images to train on and
# 10,000 to test with, grey, 28 pixels high and 28 wide, each of a piece of clothing in one of ten classes.
# The network of this lab was reported to get about 96 % of the digits right, and about 88 % of the clothes.
#
# ## Tensors and axes
#
# The data come as `torch.Tensor`s:
#
# | | dtype | shape | what is in it |
# |---|---|---|---|
# | `x_train` | uint8 | (60000, 28, 28) | greys, 0 (black) to 255 (white) |
# | `y_train` | int64 | (60000,) | the class of each image, 0 to 9 |
# | `x_test` | uint8 | (10000, 28, 28) | |
# | `y_test` | int64 | (10000,) | |
#
# An *axis* is what you index along. `x_train` has three of them, (N, H, W): which image, which row, which
# column. So `x_train[7]` is one image of shape (28, 28), and `x_train[7, 0]` the topmost row of it. You will
# often meet (N, C, H, W), where C counts channels (3 for colours); grey images from these files have no such
# axis, not even one of length 1. `y_train` has one axis, and `y_train[7]` none: it is a single number.

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.figure import Figure
from torch.utils.data import Dataset

# %% [markdown]
# The labels are numbers; these are the names that go with them, in order. Label 2 is a pullover.

# %%
CLASS_NAMES = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
]

# %% [markdown]
# ## The dataset
#
# Training goes in small steps, each on a *batch* of images. Two classes of PyTorch share the work of making
# batches:
#
# - A `Dataset` knows the data. It has a length, and it can be asked for its i-th item. You write this one.
# - A `DataLoader` knows the order. It asks the dataset for items, one by one, in their order or shuffled, and
#   stacks them along a new first axis.
#
# ```text
# dataset[0]   (784,)    9 ─┐
# dataset[1]   (784,)    0  ├─  DataLoader(dataset, batch_size=3)  ─>  x (3, 784)   y (3,) = [9, 0, 2]
# dataset[2]   (784,)    2 ─┘
# ```
#
# A perceptron takes a row of numbers and knows nothing of rows and columns of an image, so an item is the
# image as one row of 28 · 28 = 784 pixels, read line by line, together with its label.
#
# - **Scale.** Pixels become float32 numbers from 0 to 1: divide by 255, once, whatever the brightest pixel at
#   hand is. Training starts better from small numbers, and a linear layer cannot multiply bytes.
# - **Labels.** The loss that you will use wants int64. The labels that come in may have another integer dtype.
# - **Memory order.** The images may be a transposed or permuted view of something else. `Tensor.view` refuses
#   some of those, `reshape` copies where it has to. (Both are methods of the tensor; there is no `torch.view`.)
# - **Not here: the device.** To move each item to the GPU in `__getitem__` means 60,000 tiny copies an epoch,
#   and a `DataLoader` with worker processes breaks on it. Items stay where the data are; whole batches move.


# %%
class FMNISTDataset(Dataset):
    """Fashion-MNIST's images as rows of 784 numbers in 0..1, and their labels.

    Args:
        x: Images, uint8, shape (N, 28, 28), in any memory order.
        y: Labels 0..9, any integer dtype, shape (N,).

    Example:
        >>> x = torch.full((5, 28, 28), 51, dtype=torch.uint8)
        >>> dataset = FMNISTDataset(x, torch.tensor([3, 1, 4, 1, 5]))
        >>> image, label = dataset[2]
        >>> len(dataset), image.shape, image[0], label
        (5, torch.Size([784]), tensor(0.2000), tensor(4))
    """

    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        """Return the number of images."""
        raise NotImplementedError

    def __getitem__(self, i: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return image i, float32 (784,) in 0..1, and its label, an int64 tensor without axes."""
        raise NotImplementedError


# %% [markdown]
# ## Look at the data
#
# Before you train on data, look at them: are the images upright, and do the labels fit? A label that reads
# "Sneaker" is checked at a glance, a label that reads 7 is not.
#
# `show_samples` draws the first n images of the raw `x`, of shape (N, 28, 28), side by side.
#
# - `plt.subplots(rows, columns)` makes a figure with its axes ("axes" is matplotlib's word for one plot; it
#   has nothing to do with those of a tensor). Every call of yours makes a new figure.
# - `imshow` colours numbers with a colour map of its own choice unless you name one. These images are grey:
#   `cmap="gray"`, or a reversed one if you like dark clothes on white.
# - **Return the figure.** A notebook shows it, a script can save it, and a test can look at what is in it;
#   `plt.show()` gives nothing back.


# %%
def show_samples(x: torch.Tensor, y: torch.Tensor, n: int = 4) -> Figure:
    """Return a figure of the first n images in a row, in grey, each titled with the name of its class.

    Args:
        x: Images, uint8, shape (N, 28, 28).
        y: Labels 0..9, any integer dtype, shape (N,).
        n: How many images, from 1 to N.

    Returns:
        A new figure with n axes: on each one image, and as its title one of CLASS_NAMES.
    """
    raise NotImplementedError


# %% [markdown]
# ## Try it
#
# With `python data.py` this cell loads Fashion-MNIST and shows the first images of the training set. `load`
# looks for the four files on your machine and says how to get them if they are not there. Nothing below the
# `if` runs when another file, or a test, imports this one.

# %%
if __name__ == "__main__":
    from support.fashion_mnist import load

    x_train, y_train = load(train=True)
    x_test, y_test = load(train=False)
    print(x_train.shape, x_train.dtype, y_train.shape, y_train.dtype)
    print(x_test.shape, x_test.dtype, y_test.shape, y_test.dtype)
    show_samples(x_train, y_train, n=6)
    plt.show()
