"""The kit's pictures, judged by what is in them: panels, cells, colours and words."""

from collections import Counter
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle

from autograder.kit import figures
from autograder.release.kit import make

A = torch.arange(1, 17).reshape(4, 4)
K = torch.tensor([[1, 2], [3, 4]])


@pytest.fixture(autouse=True)
def _no_windows():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def cells(axes):
    """The colour of each filled cell by the (column, row) of its corner; the cell drawn last counts."""
    return {
        (round(p.get_x(), 2), round(p.get_y(), 2)): to_hex(p.get_facecolor()).upper()
        for p in axes.patches
        if isinstance(p, Rectangle) and p.get_fill() and (p.get_width(), p.get_height()) == (1, 1)
    }


def outlines(axes):
    """The thick frames, as (column, row, width, height)."""
    return [
        (p.get_x(), p.get_y(), p.get_width(), p.get_height())
        for p in axes.patches
        if isinstance(p, Rectangle) and not p.get_fill()
    ]


def words(axes):
    """The texts by the (column, row) of the cell that they stand in."""
    places = {(text.get_position(), text.get_text()) for text in axes.texts}
    return {(int(np.floor(x)), int(np.floor(y))): text for (x, y), text in places}


def titles(figure):
    return [axes.get_title() for axes in figure.axes]


EVERY = {
    "sliding_window": lambda: figures.sliding_window(A, K),
    "padding": lambda: figures.padding(K, (1, 2)),
    "stride": lambda: figures.stride(np.arange(30).reshape(5, 6), (2, 3), stride=(2, 3), padding=(1, 0)),
    "pooling": lambda: figures.pooling(A, 2),
    "convolution_matrix": lambda: figures.convolution_matrix((4, 4), K),
    "channels": lambda: figures.channels((8, 7, 6), filters=8, kernel=(3, 3)),
}


@pytest.mark.parametrize("name", EVERY)
def test_no_two_texts_overlap_and_none_is_tiny(name):
    figure = EVERY[name]()
    figure.canvas.draw()
    texts = [text for axes in figure.axes for text in (*axes.texts, axes.title) if text.get_text()]
    boxes = [text.get_window_extent().padded(-1) for text in texts]

    assert min(text.get_fontsize() for text in texts) >= 10
    assert not [(texts[i], texts[j]) for i, j in combinations(range(len(texts)), 2) if boxes[i].overlaps(boxes[j])]


