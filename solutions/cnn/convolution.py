# %% [markdown]
# # Convolution, from a sum of products to a layer
#
# In this file you write the operation that convolutional networks are named after: first on a plain matrix,
# then with padding and stride, and at last as the layer that `nn.Conv2d` is, with images, channels, filters
# and biases.
#
# Every function here takes and returns `torch.Tensor`s of dtype float32 or float64. It
#
# - gives its result the dtype and the device of its input,
# - leaves its inputs as they were,
# - does not care how a tensor lies in memory: an image may be the transposed view of another,
# - raises a `ValueError` where the docstring says so, with a message that names an argument and the number,
#   such as `stride must be at least 1, got stride=0`.
#
# Throughout this file torch's own convolutions are ruled out in every form (`F.conv2d`, `nn.Conv2d`, the
# transposed ones, `torch.ops`), and so are SciPy's. `pad2d` must also do without `F.pad`, `np.pad` and the
# padding modules. All else is open to you: loops, slices, `unfold`, `as_strided`, `einsum`, matrix products,
# an FFT, NumPy, plain lists, and what you wrote before.

# %%
import torch

# %% [markdown]
# A stride or a padding often is the same in both directions, so the functions from `pad2d` on take either one
# `int` or a tuple `(height, width)`. This helper is yours to use: it makes a tuple of either. (`output_size`
# looks at one direction only, so it takes plain ints.)


# %%
def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """Return `value` as (height, width): 3 becomes (3, 3), and (3, 5) stays as it is."""
    return value if isinstance(value, tuple) else (value, value)


# %% [markdown]
# ## How many windows fit?
#
# Lay a kernel of `k` entries on a row of `n` entries and push it along. It starts at position 0; the last
# position where it still lies wholly on the row is `n - k`. Counting both ends, that makes `n - k + 1`
# places.
#
# ```text
# n = 5, k = 3        stride = 2              padding = 1
# [x x x] . .         [x x x] . .             [0 x x] x x x 0
#  . [x x x] .         . . [x x x]             0 [x x x] x x 0
#  . . [x x x]                                 ... 5 places in all
# 3 places            2 places
# ```
#
# - The **stride** is how far the kernel moves from one place to the next. A last step that would leave the
#   row is not taken, so the count is rounded *down*.
# - The **padding** is how many entries are put before *and* after the row, so the row grows by twice that
#   number.
#
# Neither is learned: somebody chooses them, which makes them hyperparameters, like the size of the kernel.
# The network's parameters are the kernel's entries and the biases.


# %%
def output_size(n: int, k: int, stride: int = 1, padding: int = 0) -> int:
    """Return the number of places at which a kernel fits on a padded row.

    Args:
        n: Entries of the row.
        k: Entries of the kernel.
        stride: Entries from one place to the next, at least 1.
        padding: Entries added at each of the two ends, at least 0.

    Returns:
        The number of places, a Python int.

    Raises:
        ValueError: If `stride` is below 1, `padding` below 0, or the kernel larger than the padded row.

    Example:
        >>> output_size(28, 3), output_size(5, 2, stride=2), output_size(5, 3, padding=1)
        (26, 2, 5)
    """
    # BEGIN SOLUTION
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got stride={stride}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, got padding={padding}")
    room = n + 2 * padding - k
    if room < 0:
        raise ValueError(f"the kernel, k={k}, is larger than the padded input, n + 2 * padding = {n + 2 * padding}")
    return room // stride + 1
    # END SOLUTION


# %% [markdown]
# ## A matrix and a kernel
#
# Now in two dimensions. The kernel is laid on the matrix, each of its entries is multiplied with the entry
# that lies under it, and the products are added up: one number for each place. With `a` of shape (m, n) and
# `k` of shape (p, q),
#
# ```text
# c[i, j] = sum over u < p, v < q of  a[i + u, j + v] · k[u, v]        c has shape (m - p + 1, n - q + 1)
# ```
#
# ```text
#  1  2  3  4                          44  54  64
#  5  6  7  8     with   1 2           84  94 104        1·1 + 2·2 + 5·3 + 6·4 = 44
#  9 10 11 12            3 4          124 134 144        2·1 + 3·2 + 6·3 + 7·4 = 54
# 13 14 15 16
# ```
#
# **About the name.** Deep learning calls this a convolution, and so does everybody's code. Mathematics calls
# it a *cross-correlation*, and keeps "convolution" for the sum with minus signs, a[i - u, j - v] · k[u, v],
# which is what you get if you turn the kernel by 180° first. If you meet the formula with minus signs beside
# worked numbers like those above, believe the numbers. A network does not mind, because it learns the kernel
# either way round; a test does.


