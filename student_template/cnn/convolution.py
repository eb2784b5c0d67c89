# %% [markdown]
# # Convolution, from a sum of products to a layer
#
# In this file you write the operation that convolutional networks are named after: first on a plain matrix,
# then with padding and stride, and then as the layer that `nn.Conv2d` is, with images, channels, filters and
# biases. At the end you look at it once more, as one matrix, and run it backwards.
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
    raise NotImplementedError


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
# The kernel is also called a *filter*, and what it does *filtering*: a kernel of ninths blurs a picture, one
# with 1 on the left and -1 on the right answers to upright edges.

# %%
if __name__ == "__main__":
    import figures

    figures.sliding_window(torch.arange(1, 17).reshape(4, 4), torch.tensor([[1, 2], [3, 4]]))
    figures.show()


# %%
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
    raise NotImplementedError


# %% [markdown]
# ## The other operation of that name
#
# Deep learning calls `correlate2d` a convolution, and so does everybody's code. Mathematics calls it a
# *cross-correlation* and keeps the word convolution for a sum in which the kernel runs the other way:
#
# ```text
# cross-correlation:   c[i, j] = sum over u, v of  a[i + u, j + v] · k[u, v]
# convolution:         c[i, j] = sum over u, v of  a[i + u, j + v] · k[p - 1 - u, q - 1 - v]
# ```
#
# In the second, the kernel's last entry meets the window's first: it is the cross-correlation with the kernel
# turned by 180°, which means both its rows and its columns in reverse. (Books count u and v from the other end
# of the kernel, which puts the minus signs into the index of a.) On the example above the corner is
# 1·4 + 2·3 + 5·2 + 6·1 = 26 and not 44.
#
# ```text
#  26  36  46
#  66  76  86
# 106 116 126
# ```
#
# The lecture's slide writes the formula with minus signs, and with the kernel in it twice; the numbers worked
# out beside it, 44, 54, 64 ..., are those of the cross-correlation. Here as there the numbers are what counts:
# everything else in this lab is built on `correlate2d`.
#
# A network does not mind which of the two it is given, since it *learns* the kernel and would learn it turned.
# It matters where a kernel is carried from one program to another: SciPy's `convolve2d` turns it, torch's
# `conv2d` does not. A kernel that looks the same after half a turn cannot tell you which one you have.


# %%
def convolve2d(a: torch.Tensor, k: torch.Tensor) -> torch.Tensor:
    """Return the true convolution: the sum of products of the kernel, turned by 180°, with each window.

    Args:
        a: The matrix, shape (m, n), float32 or float64.
        k: The kernel, shape (p, q), same dtype as `a`.

    Returns:
        Shape (m - p + 1, n - q + 1), dtype of `a`: only the places where the kernel lies wholly on the matrix.

    Raises:
        ValueError: If the kernel is larger than the matrix in either direction.

    Example:
        >>> convolve2d(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), torch.tensor([[1.0, 10.0]]))
        tensor([[12., 23.],
                [45., 56.]])
    """
    raise NotImplementedError


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
if __name__ == "__main__":
    figures.padding(torch.tensor([[1, 2], [3, 4]]), (1, 2))
    figures.show()


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
    raise NotImplementedError


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
# Both are ways to choose the size of the output. A stride makes it smaller. Padding makes up for what the
# kernel takes away, and more if you like: a 3×3 kernel keeps the size with padding 1 and adds two rows and two
# columns with padding 2. (An operation made for enlarging comes at the end of this file.)

# %%
if __name__ == "__main__":
    figures.stride(torch.arange(1, 31).reshape(5, 6), kernel=(2, 3), stride=(2, 3), padding=(1, 0))
    figures.show()


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
    raise NotImplementedError


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
# One 3×3 filter on a grey image is learned with 9 weights and a bias, for an image of any size, because every
# pixel of a map is computed with the same few numbers. That is cheap enough to learn many filters, and so a
# layer turns one grey image into a block of 64 maps.
#
# **Speed.** Four or more nested loops over tensor elements give the right numbers far too slowly. One test
# takes images of shape (32, 1, 28, 28) and filters of shape (64, 1, 3, 3), counts the tensor operations that
# PyTorch carries out, and allows **50,000**. A loop over the positions of the kernel or of the output stays
# well below that; a loop over images *and* output positions does not. Plain Python lists count no operations
# at all and are fine if they are done in 30 seconds.

# %%
if __name__ == "__main__":
    figures.channels((8, 7, 6), filters=8, kernel=(3, 3))
    figures.show()


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
    raise NotImplementedError


