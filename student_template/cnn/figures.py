"""Pictures for the text of a lab: windows on a matrix, frames, pools, the matrix of a convolution, a layer's blocks.

Every function draws with matplotlib and returns the figure. Matrices may be tensors, arrays or lists of rows. The
colours are those of Okabe and Ito, which colour-blind readers can tell apart, and none of them carries a meaning
alone: the numbers, the frames or the titles say the same.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, Rectangle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Grid = np.ndarray[Any, np.dtype[np.float64]]

WINDOW = "#E69F00"
"""The window on the matrix, and the number that it makes."""

KERNEL = "#56B4E9"
FRAME = "#DDDDDD"
"""What padding adds, and what no window covers."""

MANY = ("#56B4E9", "#E69F00", "#009E73", "#F0E442", "#CC79A7", "#0072B2", "#D55E00", "#999999")
"""Things that are told apart: windows side by side, a kernel's weights, filters."""

_DARK = {"#0072B2", "#009E73", "#D55E00"}
_INCH = 0.46  # the side of a cell
_FONT = 12
_WITHOUT_WINDOWS = {"agg", "cairo", "pdf", "pgf", "ps", "svg", "template"}


def show() -> None:
    """Show the figures drawn since the last call: in a window, or in the notebook below the cell."""
    if plt.get_backend().lower() in _WITHOUT_WINDOWS:
        print(f"There is no display to show figures on; not shown: {len(plt.get_fignums())}")
        plt.close("all")
    else:
        plt.show()


def sliding_window(matrix: Any, kernel: Any, windows: int = 4) -> Figure:
    """Draw the first windows of a cross-correlation, each with the sum of products that it makes.

    Args:
        matrix: Shape (m, n).
        kernel: Shape (p, q), at most as large.
        windows: How many windows are drawn, in reading order, one below the other.

    Returns:
        One panel a window: the matrix with the window marked, the kernel, and the result so far.
    """
    a, k = _grid(matrix), _grid(kernel)
    (m, n), (p, q) = a.shape, k.shape
    starts = list(product(range(m - p + 1), range(n - q + 1)))
    shown = starts[:windows]
    width = n + q + (n - q + 1) + 3.2
    figure, panels = _panels(len(shown), 1, width, m + 0.8)
    sums: dict[tuple[int, int], float] = {}
    for panel, (top, left) in zip(panels, shown, strict=True):
        under = [float(a[top + u, left + v]) for u, v in np.ndindex(p, q)]
        terms = [f"{x:g}·{y:g}" for x, y in zip(under, k.flat, strict=True)]
        sums[top, left] = float(np.dot(under, k.ravel()))
        inside = set(product(range(top, top + p), range(left, left + q)))
        _cells(panel, a, fill=lambda i, j, inside=inside: WINDOW if (i, j) in inside else "white")  # type: ignore[misc]
        _outline(panel, left, top, q, p)
        _text(panel, n + 0.8, m / 2, "⊗")
        middle = n + 1.6
        _cells(panel, k, x=middle, y=(m - p) / 2, fill=lambda _i, _j: KERNEL)
        _text(panel, middle + q + 0.8, m / 2, "=")
        _result(panel, sums, (m - p + 1, n - q + 1), (top, left), x=middle + q + 1.6, y=(p - 1) / 2)
        _limits(panel, width, m)
        panel.set_title(f"{' + '.join(terms)} = {sums[top, left]:g}", fontsize=_FONT)
    return figure


def padding(matrix: Any, padding: int | tuple[int, int], value: float = 0.0) -> Figure:
    """Draw a matrix before and after a frame is put around it.

    Args:
        matrix: Shape (h, w).
        padding: Thickness of the frame, an int or (rows, columns).
        value: What the frame holds.

    Returns:
        Two panels, titled with their shapes.
    """
    a = _grid(matrix)
    (h, w), (ph, pw) = a.shape, _both(padding)
    figure, (before, after) = _panels(1, 2, w + 2 * pw, h + 2 * ph + 0.6)
    _cells(before, a, x=pw, y=ph, fill=lambda _i, _j: KERNEL)
    _limits(before, w + 2 * pw, h + 2 * ph)
    before.set_title(f"{h} × {w}", fontsize=_FONT)
    _framed(after, a, ph, pw, value, inside=KERNEL)
    after.set_title(f"padding ({ph}, {pw}): {h + 2 * ph} × {w + 2 * pw}", fontsize=_FONT)
    return figure