# %%
# BEGIN SOLUTION
def _windows(x: torch.Tensor, kernel: tuple[int, int], stride: tuple[int, int]) -> torch.Tensor:
    """Return every window of the last two axes as a view: (..., h, w) -> (..., h', w', kh, kw)."""
    (kh, kw), (sh, sw) = kernel, stride
    *batch, h, w = x.shape
    *steps, down, right = x.stride()
    places = output_size(h, kh, sh), output_size(w, kw, sw)
    return x.as_strided((*batch, *places, kh, kw), (*steps, down * sh, right * sw, down, right))


# END SOLUTION
def correlate2d(a: torch.Tensor, k: torch.Tensor) -> torch.Tensor:
    """Return the sum of products of the kernel with each window of the matrix (the kernel is not flipped).

    Args:
        a: The matrix, shape (m, n), float32 or float64.
        k: The kernel, shape (p, q), same dtype as `a`.

    Returns:
        Shape (m - p + 1, n - q + 1), dtype of `a`.

    Raises:
        ValueError: If the kernel is larger than the matrix in either direction.

    Example:
        >>> correlate2d(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), torch.tensor([[1.0, 10.0]]))
        tensor([[21., 32.],
                [54., 65.]])
    """
    # BEGIN SOLUTION
    p, q = k.shape
    return torch.einsum("ijuv,uv->ij", _windows(a, (p, q), (1, 1)), k)
    # END SOLUTION


# %% [markdown]
# ## A frame around the image
#
# Without padding an image shrinks with every convolution, and its corner pixels are seen by one window only
# while those in the middle are seen by many. Padding puts a frame around the image, on all four sides:
#
# ```text
#                                                    0 0 0 0 0 0
# 1 2      padding 1:  0 0 0 0     padding (1, 2):   0 0 1 2 0 0
# 3 4                  0 1 2 0                       0 0 3 4 0 0
#                      0 3 4 0                       0 0 0 0 0 0
#                      0 0 0 0
# ```
#
# The frame holds zeros for a convolution, but not always: in a maximum a zero could win. So the value is an
# argument. The image is the last two axes; whatever axes come before them (samples, channels) are kept.


# %%
def pad2d(a: torch.Tensor, padding: int | tuple[int, int], value: float = 0.0) -> torch.Tensor:
    """Return the images with a frame of one value around each.

    Args:
        a: Images in the last two axes, shape (..., h, w).
        padding: Thickness of the frame, an int or (ph, pw): ph rows above and below, pw columns left and
            right.
        value: What the frame holds; `float("-inf")` is possible.

    Returns:
        Shape (..., h + 2 ph, w + 2 pw), dtype of `a`.

    Raises:
        ValueError: If a padding is negative.

    Example:
        >>> pad2d(torch.tensor([[1.0, 2.0]]), (1, 0), value=7.0)
        tensor([[7., 7.],
                [1., 2.],
                [7., 7.]])
    """
    # BEGIN SOLUTION
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got padding={padding}")
    *batch, h, w = a.shape
    padded = a.new_full((*batch, h + 2 * ph, w + 2 * pw), value)
    padded[..., ph : ph + h, pw : pw + w] = a
    return padded
    # END SOLUTION


# %% [markdown]
# ## Stride and padding together
#
# First the frame is put around the matrix, then the kernel walks over it in strides. On the matrix 1..16 from
# above, stride 2 keeps every second window in each direction:
#
# ```text
# 44  64
# 124 144
# ```
#
# Both may differ between the directions: `stride=(2, 3)` moves two rows down and three columns to the right.
# An example with a square image and equal strides cannot show a mix-up of the two, so try one where
# everything differs.
#
# Stride and padding make the output smaller or keep its size. Networks that must make an image *larger* use
# another operation. It is often called deconvolution, but it undoes nothing; its proper name is transposed
# convolution.