# %% [markdown]
# ## The same thing as one matrix
#
# What has this to do with the linear layers you know? Write the image as one row of numbers, `a.flatten()`,
# and the output too. Every output is a sum of inputs times weights, so there is a matrix that does it: one row
# for each output, one column for each input. For a 4×4 image and the kernel [[1, 2], [3, 4]] it has 9 rows and
# 16 columns, and begins
#
# ```text
#            image's row 0   row 1      row 2      row 3
# output 0   1 2 . .         3 4 . .    . . . .    . . . .
# output 1   . 1 2 .         . 3 4 .    . . . .    . . . .
# output 2   . . 1 2         . . 3 4    . . . .    . . . .
# output 3   . . . .         1 2 . .    3 4 . .    . . . .
# ...
# ```
#
# where a dot is a zero. So a convolutional layer *is* a linear layer, with two things done to it:
#
# - **Most connections are cut.** Of the 144 entries 36 are not zero: an output sees its own window and nothing
#   else.
# - **The others share their weights.** Among these 36 there are 4 different numbers, the kernel's own.
#
# In a network the difference is large. From a 28×28 image to 64 maps of 26×26, a linear layer needs
# 784 · 43,264 = 33,918,976 weights; 64 filters of 3×3 have 576.
#
# Nobody stores this matrix, for nearly all of it is zeros. It is worth building once, because it says of the
# convolution what matrices say: that it is linear, and what its transpose is.

# %%
if __name__ == "__main__":
    figures.convolution_matrix((4, 4), torch.tensor([[1, 2], [3, 4]]))
    figures.show()


# %%
def conv_matrix(k: torch.Tensor, h: int, w: int) -> torch.Tensor:
    """Return the matrix with which `correlate2d` by this kernel multiplies a flattened image.

    For every `a` of shape (h, w), `conv_matrix(k, h, w) @ a.flatten()` equals `correlate2d(a, k).flatten()`.

    Args:
        k: The kernel, shape (p, q), float32 or float64.
        h: Rows of the image.
        w: Columns of the image.

    Returns:
        Shape (h' · w', h · w) with h' = h - p + 1 and w' = w - q + 1, dtype of `k`, zeros included.

    Raises:
        ValueError: If the kernel is larger than the image in either direction.

    Example:
        >>> conv_matrix(torch.tensor([[1.0, 2.0]]), 1, 4)
        tensor([[1., 2., 0., 0.],
                [0., 1., 2., 0.],
                [0., 0., 1., 2.]])
    """
    raise NotImplementedError


# %% [markdown]
# ## Bonus: the way to a larger image
#
# Networks that *make* images, or colour every pixel of one, need an operation whose output is larger than its
# input. They take the matrix of above and transpose it. `conv_matrix(k, 4, 4)` turns 16 numbers into 9; its
# transpose turns 9 into 16, with the same zeros and the same shared weights.
#
# This is the *transposed convolution*. It is often called deconvolution, which promises too much: it restores
# the size of the image and not the image.
#
# Read the matrix by columns and you see what the operation does. In the convolution, a window of the image is
# gathered into one number. Here each number of `y` is scattered: it lays down the whole kernel, multiplied by
# that number, and where the kernels of neighbours overlap they add up. The stride says how far apart the
# kernels are laid down.
#
# ```text
#   y       k        stride 1       stride 2
#  1 2     1 2       1  4  4        1  2   2  4
#  3 4     3 4       6 20 16        3  4   6  8
#                    9 24 16        3  6   4  8
#                                   9 12  12 16
# ```
#
# In the middle of the first result all four meet: 1·4 + 2·3 + 3·2 + 4·1 = 20.
#
# How do you know that you have the transpose and no relative of it? For every image `a` and every `y`, the sum
# of `correlate2d_strided(a, k, stride) * y` equals the sum of `a * conv_transpose2d(y, k, stride)`, wherever
# the shapes fit. It is also how the gradient of a convolution finds its way back to the image.


# %%
def conv_transpose2d(y: torch.Tensor, k: torch.Tensor, stride: int = 1) -> torch.Tensor:
    """Return the transposed convolution: the kernel laid down once for each entry of `y`, and added up.

    Args:
        y: The matrix, shape (h', w'), float32 or float64.
        k: The kernel, shape (p, q), same dtype as `y`.
        stride: Rows, and columns, from one kernel to the next, at least 1.

    Returns:
        Shape ((h' - 1) · stride + p, (w' - 1) · stride + q), dtype of `y`.

    Raises:
        ValueError: If `stride` is below 1.

    Example:
        >>> conv_transpose2d(torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 10.0, 100.0]]), stride=2)
        tensor([[  1.,  10., 102.,  20., 200.]])
    """
    raise NotImplementedError
