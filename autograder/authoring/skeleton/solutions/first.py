# %% [markdown]
# # Labels that leave room for doubt
#
# A classifier is often trained on one-hot labels: of 4 classes, the label 2 becomes `0 0 1 0`. A softmax never
# quite reaches them, however large its logits, and a network that is trained to try becomes too sure of itself.
#
# *Label smoothing* asks for a little less. A share `epsilon` of every row is dealt out evenly over all classes,
# the right one included:
#
# ```text
# label 2 of 4 classes
#
# epsilon = 0        0      0      1      0
# epsilon = 0.2      0.05   0.05   0.85   0.05
# ```
#
# The four parts of 0.05 make up the 0.2, and what is left of the 1 stays where it was.

# %%
import torch

# BEGIN SOLUTION
# For you, the author of this lab. `# %% [markdown]` begins a cell of text, whose lines are comments; `# %%` begins a
# cell of code. Students get this file but for what stands between BEGIN SOLUTION and END SOLUTION. In an exercise they
# find `raise NotImplementedError` there; a region at the top level of the file, like this one, leaves nothing behind.
# As it is, the file is the reference: what the tests compare with. `assignment.toml` names its exercises.
# END SOLUTION


# %%
def smooth_labels(labels: torch.Tensor, classes: int, epsilon: float) -> torch.Tensor:
    """Return the labels as one-hot rows, a share of each dealt out evenly over all classes.

    This is label smoothing as in Szegedy et al., "Rethinking the Inception Architecture" (2016), section 7.

    Args:
        labels: The right classes, shape (n,), int64, each from 0 to k - 1.
        classes: The number of classes, k.
        epsilon: The share that is dealt out, from 0 to 1.

    Returns:
        Shape (n, k), float32. Every row is a distribution over the classes.

    Example:
        >>> smooth_labels(torch.tensor([2]), 4, 0.2)
        tensor([[0.0500, 0.0500, 0.8500, 0.0500]])
    """
    # BEGIN SOLUTION
    one_hot = torch.zeros(len(labels), classes)
    one_hot[torch.arange(len(labels)), labels] = 1.0
    return (1 - epsilon) * one_hot + epsilon / classes
    # END SOLUTION