# %%
def correlate2d_strided(
    a: torch.Tensor,
    k: torch.Tensor,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    """Return the sum of products of the kernel with every stride-th window of the zero-padded matrix.

    Args:
        a: The matrix, shape (m, n), float32 or float64.
        k: The kernel, shape (p, q), same dtype as `a`.
        stride: An int or (sh, sw), rows and columns from one window to the next.
        padding: An int or (ph, pw), zeros added at each side.

    Returns:
        Shape (m', n') with m' = output_size(m, p, sh, ph) and n' = output_size(n, q, sw, pw), dtype of `a`.

    Raises:
        ValueError: If a stride is below 1, a padding negative, or the kernel larger than the padded matrix.

    Example:
        >>> a, k = torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([[1.0, 10.0]])
        >>> correlate2d_strided(a, k, stride=2, padding=(0, 1))
        tensor([[10., 32.]])
    """
    # BEGIN SOLUTION
    p, q = k.shape
    return torch.einsum("ijuv,uv->ij", _windows(pad2d(a, padding), (p, q), pair(stride)), k)
    # END SOLUTION


# %% [markdown]
# ## The layer
#
# A convolutional layer is the same operation on batches of images with several channels. PyTorch orders the
# axes (N, C, H, W): sample, channel, row, column. A grey image has one channel, but it has that axis.
#
# - **Channels.** Each filter reaches through *all* channels of its input. What is called a 3×3 filter on an
#   8-channel image is a block of shape (8, 3, 3): at each place its 72 products are added into *one* number.
# - **Filters.** Each of the F filters makes one map of the image, a *feature map*; the F maps are the
#   channels of the output. An input of shape (8, 7, 6) and 8 filters of shape (8, 3, 3) give an output of
#   shape (8, 5, 4).
# - **Biases.** One number a filter, added once to every pixel of its map.
#
# ```text
# y[n, f, i, j] = b[f] + sum over c, u, v of  x[n, c, i·sh + u, j·sw + v] · w[f, c, u, v]        (x padded)
# ```
#
# Seen as a layer of a network this is a linear layer with most of its connections cut and the rest sharing
# their weights: every pixel of a map is computed with the same few numbers. So one 3×3 filter on a grey image
# is learned with 9 weights and a bias, for an image of any size. That is cheap enough to learn many filters.
#
# **Speed.** Four or more nested loops over tensor elements give the right numbers far too slowly. One test
# takes images of shape (32, 1, 28, 28) and filters of shape (64, 1, 3, 3), counts the tensor operations that
# PyTorch carries out, and allows **50,000**. A loop over the positions of the kernel or of the output stays
# well below that; a loop over images *and* output positions does not. Plain Python lists count no operations
# at all and are fine if they are done in 30 seconds.


# %%
def conv2d(
    x: torch.Tensor,
    w: torch.Tensor,
    b: torch.Tensor | None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    """Return the feature maps of a batch of images, as a convolutional layer computes them.

    Args:
        x: Images, shape (N, C, H, W), float32 or float64.
        w: Filters, shape (F, C, kh, kw), same dtype as `x`.
        b: One bias a filter, shape (F,), or None for no biases.
        stride: An int or (sh, sw), rows and columns from one window to the next.
        padding: An int or (ph, pw), zeros added at each side of each image.

    Returns:
        Shape (N, F, H', W') with H' = output_size(H, kh, sh, ph) and W' = output_size(W, kw, sw, pw),
        dtype of `x`.

    Raises:
        ValueError: If `x` and `w` differ in their number of channels, a stride is below 1, a padding
            negative, or the kernel larger than the padded image.

    Example:
        >>> x = torch.tensor([[[[1.0, 2.0]], [[3.0, 4.0]]]])  # one image of two channels, 1 high and 2 wide
        >>> w = torch.tensor([[[[1.0]], [[10.0]]]])  # one filter
        >>> conv2d(x, w, torch.tensor([0.5]))
        tensor([[[[31.5000, 42.5000]]]])
    """
    # BEGIN SOLUTION
    c, filters_c, kh, kw = x.shape[1], *w.shape[1:]
    if c != filters_c:
        raise ValueError(f"x has {c} channels but the filters w are made for {filters_c}")
    windows = _windows(pad2d(x, padding), (kh, kw), pair(stride))
    y = torch.einsum("ncijuv,fcuv->nfij", windows, w)
    return y if b is None else y + b[:, None, None]
    # END SOLUTION