@pytest.mark.parametrize("name", EVERY)
def test_everything_drawn_lies_inside_its_panel(name):
    for axes in EVERY[name]().axes:
        (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
        for patch in axes.patches:
            box = patch.get_path().get_extents(patch.get_patch_transform())
            assert left <= box.x0 <= box.x1 <= right
            assert top <= box.y0 <= box.y1 <= bottom


def test_a_matrix_may_be_a_tensor_an_array_or_rows():
    drawn = [figures.padding(matrix, 1) for matrix in (K, K.numpy(), K.tolist(), K.float())]

    assert len({str(words(figure.axes[1])) for figure in drawn}) == 1


def test_what_is_no_matrix_is_refused():
    with pytest.raises(ValueError, match=r"two axes, got shape \(16,\)"):
        figures.pooling(A.flatten(), 2)


# the sliding window


def test_the_first_windows_and_their_sums():
    assert titles(figures.sliding_window(A, K)) == [
        "1·1 + 2·2 + 5·3 + 6·4 = 44",
        "2·1 + 3·2 + 6·3 + 7·4 = 54",
        "3·1 + 4·2 + 7·3 + 8·4 = 64",
        "5·1 + 6·2 + 9·3 + 10·4 = 84",
    ]


def test_the_window_is_marked_on_the_matrix():
    fourth = figures.sliding_window(A, K).axes[3]
    marked = {(x, y) for (x, y), colour in cells(fourth).items() if colour == figures.WINDOW and x < 4}

    assert marked == {(0, 1), (1, 1), (0, 2), (1, 2)}
    assert outlines(fourth) == [(0, 1, 2, 2)]


def test_the_result_fills_up_from_panel_to_panel():
    panels = figures.sliding_window(A, K).axes
    results = [{"44", "54", "64", "84"} & {text.get_text() for text in panel.texts} for panel in panels]

    assert results == [{"44"}, {"44", "54"}, {"44", "54", "64"}, {"44", "54", "64", "84"}]


def test_no_more_windows_than_there_are():
    assert titles(figures.sliding_window([[1, 2, 3]], [[1, 10]])) == ["1·1 + 2·10 = 21", "2·1 + 3·10 = 32"]
    assert len(figures.sliding_window(A, A).axes) == 1


# padding and stride


def test_the_frame_is_grey_and_holds_the_value():
    figure = figures.padding(K, (1, 2), value=7.0)
    after = figure.axes[1]
    grey = {place for place, colour in cells(after).items() if colour == figures.FRAME}

    assert titles(figure) == ["2 × 2", "padding (1, 2): 4 × 6"]
    assert len(grey) == 4 * 6 - 2 * 2
    assert {words(after)[int(x), int(y)] for x, y in grey} == {"7"}
    assert outlines(after) == [(2, 1, 2, 2)]


def test_infinity_is_written_with_its_sign():
    assert "-∞" in words(figures.padding(K, 1, value=float("-inf")).axes[1]).values()


def test_a_panel_for_each_window_of_a_stride():
    figure = figures.stride(np.arange(30).reshape(5, 6), (2, 3), stride=(2, 3), padding=(1, 0))

    assert titles(figure) == [f"result ({i}, {j})" for i in range(3) for j in range(2)]
    windows = [outlines(panel)[-1] for panel in figure.axes]
    assert windows == [(left, top, 3, 2) for top in (0, 2, 4) for left in (0, 3)]


def test_too_many_windows_are_refused():
    with pytest.raises(ValueError, match="36 windows"):
        figures.stride(torch.zeros(7, 7), (2, 2))


# pooling


def test_each_window_has_its_colour_in_image_and_result():
    image, result = figures.pooling([[1, 3, 2, 1], [4, 2, 0, 5], [7, 0, 9, 8], [1, 6, 8, 9]], 2).axes
    windows = [{cells(image)[x + u, y + v] for u in (0, 1) for v in (0, 1)} for y in (0, 2) for x in (0, 2)]

    assert all(len(window) == 1 for window in windows)
    assert [window.pop() for window in windows] == list(cells(result).values())
    assert [text.get_text() for text in result.texts] == ["4", "5", "7", "9"]


def test_a_ring_marks_the_first_of_several_maxima():
    image = figures.pooling([[5, 1, 2, 2], [0, 5, 2, 2]], 2).axes[0]
    rings = [patch.get_center() for patch in image.patches if isinstance(patch, Circle)]

    assert rings == [(0.5, 0.5), (2.5, 0.5)]


def test_pixels_that_no_window_covers_are_grey():
    figure = figures.pooling(torch.zeros(5, 7), (2, 3))
    grey = {place for place, colour in cells(figure.axes[0]).items() if colour == figures.FRAME}

    assert grey == {(x, y) for x in range(7) for y in range(5) if x == 6 or y == 4}
    assert titles(figure)[1] == "the maxima: 2 × 2"


# the matrix of a convolution


def test_nine_rows_sixteen_columns_and_four_shared_weights():
    panel = figures.convolution_matrix((4, 4), K).axes[1]
    colours = Counter(colour for colour in cells(panel).values() if colour != "#FFFFFF")

    assert len(cells(panel)) == 9 * 16
    assert sorted(colours.values()) == [9, 9, 9, 9]


def test_the_weights_stand_where_torch_puts_them():
    kernel = torch.tensor([[1.0, 2, 3], [4, 5, 6]])
    legend, panel = figures.convolution_matrix((3, 5), kernel).axes
    images = torch.eye(15).reshape(15, 1, 3, 5)
    expected = torch.nn.functional.conv2d(images, kernel[None, None]).reshape(15, -1).T
    shown = {place: text for place, text in words(panel).items() if min(place) >= 0 and text.isdigit()}
    weights = {words(legend)[int(x), int(y)]: colour for (x, y), colour in cells(legend).items()}

    assert shown == {(int(c), int(r)): f"{expected[r, c]:g}" for r, c in expected.nonzero()}
    assert all(cells(panel)[place] == weights[text] for place, text in shown.items())


def test_a_large_image_is_refused():
    with pytest.raises(ValueError, match="784 pixels"):
        figures.convolution_matrix((28, 28), K)


# the blocks of a layer


def test_the_shapes_of_a_layer():
    figure = figures.channels((8, 7, 6), filters=8, kernel=(3, 3))

    assert titles(figure) == ["image (8, 7, 6)", "8 filters (8, 3, 3)", "maps (8, 5, 4)"]


def test_a_filter_and_its_map_have_the_same_colour():
    _, filters, maps = figures.channels((2, 5, 5), filters=3, kernel=(3, 3)).axes
    sheets = [to_hex(p.get_facecolor()).upper() for p in filters.patches if p.get_width() > 1]

    assert Counter(sheets) == dict.fromkeys(figures.MANY[:3], 2)
    assert {to_hex(p.get_facecolor()).upper() for p in maps.patches if p.get_width() > 1} == set(figures.MANY[:3])


def test_of_many_filters_eight_are_drawn():
    figure = figures.channels((1, 28, 28), filters=64, kernel=(3, 3))
    sheets = [patch for patch in figure.axes[2].patches if patch.get_width() > 1]

    assert len(sheets) == 8
    assert titles(figure)[2] == "maps (64, 26, 26)"


# show


def test_without_a_display_show_says_so(capsys):
    figures.padding(K, 1)
    figures.show()

    assert capsys.readouterr().out == "There is no display to show figures on; not shown: 1\n"
    assert plt.get_fignums() == []


def test_with_a_display_show_shows(monkeypatch):
    shown = []
    monkeypatch.setattr(plt, "get_backend", lambda: "TkAgg")
    monkeypatch.setattr(plt, "show", lambda: shown.append(plt.get_fignums()))
    figures.padding(K, 1)
    figures.show()

    assert shown == [[1]]


# in a kit


def test_a_kit_has_them_where_a_source_imports_them(tiny_lab):
    source = tiny_lab().root / "solutions" / "tiny" / "signals.py"
    text = source.read_text() + '\n\n# %%\nif __name__ == "__main__":\n    import figures\n\n    figures.show()\n'

    kit = make(tiny_lab({"solutions/tiny/signals.py": text}))

    assert b"def sliding_window" in kit["figures.py"]
    assert "support/figures.py" not in kit


def test_a_kit_without_figures_does_not_have_them(tiny_kit):
    assert not {"figures.py", "support/figures.py"} & set(tiny_kit)
