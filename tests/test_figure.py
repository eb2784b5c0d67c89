"""What a matplotlib figure holds, read as data."""

import matplotlib as mpl
import numpy as np
import pytest
import torch

mpl.use("Agg")
from matplotlib.figure import Figure

from autograder.kit.errors import WrongAnswer
from autograder.kit.figure import panels


def test_a_curve_with_its_label_and_points():
    figure = Figure()
    figure.subplots().plot([1, 2, 3], [0.5, 0.25, 0.125], label="train")

    (panel,) = panels(figure)
    (line,) = panel.lines

    assert (line.label, line.x, line.y) == ("train", [1, 2, 3], [0.5, 0.25, 0.125])


def test_a_curve_without_a_label_has_an_empty_one():
    figure = Figure()
    figure.subplots().plot([1, 2])

    assert panels(figure)[0].lines[0].label == ""


def test_the_words_around_the_axes():
    figure = Figure()
    axes = figure.subplots()
    axes.set(title="Loss", xlabel="epoch", ylabel="cross-entropy")
    axes.plot([1, 2], label="train")
    axes.legend()

    (panel,) = panels(figure)

    assert (panel.title, panel.x_label, panel.y_label) == ("Loss", "epoch", "cross-entropy")
    assert panel.legend == ["train"]


@pytest.mark.parametrize("place", ["left", "center", "right"])
def test_a_title_counts_wherever_it_stands(place):
    figure = Figure()
    figure.subplots().set_title("Loss", loc=place)

    assert panels(figure)[0].title == "Loss"


def test_the_legend_of_the_whole_figure_is_each_panels():
    figure = Figure()
    left, right = figure.subplots(1, 2)
    left.plot([1, 2], label="train")
    right.plot([1, 2], label="test")
    figure.legend()

    assert [panel.legend for panel in panels(figure)] == [["train", "test"]] * 2


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 3)])
def test_a_picture_is_what_imshow_was_given(shape):
    figure = Figure()
    given = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    figure.subplots().imshow(given, cmap="gray_r")

    ((picture,),) = [panel.images for panel in panels(figure)]

    assert torch.equal(picture.data, torch.from_numpy(given).double())
    assert picture.cmap == "gray_r"


def test_axes_come_in_the_order_they_were_added_and_invisible_ones_do_not():
    figure = Figure()
    first, hidden, last = figure.subplots(1, 3)
    first.set_title("first")
    hidden.set_visible(False)
    last.set_title("last")

    assert [panel.title for panel in panels(figure)] == ["first", "last"]


def test_a_colour_bar_is_no_panel():
    figure = Figure()
    axes = figure.subplots()
    figure.colorbar(axes.imshow(np.eye(2)), ax=axes)

    assert len(panels(figure)) == 1


@pytest.mark.parametrize(("value", "said"), [(None, "does every path return its figure"), ("a text", "'a text'")])
def test_what_is_no_figure_is_told(value, said):
    with pytest.raises(WrongAnswer, match=said):
        panels(value)
