import pytest
import torch


def legend_entry(panels, panel, line):
    """What a legend says of a line: its label, or the entry in its place where the legend was given a list."""
    if line.label and any(line.label in other.legend for other in panels):
        return line.label
    if any(other.label in panel.legend for other in panel.lines):
        return ""
    everywhere = [other for each in panels for other in each.lines]
    lines = everywhere if len(panel.legend) >= len(everywhere) else panel.lines
    place = next(place for place, other in enumerate(lines) if other is line)
    return panel.legend[place] if place < len(panel.legend) else ""


def told_as(panels, panel, line):
    """Whether a curve is told as "train" or "test": by a legend, or else by what its axes say."""
    for text in (legend_entry(panels, panel, line), panel.title, panel.y_label):
        words = [word for word in ("train", "test") if word in text.lower()]
        if len(words) == 1:
            return words[0]
    return "neither train nor test"


def same(yours, expected):
    """Whether two lists of numbers agree."""
    yours, expected = torch.tensor(yours, dtype=torch.float64), torch.tensor(expected, dtype=torch.float64)
    return yours.shape == expected.shape and torch.allclose(yours, expected, rtol=1e-6, atol=1e-9)


def curves(panels, values):
    """The curves with these values, each with its axes; an accuracy may be drawn in percent."""
    percent = [100 * value for value in values]
    both = [(panel, line) for panel in panels for line in panel.lines]
    return [(panel, line) for panel, line in both if same(line.y, values) or same(line.y, percent)]


def find(check, panels, values, name):
    """The curve of one list of the history, with its axes."""
    found = curves(panels, values)
    if not found:
        lines = [line for panel in panels for line in panel.lines]
        check.that(lines, "there is no curve in the figure")
        nearest = min(lines, key=lambda line: sum(abs(a - b) for a, b in zip(line.y, values, strict=False)))
        check.equal(nearest.y, values, f"no curve has the values of history.{name}; these are the nearest curve's")
    return found[0]


@pytest.mark.points(1)
def test_curves(student, check):
    """Loss, training accuracy and test accuracy are drawn over the epochs 1, 2, 3."""
    loss, train, test = [0.9, 0.6, 0.5], [0.7, 0.8, 0.85], [0.65, 0.75, 0.78]
    history = student.History(loss=loss, train_accuracy=train, test_accuracy=test)
    panels = check.figure(student.plot_curves(history))
    for name, values in (("loss", loss), ("train_accuracy", train), ("test_accuracy", test)):
        _, line = find(check, panels, values, name)
        check.equal(line.x, [1.0, 2.0, 3.0], f"the epochs of the curve of {name}")


@pytest.mark.points(1)
def test_names(student, check):
    """Which accuracy is which: a legend or the title of the axes says train or test."""
    train, test = [0.7, 0.8, 0.85], [0.65, 0.75, 0.78]
    history = student.History(loss=[0.9, 0.6, 0.5], train_accuracy=train, test_accuracy=test)
    panels = check.figure(student.plot_curves(history))
    for word, values in (("train", train), ("test", test)):
        panel, line = find(check, panels, values, f"{word}_accuracy")
        check.equal(told_as(panels, panel, line), word, f"what legend and titles call the curve of {word}_accuracy")
