# %% [markdown]
# # Training, and measuring what came of it
#
# The network of `network.py` knows nothing yet. In this file it learns: you write one step of training, the
# measurement of accuracy, the loop over the data, and the figure that shows how it went.
#
# Throughout, `model` is any `nn.Module` that maps a batch `x` to logits of shape (N, classes), and `y` holds
# the N right classes. Batches arrive on the device that the model is on.

# %%
from dataclasses import dataclass, field

import matplotlib.pyplot as plt
import torch
from matplotlib.figure import Figure
from torch import nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader, Dataset, default_collate

# %% [markdown]
# ## How wrong is it? The loss
#
# **Cross-entropy** looks at the probability p that the network gives the right class (softmax makes
# probabilities of the logits), and says -ln p. For p = 1 that is 0; for p = 1/10, which is guessing among ten
# classes, ln 10 = 2.30; and the surer the network is of a wrong class, the larger it gets. The loss of a batch
# is the mean over its examples. `nn.CrossEntropyLoss()` does it all: it takes logits, float (N, 10), and
# labels, int64 (N,).
#
# ## Which way is better? Gradients and Adam
#
# The *gradient* says for each of the 795,010 parameters how the loss changes if that parameter grows a little.
# `loss.backward()` computes it and **adds** it to what is already in each parameter's `.grad`. An *optimiser*
# then moves the parameters. Plain gradient descent (`torch.optim.SGD`) goes a step of learning rate times
# gradient downhill. **Adam** keeps running means of each parameter's gradient and of its square, and so finds a
# step size for each; this lab uses it with learning rate 0.001.
#
# ## One step
#
# A step of training on one batch has five parts, and their order matters:
#
# 1. **Train mode** (`model.train()`). Some layers, such as dropout and batch normalisation, work one way while
#    the network learns and another way while it is used. Yours has none of them; the function is to be right for
#    networks that do, whatever mode they come in.
# 2. **Forget old gradients.** Whatever `.grad` holds from before is not this batch's.
# 3. **Forward**: logits, and from them the loss, with the loss function that you are given.
# 4. **Backward**: the gradients.
# 5. **Step**: the optimiser, the one that you are given, moves the parameters. Once.
#
# What comes back is the loss of part 3, before the parameters moved, as a Python number. A tensor would drag
# along all that is needed to differentiate it, for as long as somebody keeps it: `.item()` leaves that behind.


# %%
def train_batch(x: torch.Tensor, y: torch.Tensor, model: nn.Module, opt: Optimizer, loss_fn: nn.Module) -> float:
    """Train the model on one batch, with one step of the optimiser.

    Args:
        x: A batch of inputs.
        y: What is right for each of them.
        model: The network; it is trained in train mode, whatever mode it comes in.
        opt: The optimiser, over the parameters that are to be moved.
        loss_fn: Called with the model's output and `y`, gives a loss without axes.

    Returns:
        The loss of this batch before the step, a Python float.
    """
    raise NotImplementedError


# %% [markdown]
# ## How often is it right? Accuracy
#
# The loss is made for gradients; people want to know the share of right answers. The network's answer is the
# class with the largest score. Scores have shape (N, classes): mind along which of the two axes the largest is
# to be found.
#
# Measuring must not disturb training:
#
# - **Eval mode** (`model.eval()`), so that dropout lets everything through and the same image gets the same
#   answer every time. Afterwards the model is again in the mode that it came in, whichever that was;
#   `model.training` tells it.
# - **No gradients.** Under `torch.no_grad()` torch does not take notes for a backward pass that never comes,
#   which saves time and memory.


# %%
def accuracy(x: torch.Tensor, y: torch.Tensor, model: nn.Module) -> float:
    """Return the share of a batch that the model gets right, measured in eval mode and without gradients.

    Args:
        x: A batch of inputs.
        y: The right classes, int64 (N,).
        model: The network: N inputs give logits (N, classes). Afterwards it is in the mode that it came in.

    Returns:
        A Python float from 0 to 1.

    Example:
        >>> scores = torch.tensor([[2.0, 1.0, 0.0], [0.5, 3.0, 1.0], [1.0, 2.0, 0.0], [0.0, 0.0, 4.0]])
        >>> accuracy(scores, torch.tensor([0, 1, 0, 2]), nn.Identity())
        0.75
    """
    raise NotImplementedError


# %% [markdown]
# ## A whole dataset
#
# A dataset rarely divides into full batches. Of 10,000 test images in batches of 32, the 313th batch holds 16.
# A mean over the batches' accuracies would count each of those 16 images twice as much as any other; the right
# number counts **every example the same**.
#
# A reported result can give such a mean away. For the network of this lab a test accuracy of 0.8813897967 was
# once published, and 0.8813897967 · 10,000 = 8813.9 is no whole number of images.
#
# A second habit: do not shuffle what you only measure. Counted rightly, the order makes no difference, and if
# you find one, something else is wrong.


# %%
def evaluate(loader: DataLoader, model: nn.Module) -> float:
    """Return the share of all examples of a loader that the model gets right, each example weighted equally.

    Args:
        loader: Gives batches (x, y); they need not be of one size.
        model: The network. Afterwards it is in the mode that it came in.

    Returns:
        A Python float from 0 to 1.
    """
    raise NotImplementedError


