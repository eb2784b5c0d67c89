"""Reads what is in a matplotlib figure: a figure is judged by its axes, data and words, never by its pixels."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch

from .compare import show
from .errors import WrongAnswer

MOST_POINTS = 10_000
"""Points of one line that are read."""


class Line(NamedTuple):
    """A curve: its label, empty where it has none, and its points."""

    label: str
    x: list[float]
    y: list[float]


class Picture(NamedTuple):
    """What `imshow` was given, as float64 (h, w) or (h, w, channels), and the name of its colour map."""

    data: torch.Tensor
    cmap: str


class Panel(NamedTuple):
    """One pair of visible axes.

    Attributes:
        title: Its title, wherever it stands: in the middle, left or right.
        x_label: What the horizontal axis says.
        y_label: What the vertical axis says.
        legend: The texts of its legend, and of the figure's.
        lines: Its curves, in the order they were drawn.
        images: Its pictures.
    """

    title: str
    x_label: str
    y_label: str
    legend: list[str]
    lines: list[Line]
    images: list[Picture]


def panels(figure: Any) -> list[Panel]:
    """Return the visible axes of a figure, in the order they were added; a colour bar is none of them.

    Raises:
        WrongAnswer: It is no figure.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 - a lab without figures does not need matplotlib

    if not isinstance(figure, Figure):
        hint = ": does every path return its figure?" if figure is None else ""
        raise WrongAnswer(f"yours is {show(figure)}, expected a matplotlib Figure{hint}")
    shared = [text for legend in figure.legends for text in _texts(legend)]
    return [_panel(axes, shared) for axes in figure.axes if axes.get_visible() and axes.get_label() != "<colorbar>"]


def _panel(axes: Any, shared: list[str]) -> Panel:
    legend = axes.get_legend()
    titles = (axes.get_title(loc) for loc in ("center", "left", "right"))
    return Panel(
        title=next(filter(None, titles), ""),
        x_label=axes.get_xlabel(),
        y_label=axes.get_ylabel(),
        legend=(_texts(legend) if legend is not None else []) + shared,
        lines=[_line(line) for line in axes.get_lines() if line.get_visible()],
        images=[_picture(image) for image in axes.get_images() if image.get_visible()],
    )


def _texts(legend: Any) -> list[str]:
    return [text.get_text() for text in legend.get_texts()]


def _line(line: Any) -> Line:
    label = str(line.get_label())
    points = (np.ravel(np.asarray(values, dtype=np.float64))[:MOST_POINTS] for values in line.get_data(orig=False))
    x, y = (values.tolist() for values in points)
    return Line("" if label.startswith("_") else label, x, y)  # matplotlib's own labels begin with _


def _picture(image: Any) -> Picture:
    data = np.ma.filled(np.ma.asarray(image.get_array(), dtype=np.float64), np.nan)
    return Picture(torch.from_numpy(np.array(data)), image.get_cmap().name)
