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


def look(check, figure, history):
    """Compare what is in the figure with the three lists of a history."""
    panels = check.figure(figure)
    for name, values in zip(("loss", "train_accuracy", "test_accuracy"), history, strict=True):
        panel, line = find(check, panels, values, name)
        epochs = [float(epoch) for epoch in range(1, len(values) + 1)]
        check.equal(line.x, epochs, f"the epochs of the curve of {name}")
        if name != "loss":
            check.equal(
                told_as(panels, panel, line),
                name[: name.index("_")],
                f"what legend and titles call the curve of {name}",
            )


def some_history(rng, n):
    """Three lists of n numbers, in which each number differs from all others."""
    values = (rng.permutation(3 * n) + 1) / (3 * n + 1)
    loss, train, test = values.reshape(3, n).tolist()
    return [1 + value for value in loss], train, test


def orderly_history(rng, n):
    """Three such lists of a training that goes well: the loss falls, the accuracies rise."""
    loss, train, test = some_history(rng, n)
    return sorted(loss, reverse=True), sorted(train), sorted(test)


def handed(student, history):
    """The student's History of three lists."""
    loss, train, test = history
    return student.History(loss=loss, train_accuracy=train, test_accuracy=test)


@pytest.mark.points(1)
def test_any_number_of_epochs(student, check, rng):
    """Other numbers of epochs, curves that cross and fall."""
    for n in (7, 2):
        history = some_history(rng, n)
        look(check, student.plot_curves(handed(student, history)), history)


@pytest.mark.points(0.5)
def test_one_epoch(student, check, rng):
    """A single epoch."""
    history = some_history(rng, 1)
    look(check, student.plot_curves(handed(student, history)), history)


@pytest.mark.points(0.5)
def test_new_figure(student, check, rng):
    """Two calls make two figures, and the history stays as it was."""
    one, other = orderly_history(rng, 4), orderly_history(rng, 4)
    history = handed(student, one)
    first, second = student.plot_curves(history), student.plot_curves(handed(student, other))
    for figure, drawn, absent in ((first, one, other), (second, other, one)):
        look(check, figure, drawn)
        strangers = [values for values in absent if curves(check.figure(figure), values)]
        check.that(not strangers, "the figure of one history shows a curve of another history too")
    for name, values in zip(("loss", "train_accuracy", "test_accuracy"), one, strict=True):
        check.equal(list(getattr(history, name)), values, f"history.{name} after the call")
