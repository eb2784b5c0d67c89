# %% [markdown]
# # Pooling, and its derivative
#
# A pooling layer walks over an image as a convolution does, but there is nothing to learn in it: it says of
# each window one thing only, its mean (average pooling) or its largest value (max pooling, by far the more
# common).
#
# Why do that? The entries of a feature map say how much each place looks like what its filter looks for. A
# later layer wants to know *that* it was found, and roughly where. So of four neighbours the strongest answer
# is kept and the rest dropped: the map has a quarter of the entries, the next convolution sees a larger part
# of the image with a kernel of the same size, and moving the image by a pixel changes the map little. The mean
# is milder: it keeps what the window looks like on the whole, and blurs.
#
# Here you write both for a batch of images, and then the way back through the maximum: what a network needs in
# order to learn *through* a pooling layer.
#
# What holds for the functions in `convolution.py` holds for these: float32 or float64 in and out, inputs
# unchanged, any memory order, and a `ValueError` that names an argument and the number. Torch's own poolings
# are ruled out in every form (`F.max_pool2d`, `nn.MaxPool2d`, `torch.ops`, also the adaptive ones and those
# with indices), and in `max_pool2d_backward` so is autograd. What you wrote in `convolution.py` is at hand.

# %%
import torch
from convolution import output_size, pad2d, pair

# %% [markdown]
# ## The largest value of each window
#
# ```text
# 1 3 | 2 1
# 4 2 | 0 5       k = 2:   4 5
# ----+----                7 9
# 7 0 | 9 8
# 1 6 | 8 9
# ```
#
# - With `stride=None` the stride is the kernel's own size, so that the windows lie side by side. (A
#   convolution's stride defaults to 1.)
# - As in a convolution, a window that does not fit is left out: 2×2 windows on 5 rows make 2 rows, and the
#   last row is lost.
# - Each channel of each sample is pooled alone: (N, C, H, W) becomes (N, C, H', W').
# - Padding is not the padding of a convolution. The frame must never win a maximum, not even among negative
#   values, so it holds −∞ and not zeros; and it may be at most half as wide as the kernel, so that no window
#   lies on the frame alone.

# %%
if __name__ == "__main__":
    import figures

    figures.pooling(torch.tensor([[1, 3, 2, 1], [4, 2, 0, 5], [7, 0, 9, 8], [1, 6, 8, 9]]), 2)
    figures.show()


# %%
def max_pool2d(
    x: torch.Tensor,
    k: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    """Return the largest value of each window, for each channel of each image.

    Args:
        x: Images, shape (N, C, H, W), float32 or float64.
        k: Size of the window, an int or (kh, kw).
        stride: An int or (sh, sw), rows and columns from one window to the next; None stands for `k`.
        padding: An int or (ph, pw), a frame that never wins; at most half of `k`, rounded down.

    Returns:
        Shape (N, C, H', W') with H' = output_size(H, kh, sh, ph) and W' = output_size(W, kw, sw, pw),
        dtype of `x`.

    Raises:
        ValueError: If a stride is below 1, a padding negative or more than half the window, or the
            window larger than the padded image.

    Example:
        >>> max_pool2d(torch.tensor([[[[-1.0, -2.0, -3.0, -4.0]]]]), (1, 2))
        tensor([[[[-1., -3.]]]])
    """
    # BEGIN SOLUTION
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if stride is None else stride), pair(padding)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError(f"padding must be at most half the window, got padding={padding} with k={k}")
    output_size(x.shape[2], kh, sh, ph)  # called for their ValueErrors: unfold raises others
    output_size(x.shape[3], kw, sw, pw)
    windows = pad2d(x, padding, value=float("-inf")).unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.amax(dim=(-2, -1))
    # END SOLUTION


# %% [markdown]
# ## The mean of each window
#
# With the image above, 2×2 windows have the means 2.5, 2, 3.5 and 8.5. Stride, sizes and channels are as in
# max pooling. Only the frame is not: it holds zeros again, and the question is what they count.
#
# ```text
# 4 8     k = 2, padding = 1:     0 0 | 0 0
# 6 2                             0 4 | 8 0        count_include_pad=True        False
#                                 ----+----        1    2                        4  8
#                                 0 6 | 2 0        1.5  0.5                      6  2
#                                 0 0 | 0 0
# ```
#
# The sums are the same either way: 4, 8, 6 and 2. With `count_include_pad=True` each is divided by the size of
# the window, here 4, as if the zeros were pixels; the border of the result is darker than the image. With
# `False` each is divided by the number of pixels of the image that lie in its window, which is not the same
# number in a corner, at an edge and inside.