# %% [markdown]
# ## Epochs
#
# One pass over all training batches is an **epoch**: 60,000 images in batches of 32 are 1,875 steps. A few
# epochs make a training run, and after each of them you measure:
#
# - the **loss**, as the mean over the epoch's batches (or over its examples: either is fine here). You have
#   these numbers already; each was measured before its own step.
# - the accuracy on the **training** set and the accuracy on the **test** set, both when the epoch is over.
#
# The record is a `History`, which is given.


# %%
@dataclass
class History:
    """What was measured in each epoch; three lists of the same length.

    Attributes:
        loss: Mean loss of the training batches.
        train_accuracy: Share of the training examples that are right after the epoch, 0 to 1.
        test_accuracy: Share of the test examples that are right after the epoch, 0 to 1.
    """

    loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    test_accuracy: list[float] = field(default_factory=list)


# %%
def fit(
    model: nn.Module,
    train_dl: DataLoader,
    test_dl: DataLoader,
    n_epochs: int,
    opt: Optimizer,
    loss_fn: nn.Module,
) -> History:
    """Train the model for some epochs, and measure it after each.

    Args:
        model: The network, trained in place.
        train_dl: The training batches; an epoch takes each of them once, in the loader's order.
        test_dl: The test batches, which are only measured.
        n_epochs: How many times to go over the training batches.
        opt: The optimiser.
        loss_fn: The loss.

    Returns:
        A History with `n_epochs` Python floats in each list.
    """
    raise NotImplementedError


# %% [markdown]
# ## Curves, and how to read them
#
# A curve over epochs shows more than the last number:
#
# | what you see | what it means |
# |---|---|
# | the loss falls, both accuracies rise | it is learning |
# | both are still rising at the end | more epochs would help |
# | training accuracy goes on rising, test accuracy does not | it learns the training images by heart: *overfitting* |
# | both accuracies stay low | the network is too small, or something in the step is wrong |
# | the loss jumps, grows or becomes `nan` | the learning rate is too large |
#
# That only works if each curve is what its name says. A curve that is called test accuracy and was measured on
# the training images looks better than it should, and shows no overfitting, ever.
#
# Draw the loss and both accuracies against the number of the epoch, which starts at 1: that is how many times
# the network has seen the data. One pair of axes or several, as you like; the reader must be able to tell which
# accuracy is which, by a legend (the word *train* or *test* in it) or by the title of the axes. Every call
# makes a new figure and returns it.


# %%
def plot_curves(history: History) -> Figure:
    """Return a figure of the loss and both accuracies over the epochs 1 to n.

    Args:
        history: Of n epochs, n at least 1.

    Returns:
        A new figure with three curves, the accuracies named as train and test in a legend or in their axes' title.
    """
    raise NotImplementedError


# %% [markdown]
# ## Try it
#
# Now all of it at once: `python training.py` trains your network on your dataset for five epochs. Without a GPU
# that takes a few minutes. This loader moves whole batches to the network's device, once each.


# %%
def make_loader(dataset: Dataset, device: str, batch_size: int = 32, *, shuffle: bool = False) -> DataLoader:
    """Return a DataLoader whose batches arrive on the device."""
    return DataLoader(
        dataset,
        batch_size=batch_size,
        shuffle=shuffle,
        collate_fn=lambda items: [part.to(device) for part in default_collate(items)],
    )


# %%
if __name__ == "__main__":
    from data import FMNISTDataset
    from network import make_mlp
    from support.fashion_mnist import load

    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(0)  # decides the first weights and the order of the images
    train_dl = make_loader(FMNISTDataset(*load(train=True)), device, shuffle=True)
    test_dl = make_loader(FMNISTDataset(*load(train=False)), device)

    model = make_mlp().to(device)
    opt = torch.optim.Adam(model.parameters(), lr=0.001)
    history = fit(model, train_dl, test_dl, 5, opt, nn.CrossEntropyLoss())
    print(history)
    plot_curves(history)
    plt.show()

# %% [markdown]
# ## What one number is worth
#
# A test accuracy of about 88 % after five epochs is what to expect. Before you compare it with anybody else's:
#
# - **The seed.** Run it again with another one: first weights and order of the images change, and so does the
#   result, by a few tenths of a percent up to more than one. A difference of that size between two networks says
#   nothing, unless each was trained with several seeds. Without a fixed seed, you cannot even repeat your own.
# - **The test set is for the end.** If you try ten learning rates and keep the one with the best test accuracy,
#   that accuracy is too good: you chose it. Set aside some *training* images for such choices, a **validation
#   set** (`torch.utils.data.random_split` does it), and look at the test set once. `fit` does not mind which
#   loader it gets in the place of `test_dl`.
# - **What differs.** The digits' 96 % and the clothes' 88 % come from the same network and the same settings, so
#   they compare the data. In the next lab a convolutional network with fewer parameters does better on the same
#   clothes. Then ask how much of the difference is the network's, and what else changed.
#
# The last points of this lab are for your network on your dataset: the grader trains it with a loop of its own
# (Adam with learning rate 0.001, cross-entropy, batches of 32) and measures it on test images. The network of
# this lab passes with room to spare; nothing has to be tuned.
