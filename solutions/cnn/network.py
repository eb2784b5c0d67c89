# %% [markdown]
# # A convolutional network
#
# A convolutional network has two parts. In the first, convolutions find features and pooling layers gather
# them into smaller maps; this part is what *feature learning* means. The second part is the perceptron that
# you know: the maps are flattened into one row of numbers, and linear layers turn it into ten scores.
#
# ## The parts in PyTorch
#
# - `nn.Conv2d(in_channels, out_channels, kernel_size, stride=1, padding=0, ...)` is your `conv2d` with
#   filters and biases that are learned. `in_channels` and `out_channels` count channels, not pixels. After
#   `padding` come `dilation` and `groups`, and only then `bias`: pass it by keyword.
# - `nn.MaxPool2d(kernel_size)` is your `max_pool2d`: the stride is the kernel's size unless you give another.
# - Flattening: `nn.Flatten()` in an `nn.Sequential`; in a `forward` of your own `x.flatten(1)`, or
#   `x.view(len(x), -1)`, which is a method of the tensor (there is no `torch.view`). The batch axis stays.
#
# ## The network
#
# For images of shape (1, 28, 28), with 3×3 convolutions without padding and 2×2 poolings:
#
# | layer | output shape | parameters |
# |---|---|---|
# | convolution, 64 filters | (64, 26, 26) | 640 |
# | max pooling | (64, 13, 13) | 0 |
# | ReLU | (64, 13, 13) | 0 |
# | convolution, 128 filters | (128, 11, 11) | 73,856 |
# | max pooling | (128, 5, 5) | 0 |
# | ReLU | (128, 5, 5) | 0 |
# | flatten | (3200,) | 0 |
# | linear | (200,) | 640,200 |
# | ReLU | (200,) | 0 |
# | linear | (10,) | 2,010 |
# | **all** | | **716,706** |
#
# Every row can be worked out, and your `layer_table` does. 28 pixels and a kernel of 3 give 26 places. A
# filter of the second convolution reaches through 64 channels: 64·3·3 weights and a bias, 577, and 128 of them
# make 73,856. 11 pixels pooled by 2 give 5, the last row and column are left out, and 128·5·5 = 3200. (The
# text of the lecture's slide speaks of 64 and 32 filters; its program and its table have 64 and 128.)
#
# You choose how to write it: an `nn.Sequential`, nested ones, a Module class of your own, pooling as a layer
# or as a function. ReLU and max pooling may change places, since the larger of two numbers stays the larger.
# What counts is the layers that learn, their shapes, and the function that the network computes.
#
# - The ten outputs are **logits**: any real numbers, no softmax. `nn.CrossEntropyLoss` applies it itself.
# - **Leave no ReLU out.** The network would still train, and to nearly the same accuracy on this data, so
#   accuracy alone does not show it.
# - `torchinfo.summary(make_cnn(), (1, 1, 28, 28))` prints the table above, if you have the package
#   `torchinfo`. (The lecture's `torchsummary`, one word, is an older one for the same purpose.)


# %%
from torch import nn


# %%
def make_cnn() -> nn.Module:
    """Return the network of the table above, freshly initialised: (N, 1, 28, 28) -> (N, 10) logits.

    Returns:
        A module with exactly 716,706 parameters.

    Example:
        >>> sum(p.numel() for p in make_cnn().parameters())
        716706
    """
    # BEGIN SOLUTION
    return nn.Sequential(
        nn.Conv2d(1, 64, kernel_size=3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(64, 128, kernel_size=3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )
    # END SOLUTION


# %% [markdown]
# ## Two layers that help in training
#
# **Batch normalisation.** While a network learns, the numbers that a layer receives drift and spread, because
# all layers before it change. `nn.BatchNorm2d(channels)` takes each channel, over all images of the batch and
# all pixels, subtracts the mean and divides by the standard deviation. Then it multiplies the channel by one
# learned number and adds another, so that nothing is lost: two parameters a channel. It is the *2d* one because
# its input has the axes (N, C, H, W); `nn.BatchNorm1d` is for (N, features). It stands directly behind a
# convolution, before the activation.
#
# **Dropout.** `nn.Dropout(0.5)` sets each number that passes to zero with probability one half, anew each time,
# and doubles the others. No unit can rely on a particular other one, which keeps a large layer from learning
# the training set by heart. Here it stands directly before the last linear layer, and so works on the 200
# numbers that this one receives. Behind the last layer it would strike out classes.
#
# **Both have two modes.** In training, batch normalisation uses the batch's own mean and variance and keeps a
# running average of them; dropout draws. After `net.eval()`, the running averages are used and dropout does
# nothing, so an image gets the same scores every time and in whatever batch it comes. Forget `eval` when you
# measure accuracy, and you measure another network.
#
# Write the network above once more, with these added: 717,090 parameters now, for 2·64 + 2·128 = 384 have come
# in. No class is needed. An `nn.Sequential` is a network by itself, written as the list of its layers, and its
# parts may be `nn.Sequential`s again.


# %%
def make_regularized() -> nn.Sequential:
    """Return the network of the table above with batch normalisation and dropout, freshly initialised.

    An `nn.BatchNorm2d` comes directly after each convolution and an `nn.Dropout(0.5)` directly before the last
    linear layer, with all other settings as they are by default. The rest is as in `make_cnn`.

    Returns:
        An `nn.Sequential`, nested or not, with exactly 717,090 parameters: (N, 1, 28, 28) -> (N, 10) logits.

    Example:
        >>> sum(p.numel() for p in make_regularized().parameters())
        717090
    """
    # BEGIN SOLUTION
    return nn.Sequential(
        nn.Conv2d(1, 64, kernel_size=3),
        nn.BatchNorm2d(64),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(64, 128, kernel_size=3),
        nn.BatchNorm2d(128),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(200, 10),
    )
    # END SOLUTION


# %% [markdown]
# ## Training it
#
# The last points of this lab are for a network that learns: the grader trains your `make_cnn()` on your
# `FMNISTDataset`, with a loop of its own (Adam with learning rate 0.001, cross-entropy, batches of 32), and
# measures the accuracy on test images. On a GPU it takes all 60,000 training images five times; without one
# it makes do with fewer images and asks for less. The network above passes with room to spare; nothing has to
# be tuned.
#
# The lecture trained both networks for five epochs with the same settings:
#
# | | parameters | time | test accuracy |
# |---|---|---|---|
# | perceptron | 795,010 | 43 s | 88.1 % |
# | convolutional network | 716,706 | 53 s | 91.2 % |
#
# Fewer parameters, and a quarter fewer mistakes: the convolutions have found features that the perceptron does
# not see, since it does not know which pixels are neighbours. Mind also what that comparison does not show. It
# is one run of each, without a fixed seed and without a validation set, and its accuracies are means over
# batches, of which the last is half as large as the others and counts as much. And 640,200 of the network's
# 716,706 parameters, 89 %, sit in its one large linear layer; the convolutions, which make the difference,
# have 74,496 between them. Fewer parameters is not less work, either: each weight of a filter is used at every
# pixel of a map.
