"""Draws how a training went: the loss on the way, and the accuracies after each epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

if TYPE_CHECKING:
    from collections.abc import Sequence


def draw(
    losses: Sequence[float],
    train_accuracy: Sequence[float],
    test_accuracy: Sequence[float],
    threshold: float | None = None,
) -> Figure:
    """Return a figure with two panels over the epochs.

    Args:
        losses: mean cross-entropy, in nats, of equal parts of the whole training, in order.
        train_accuracy: of each epoch, in [0, 1].
        test_accuracy: after each epoch, in [0, 1].
        threshold: the accuracy that is wanted, where there is one.
    """
    epochs = len(test_accuracy)
    figure = Figure(figsize=(9, 3.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    # Each part is drawn where it ends: the last one at the end of the last epoch.
    left.plot([epochs * (i + 1) / len(losses) for i in range(len(losses))], losses, color="#08519c")
    left.set(title="training loss", xlabel="epoch", ylabel="cross-entropy", xlim=(0, None), ylim=(0, None))
    numbers = range(1, epochs + 1)
    right.plot(numbers, train_accuracy, "o-", color="#9ecae1", label="train, on the way")
    right.plot(numbers, test_accuracy, "o-", color="#08519c", label="test, after the epoch")
    if threshold is not None:
        right.axhline(threshold, color="#a50f15", linestyle="--", label=f"threshold {threshold:g}")
    right.set(title="accuracy", xlabel="epoch", xlim=(0.5, epochs + 0.5))
    right.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    right.legend(loc="best")
    return figure