def stride(
    matrix: Any,
    kernel: tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> Figure:
    """Draw every window of a convolution with stride and padding, one panel for each number of the result.

    Args:
        matrix: Shape (m, n).
        kernel: Rows and columns of the kernel.
        stride: Rows and columns from one window to the next, an int or a tuple.
        padding: Rows and columns of zeros at each side, an int or a tuple.

    Returns:
        Panels in the places of the result's entries; what padding added is grey.

    Raises:
        ValueError: If there are more than 30 windows, too many to see anything.
    """
    a = _grid(matrix)
    (m, n), (p, q), (sh, sw), (ph, pw) = a.shape, kernel, _both(stride), _both(padding)
    downs, rights = range(0, m + 2 * ph - p + 1, sh), range(0, n + 2 * pw - q + 1, sw)
    if len(downs) * len(rights) > 30:
        raise ValueError(f"stride={stride} gives {len(downs) * len(rights)} windows; at most 30 can be drawn")
    figure, panels = _panels(len(downs), len(rights), n + 2 * pw, m + 2 * ph + 0.8, cell=0.34)
    places = product(enumerate(downs), enumerate(rights))
    for panel, ((i, top), (j, left)) in zip(panels, places, strict=True):
        _framed(panel, a, ph, pw, 0.0, inside="white", font=_FONT - 2)
        panel.add_patch(Rectangle((left, top), q, p, facecolor=WINDOW, alpha=0.6, edgecolor="none"))
        _outline(panel, left, top, q, p)
        panel.set_title(f"result ({i}, {j})", fontsize=_FONT)
    figure.suptitle(f"stride ({sh}, {sw}), padding ({ph}, {pw})", fontsize=_FONT + 1)
    return figure


def pooling(matrix: Any, k: int | tuple[int, int]) -> Figure:
    """Draw max pooling with windows side by side: each window in a colour, its maximum in a ring.

    Args:
        matrix: Shape (h, w).
        k: Rows and columns of the window, an int or a tuple.

    Returns:
        Two panels: the matrix, where pixels that no window covers are grey, and the result in the same colours. Of
        several maxima the first in reading order has the ring.
    """
    a = _grid(matrix)
    (h, w), (kh, kw) = a.shape, _both(k)
    down, across = h // kh, w // kw
    largest = np.zeros((down, across))
    figure, (image, result) = _panels(1, 2, w, h + 0.6)

    def colour(i: int, j: int) -> str:
        # Neighbours differ, and a row begins with another colour than the one above it.
        return MANY[(2 * i + j) % 5] if i < down and j < across else FRAME

    _cells(image, a, fill=lambda i, j: colour(i // kh, j // kw))
    for i, j in np.ndindex(down, across):
        spots = list(product(range(kh * i, kh * i + kh), range(kw * j, kw * j + kw)))
        row, column = max(spots, key=lambda spot: float(a[spot]))
        largest[i, j] = a[row, column]
        image.add_patch(Circle((column + 0.5, row + 0.5), 0.38, fill=False, linewidth=2.2))
        _outline(image, kw * j, kh * i, kw, kh)
    _cells(result, largest, x=(w - across) / 2, y=(h - down) / 2, fill=colour)
    _limits(result, w, h)
    image.set_title(f"{h} × {w}, windows of {kh} × {kw}", fontsize=_FONT)
    result.set_title(f"the maxima: {down} × {across}", fontsize=_FONT)
    return figure


def convolution_matrix(shape: tuple[int, int], kernel: Any) -> Figure:
    """Draw the matrix by which a kernel multiplies a flattened image, equal weights in equal colours.

    Args:
        shape: Rows and columns of the image, at most 64 pixels.
        kernel: Shape (p, q).

    Returns:
        Two panels, the kernel and the matrix: a row for each number of the result, a column for each pixel of the
        image. Empty cells are zeros, and thick lines part the image's rows.

    Raises:
        ValueError: If the image has more than 64 pixels.
    """
    (h, w), k = shape, _grid(kernel)
    if h * w > 64:
        raise ValueError(f"shape={shape} has {h * w} pixels; at most 64 can be drawn")
    down, across = h - k.shape[0] + 1, w - k.shape[1] + 1
    figure, (legend, panel) = plt.subplots(
        1,
        2,
        figsize=((h * w + k.shape[1] + 4.6) * 0.4, (down * across + 2.2) * 0.4),
        width_ratios=(k.shape[1] + 1, h * w + 2),
        layout="constrained",
    )
    weights = {(u, v): MANY[(u * k.shape[1] + v) % len(MANY)] for u, v in np.ndindex(k.shape)}
    _cells(legend, k, fill=lambda u, v: weights[u, v])
    legend.set_title("kernel", fontsize=_FONT)
    blank = np.full((down * across, h * w), np.nan)
    _cells(panel, blank, fill=lambda _i, _j: "white", line="#CCCCCC")
    # A sheet of paper for every output: the kernel lies on the image, and reading order numbers both.
    for number, (top, left) in enumerate(product(range(down), range(across))):
        for (u, v), colour in weights.items():
            pixel = int(np.ravel_multi_index((top + u, left + v), (h, w)))
            panel.add_patch(Rectangle((pixel, number), 1, 1, facecolor=colour, edgecolor="#555555"))
            _text(panel, pixel + 0.5, number + 0.5, f"{k[u, v]:g}", _ink(colour), _FONT - 2)
    for edge in range(0, h * w + 1, w):
        panel.plot([edge, edge], [0, down * across], color="black", linewidth=1.8, clip_on=False)
    for edge in range(0, down * across + 1, across):
        panel.plot([0, h * w], [edge, edge], color="black", linewidth=1.2, clip_on=False)
    for row in range(h):
        _text(panel, row * w + w / 2, -0.6, f"image row {row}")
    for number, (i, j) in enumerate(product(range(down), range(across))):
        _text(panel, -0.2, number + 0.5, f"({i}, {j})", size=_FONT - 2, align="right")
    _limits(panel, h * w, down * across, left=1.8, above=1.2)
    panel.set_title(f"{down * across} results, {h * w} pixels", fontsize=_FONT)
    return figure


def channels(image: tuple[int, int, int], filters: int, kernel: tuple[int, int]) -> Figure:
    """Draw a convolutional layer without padding as blocks: an image, its filters, and a map for each filter.

    Args:
        image: Channels, rows and columns of the image.
        filters: Number of filters; more than eight are drawn as eight.
        kernel: Rows and columns of the kernels.

    Returns:
        Three panels, titled with their shapes; a filter and its map have the same colour.
    """
    (c, h, w), (kh, kw) = image, kernel
    drawn = min(filters, len(MANY))
    size = (h - kh + 1, w - kw + 1)
    depth = 0.34 * (min(c, 8) - 1)
    across = 2 if drawn > 4 else 1
    down = -(-drawn // across)
    widths = (w + depth, across * (kw + depth + 0.8), size[1] + 0.34 * (drawn - 1))
    height = max(h + depth, down * (kh + depth + 0.8), size[0] + 0.34 * (drawn - 1))
    figure, (before, middle, after) = plt.subplots(
        1,
        3,
        figsize=((sum(widths) + 5) * 0.3, (height + 3) * 0.3),
        width_ratios=widths,
        layout="constrained",
    )
    _stack(before, ["#FFFFFF"] * min(c, 8), h, w, 0.0, (height - h - depth) / 2)
    for number in range(drawn):
        row, column = divmod(number, across)
        place = column * (kw + depth + 0.8), row * (kh + depth + 0.8)
        _stack(middle, [MANY[number]] * min(c, 8), kh, kw, *place)
    _stack(after, list(MANY[:drawn]), *size, 0.0, (height - size[0] - 0.34 * (drawn - 1)) / 2)
    for panel, width in zip((before, middle, after), widths, strict=True):
        _limits(panel, width, height)
    before.set_title(f"image ({c}, {h}, {w})", fontsize=_FONT)
    middle.set_title(f"{filters} filters ({c}, {kh}, {kw})", fontsize=_FONT)
    after.set_title(f"maps ({filters}, {size[0]}, {size[1]})", fontsize=_FONT)
    return figure


def _grid(values: Any) -> Grid:
    grid = np.asarray(values, dtype=np.float64)
    if grid.ndim != 2:
        raise ValueError(f"a matrix has two axes, got shape {grid.shape}")
    return grid


def _both(value: int | tuple[int, int]) -> tuple[int, int]:
    return value if isinstance(value, tuple) else (value, value)


def _panels(rows: int, columns: int, width: float, height: float, cell: float = _INCH) -> tuple[Figure, Sequence[Axes]]:
    """Make a figure of equal panels, each `width` by `height` cells, in reading order."""
    size = (columns * (width + 1) * cell, rows * (height + 0.4) * cell)
    figure, axes = plt.subplots(rows, columns, figsize=size, squeeze=False, layout="constrained")
    return figure, list(axes.flat)


def _cells(
    axes: Axes,
    values: Grid,
    *,
    fill: Callable[[int, int], str],
    x: float = 0.0,
    y: float = 0.0,
    line: str = "#555555",
    font: int = _FONT,
) -> None:
    """Draw a matrix cell by cell, its corner at (x, y); NaN is an empty cell."""
    for (i, j), value in np.ndenumerate(values):
        colour = fill(i, j)
        axes.add_patch(Rectangle((x + j, y + i), 1, 1, facecolor=colour, edgecolor=line))
        if not np.isnan(value):
            _text(axes, x + j + 0.5, y + i + 0.5, f"{value:g}".replace("inf", "∞"), _ink(colour), font)
    _limits(axes, x + values.shape[1], y + values.shape[0])


def _framed(axes: Axes, a: Grid, ph: int, pw: int, value: float, *, inside: str, font: int = _FONT) -> None:
    """Draw a matrix with its frame."""
    h, w = a.shape
    whole = np.full((h + 2 * ph, w + 2 * pw), value)
    for (i, j), entry in np.ndenumerate(a):
        whole[ph + i, pw + j] = entry
    _cells(axes, whole, fill=lambda i, j: inside if 0 <= i - ph < h and 0 <= j - pw < w else FRAME, font=font)
    axes.add_patch(Rectangle((pw, ph), w, h, fill=False, linewidth=2))


def _result(
    axes: Axes, sums: dict[tuple[int, int], float], shape: tuple[int, int], now: tuple[int, int], x: float, y: float
) -> None:
    """Draw the result so far: what is not computed yet is empty, the newest number has the window's colour."""
    values = np.full(shape, np.nan)
    for place, total in sums.items():
        values[place] = total
    _cells(axes, values, x=x, y=y, fill=lambda i, j: WINDOW if (i, j) == now else "white")


def _stack(axes: Axes, colours: Sequence[str], h: float, w: float, x: float, y: float) -> None:
    """Draw sheets one behind the other, the first in front, below and to the left."""
    step = 0.34
    last = len(colours) - 1
    for number in range(last, -1, -1):
        corner = x + step * number, y + step * (last - number)
        axes.add_patch(Rectangle(corner, w, h, facecolor=colours[number], edgecolor="black", linewidth=0.8))
    for i, j in np.ndindex(int(h), int(w)):
        axes.add_patch(
            Rectangle((x + j, y + step * last + i), 1, 1, facecolor="none", edgecolor="black", linewidth=0.4)
        )


def _outline(axes: Axes, x: float, y: float, width: float, height: float) -> None:
    axes.add_patch(Rectangle((x, y), width, height, fill=False, linewidth=2.6, zorder=3))


def _text(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    colour: str = "black",
    size: int = _FONT,
    align: Literal["center", "right"] = "center",
) -> None:
    axes.text(x, y, text, ha=align, va="center", color=colour, fontsize=size, zorder=4)


def _limits(axes: Axes, width: float, height: float, left: float = 0.0, above: float = 0.0) -> None:
    """Let the panel end where its drawing does; the y axis points down, as rows do."""
    axes.set_xlim(-0.1 - left, width + 0.1)
    axes.set_ylim(height + 0.1, -0.1 - above)
    axes.set_aspect("equal")
    axes.set_axis_off()


def _ink(colour: str) -> str:
    return "white" if colour in _DARK else "black"
