# %% [markdown]
# # By hand
#
# So far your functions did the work. Now it is your turn: an exercise with pencil and paper, and the
# arithmetic behind the layer table of a network, which tells you its shapes and its size before you have
# built it.
#
# Everything that you wrote so far is at hand, for doing the work or for checking it.

# %%
import math

import torch
from convolution import correlate2d_strided, output_size
from pooling import max_pool2d

# %% [markdown]
# ## In pairs
#
# ```text
#         A                                   B
# 12   2  29   4   1   2   3                 1   1   1
#  5  21   7   8  36   6   7                 1  -2   1
#  9  10  11  12   9  10  11                 1   1   1
# 13  14  15  16  13  14  15
#  7   5  10   4  28  20   3
# 25  19  12   8   5  20  32
#  9  10  11  12  21  10  11
# ```
#
# 1. Max pooling of A with 2×2 windows and stride 2 makes **C**.
# 2. Put a frame of zeros, 2 thick, around C. Convolve that with the kernel B: this is **D**.
# 3. Convolve D with the kernel B and stride 3: this is **E**.
#
# A convolution is what `correlate2d_strided` computes. Write down the sizes first: they tell you how often you
# will have to multiply. It is best done in twos, each working out half of D and checking the other's half.
# Then type what you found into `in_pairs`, or have the computer work it out.
#
# A check on D that costs little: with a frame as thick as the kernel minus one, every entry of C meets every
# entry of B exactly once. So the sum of D is the sum of C times the sum of B, and the sum of B is 6.
#
# Look at B once more. It is its own mirror image, left to right and top to bottom. Would this exercise have
# shown you that you had turned the kernel?

# %%
A = torch.tensor(
    [
        [12.0, 2, 29, 4, 1, 2, 3],
        [5, 21, 7, 8, 36, 6, 7],
        [9, 10, 11, 12, 9, 10, 11],
        [13, 14, 15, 16, 13, 14, 15],
        [7, 5, 10, 4, 28, 20, 3],
        [25, 19, 12, 8, 5, 20, 32],
        [9, 10, 11, 12, 21, 10, 11],
    ]
)
B = torch.tensor([[1.0, 1, 1], [1, -2, 1], [1, 1, 1]])


# %%
def in_pairs() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the three matrices of the exercise.

    Returns:
        C, D and E, each a matrix: a tensor with two axes, also where it has a single entry. Only values are
        compared: any integer or float dtype will do, and so will a list of rows in place of a tensor.
    """
    # BEGIN SOLUTION
    c = max_pool2d(A[None, None], 2)[0, 0]
    d = correlate2d_strided(c, B, padding=2)
    e = correlate2d_strided(d, B, stride=3)
    return c, d, e
    # END SOLUTION


# %% [markdown]
# ## How many numbers does a layer learn?
#
# A filter of a convolutional layer has one weight for each place of its kernel *and each channel of its
# input*; a layer has as many filters as its output has channels; and each filter has one bias. The size of the
# image does not enter, nor do stride and padding: those are chosen, not learned.
#
# In a linear layer each output has one weight for every input, and one bias. The bias of a layer can be left
# out (`bias=False` in PyTorch).
#
# Two layers to try them on: the convolution from 3 channels to 16 with 5×5 kernels has 1,216 parameters, and
# the linear layer from 4 numbers to 3 has 15.


# %%
def conv_params(in_channels: int, out_channels: int, kernel_size: int, bias: bool = True) -> int:
    """Return the number of parameters of a convolutional layer.

    Args:
        in_channels: Channels of its input.
        out_channels: Channels of its output, one for each filter.
        kernel_size: Rows, and columns, of the kernel.
        bias: Whether the layer has biases.

    Returns:
        The number of weights and biases, a Python int.

    Example:
        >>> conv_params(3, 16, 5), conv_params(3, 16, 5, bias=False)
        (1216, 1200)
    """
    # BEGIN SOLUTION
    return out_channels * (in_channels * kernel_size**2 + bias)
    # END SOLUTION


# %%
def linear_params(in_features: int, out_features: int, bias: bool = True) -> int:
    """Return the number of parameters of a linear layer.

    Args:
        in_features: Numbers that go in.
        out_features: Numbers that come out.
        bias: Whether the layer has biases.

    Returns:
        The number of weights and biases, a Python int.

    Example:
        >>> linear_params(4, 3), linear_params(4, 3, bias=False)
        (15, 12)
    """
    # BEGIN SOLUTION
    return out_features * (in_features + bias)
    # END SOLUTION


# %% [markdown]
# ## The table of a network
#
# `torchinfo.summary` prints a table for a network: one row a layer, with the shape of its output and the
# number of its parameters. Write the function that works out these two columns, for networks made of five
# kinds of layers.
#
# | layer | output shape for an input of shape (c, h, w) | parameters |
# |---|---|---|
# | `("conv2d", out_channels, kernel_size, stride, padding)` | (out_channels, h', w') | weights and biases |
# | `("max_pool2d", kernel_size)` | (c, h', w'), windows side by side, no padding | none |
# | `("relu",)` | as its input | none |
# | `("flatten",)` | (c·h·w,) | none |
# | `("linear", out_features)` | (out_features,), for an input of shape (in_features,) | weights and biases |
#
# All of these numbers are ints and hold for both directions; all layers with parameters have biases. The axis
# of the batch is left out of every shape (the lecture's printed tables write -1 for it). A `"linear"` only
# ever comes where the shape is flat, with one number.
#
# For instance, the perceptron of the lecture before, on images of shape (1, 28, 28):
#
# | layer | output shape | parameters |
# |---|---|---|
# | `("flatten",)` | (784,) | 0 |
# | `("linear", 1000)` | (1000,) | 785,000 |
# | `("relu",)` | (1000,) | 0 |
# | `("linear", 10)` | (10,) | 10,010 |
#
# That is 795,010 parameters. The "800 thousand weights" of which one hears are 794,000 weights and 1,010
# biases. The table of the convolutional network stands in `network.py`: work it out before you look.


# %%
def layer_table(
    layers: list[tuple[str | int, ...]],
    input_shape: tuple[int, ...],
) -> list[tuple[tuple[int, ...], int]]:
    """Return the output shape and the number of parameters of each layer of a network.

    Args:
        layers: The layers in the order in which they run, each written as in the table above.
        input_shape: The shape of one input without the axis of the batch, such as (1, 28, 28) or (784,).

    Returns:
        For each layer the shape of its output, a tuple of ints, and the number of its parameters, an int.

    Example:
        >>> layer_table([("conv2d", 6, 5, 1, 0), ("max_pool2d", 2), ("flatten",)], (3, 32, 32))
        [((6, 28, 28), 456), ((6, 14, 14), 0), ((1176,), 0)]
    """
    # BEGIN SOLUTION
    table = []
    shape = tuple(input_shape)
    for kind, *numbers in layers:
        parameters = 0
        if kind == "conv2d":
            filters, k, stride, padding = numbers
            parameters = conv_params(shape[0], filters, k)
            shape = (filters, *(output_size(side, k, stride, padding) for side in shape[1:]))
        elif kind == "max_pool2d":
            (k,) = numbers
            shape = (shape[0], *(output_size(side, k, stride=k) for side in shape[1:]))
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            (features,) = numbers
            parameters = linear_params(shape[0], features)
            shape = (features,)
        table.append((shape, parameters))
    return table
    # END SOLUTION
