# %% [markdown]
# # A multilayer perceptron
#
# A *linear layer* multiplies a row of numbers with a matrix of weights and adds a row of biases. Two of them,
# one after the other, are still a linear function. What makes a network of them is a bend in between:
#
# ```text
# 784 pixels  ──  linear  ──>  1000 units  ──  ReLU  ──>  1000 units  ──  linear  ──>  10 scores
#                                              max(0, ·)
# ```
#
# The 1000 numbers in the middle are the **hidden layer**, and ReLU is the **activation**: it keeps what is
# positive and puts 0 for the rest. This is a multilayer perceptron with one hidden layer.
#
# ## The parts in PyTorch
#
# - `nn.Linear(in_features, out_features)` holds the weights, of shape (out_features, in_features), and the
#   biases, of shape (out_features,). Both start at random.
# - `nn.ReLU()` has nothing to learn; `torch.relu` is the same as a function.
# - `nn.Sequential(a, b, c)` runs its parts one after another. A class of your own that derives from `nn.Module`
#   and defines `forward` does as well. You choose.
#
# All of them work on batches: (N, 784) goes in and (N, 10) comes out, whatever N is.
#
# ## The numbers that are learned
#
# | layer | output shape | parameters |
# |---|---|---|
# | linear | (1000,) | 785,000 |
# | ReLU | (1000,) | 0 |
# | linear | (10,) | 10,010 |
# | **all** | | **795,010** |
#
# You can work out each row. The first layer has 784 · 1000 weights and 1000 biases, the second 1000 · 10
# weights and 10 biases. *Parameters* are all that training changes: here 794,000 weights and 1,010 biases. As
# float32, four bytes each, they take 3.2 million bytes, or 3.03 MiB. The number of hidden units, 1000, is
# chosen by a person and not learned; such a choice is a *hyperparameter*.
#
# The package `torchinfo` prints such a table of any network: `torchinfo.summary(make_mlp(), (1, 784))`.
# (`torchsummary` is an older package for the same purpose. Written with a space, as in `pip install torch
# summary`, you get two packages and neither of them is it.)
#
# ## Scores, not probabilities
#
# The ten outputs are **logits**: one score for each class, any real numbers, larger for a likelier class.
# Softmax would make probabilities of them, positive and with the sum 1. Leave it out here:
# `nn.CrossEntropyLoss` does that itself, in a way that stays exact when scores are large, and a network with a
# softmax at its end has it twice. To pick a class the largest score is enough.


# %%
from torch import nn


# %%
def make_mlp() -> nn.Module:
    """Return the network of the table above, freshly initialised: (N, 784) -> (N, 10) logits.

    Returns:
        A module with exactly 795,010 parameters.

    Example:
        >>> sum(p.numel() for p in make_mlp().parameters())
        795010
    """
    raise NotImplementedError


# %% [markdown]
# ## Try it
#
# A network that has learned nothing yet: what does it make of a grey image? Run this twice. The weights differ
# from run to run until you fix the *seed*, `torch.manual_seed(0)`, before the network is made.

# %%
if __name__ == "__main__":
    import torch

    mlp = make_mlp()
    print(mlp)
    print("parameters:", sum(p.numel() for p in mlp.parameters()))
    scores = mlp(torch.full((1, 784), 0.5))
    print("scores:", scores.tolist())
    print("as probabilities:", scores.softmax(dim=1).tolist())
