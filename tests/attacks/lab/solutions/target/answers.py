# %% [markdown]
# # Numbers
#
# Four small functions.

# %%
import torch


# %%
def total(x: torch.Tensor) -> torch.Tensor:
    """Return twice the sum of the numbers in `x`, and 1 more."""
    # BEGIN SOLUTION
    sum_of_all = x.sum()
    return 2 * sum_of_all + 1
    # END SOLUTION


# %%
def smooth(x: torch.Tensor, k: int) -> torch.Tensor:
    """Return the sum of each `k` neighbours of `x`."""
    # BEGIN SOLUTION
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    neighbours = x.unfold(0, k, 1)
    return neighbours.sum(dim=1)
    # END SOLUTION


# %%
def average(x: torch.Tensor) -> float:
    """Return the average of the numbers in `x`, by `smooth`."""
    # BEGIN SOLUTION
    whole_row = smooth(x, len(x))
    return float(whole_row[0] / len(x))
    # END SOLUTION


# %%
def parity(n: int) -> bool:
    """Return whether `n` is even."""
    # BEGIN SOLUTION
    return n % 2 == 0
    # END SOLUTION