# %%
def avg_pool2d(
    x: torch.Tensor,
    k: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
    count_include_pad: bool = True,
) -> torch.Tensor:
    """Return the mean of each window, for each channel of each image.

    Args:
        x: Images, shape (N, C, H, W), float32 or float64.
        k: Size of the window, an int or (kh, kw).
        stride: An int or (sh, sw), rows and columns from one window to the next; None stands for `k`.
        padding: An int or (ph, pw), zeros added at each side of each image. Nobody asks for more than half of
            `k`, so every window has a pixel of the image in it.
        count_include_pad: Whether a zero of the frame counts as an entry of the window.

    Returns:
        Shape (N, C, H', W') with H' = output_size(H, kh, sh, ph) and W' = output_size(W, kw, sw, pw),
        dtype of `x`.

    Raises:
        ValueError: If a stride is below 1, a padding negative, or the window larger than the padded image.

    Example:
        >>> avg_pool2d(torch.tensor([[[[1.0, 2.0, 3.0, 6.0]]]]), (1, 2))
        tensor([[[[1.5000, 4.5000]]]])
    """
    # BEGIN SOLUTION
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if stride is None else stride), pair(padding)
    output_size(x.shape[2], kh, sh, ph)  # called for their ValueErrors: unfold raises others
    output_size(x.shape[3], kw, sw, pw)

    def totals(images: torch.Tensor) -> torch.Tensor:
        return pad2d(images, padding).unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(-2, -1))

    pixels = kh * kw if count_include_pad else totals(torch.ones_like(x[:1, :1]))
    return totals(x) / pixels
    # END SOLUTION


# %% [markdown]
# ## The way back
#
# In backpropagation a layer is handed the derivative of the loss with respect to its *output*, `dout`, and
# has to return the derivative with respect to its *input*. What is it for a maximum?
#
# Change a pixel that is not the largest of its window by a little: the maximum stays, so the derivative is 0.
# Change the largest one: the maximum changes by just as much, so the derivative is 1. A window therefore
# hands its entry of `dout`, whole, to the place of its maximum, and nothing to the others. No value of `x`
# enters into it; `x` only says where.
#
# ```text
#   x          dout        result
# 1 3 2 1                  0  0  0 0
# 4 2 0 5      10 20      10  0  0 20
# 7 0 8 9      30 40      30  0  0 40
# 1 6 8 8                  0  0  0 0
# ```
#
# Two questions remain.
#
# - **Ties.** If several entries of a window are the largest, the first in reading order (row by row, left to
#   right) gets it all. They are no rare case: nearly half of the 2×2 windows of Fashion-MNIST's images tie,
#   since their background is all zeros.
# - **Overlap.** With a stride smaller than the window, one pixel can be the largest of several windows. It
#   gets the sum.


# %%
def max_pool2d_backward(
    dout: torch.Tensor,
    x: torch.Tensor,
    k: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
) -> torch.Tensor:
    """Return the derivative of the loss with respect to the input of `max_pool2d(x, k, stride)`.

    Args:
        dout: Derivative with respect to the output, shape (N, C, H', W'), dtype of `x`.
        x: The images that were pooled, shape (N, C, H, W), float32 or float64.
        k: Size of the window, an int or (kh, kw).
        stride: An int or (sh, sw); None stands for `k`. There is no padding.

    Returns:
        Shape (N, C, H, W), dtype of `x`: each entry of `dout`, added at the first maximum of its window.

    Raises:
        ValueError: If a stride is below 1 or the window larger than the image.

    Example:
        >>> dout, x = torch.tensor([[[[5.0, 7.0]]]]), torch.tensor([[[[1.0, 4.0, 2.0]]]])
        >>> max_pool2d_backward(dout, x, (1, 2), stride=1)
        tensor([[[[ 0., 12.,  0.]]]])
    """
    # BEGIN SOLUTION
    (kh, kw), (sh, sw) = pair(k), pair(k if stride is None else stride)
    n, c, h, w = x.shape
    rows = sh * torch.arange(output_size(h, kh, sh), device=x.device)
    columns = sw * torch.arange(output_size(w, kw, sw), device=x.device)
    # argmax gives the first of several maxima, counted row by row within the window
    first = x.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).argmax(-1)
    target = (rows[:, None] + first // kw) * w + columns + first % kw
    dx = x.new_zeros(n, c, h * w)
    dx.scatter_add_(2, target.flatten(2), dout.flatten(2))
    return dx.view(n, c, h, w)
    # END SOLUTION
