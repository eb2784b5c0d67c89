"""What a training shows of its mistake: of pixels, activations, softmax, modes, or that nothing was learnt.

Accuracy alone does not tell: some of these cost a few per cent, and some nothing at all. What is looked at are
values only, which anyone who trains a network has: pixels, losses and scores.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

GREYS = (0, 60, 120, 180, 240)
"""Levels of images of one even grey, equally far apart: on these, a network without activations is a straight line."""

GUESSING = math.log(10)
"""The cross-entropy, in nats, of giving ten classes the same score."""


class Finding(NamedTuple):
    """A mistake that was recognised.

    Attributes:
        id: its name, as in a lab's catalogue.
        text: what the student reads.
    """

    id: str
    text: str


class Shown(NamedTuple):
    """What a training has shown.

    Attributes:
        pixels: least and greatest of the training images as the data set gives them.
        losses: mean cross-entropy of each part of the training, in order, in nats.
        train_accuracy: of the last epoch, measured while it was trained; in [0, 1].
        test_accuracy: afterwards, in eval mode.
        logits: for the test images, (N, 10).
        again: for the first of these once more, each in another batch; (n, 10).
        greys: for images of the even greys `GREYS`, (5, 10).
        weights: how many weight matrices and filters there are, or should be.
        kept_mode: whether the network stayed in the mode that it was put in.
    """

    pixels: tuple[float, float]
    losses: Sequence[float]
    train_accuracy: float
    test_accuracy: float
    logits: Tensor
    again: Tensor
    greys: Tensor
    weights: int
    kept_mode: bool = True


def finding(shown: Shown) -> Finding | None:
    """Return the mistake that a training shows; None where it shows none of those that are known."""
    return (
        _mode(shown)
        or _softmax(shown)
        or pixels_finding(shown.pixels)
        or _activations(shown)
        or _running_averages(shown)
        or _nothing_learnt(shown)
    )


def pixels_finding(pixels: tuple[float, float]) -> Finding | None:
    """Return what the least and the greatest pixel show: not scaled, scaled twice, or all the same."""
    least, greatest = pixels
    if greatest == least:
        return Finding("pixels-equal", f"Every pixel of your data set is {least:g}: where do the images get lost?")
    if greatest > 16:
        text = f"The pixels of your data set go up to {greatest:g}. Did the division by 255 get lost?"
        return Finding("scale-none", text)
    if max(abs(least), abs(greatest)) < 0.05:
        text = f"The pixels of your data set go up to {greatest:.4f} only. How often is each of them divided?"
        return Finding("scale-twice", text)
    return None


def _mode(shown: Shown) -> Finding | None:
    first = shown.logits[: len(shown.again)]
    spread = float(first.std())
    apart = float((first - shown.again).abs().max()) if len(first) else 0.0
    if math.isfinite(spread) and apart > 1e-2 * spread > 0:
        text = (
            "In eval mode an image must get the same scores whenever it comes, and in whatever batch; your network "
            "gave the same image different ones. Is batch normalisation or dropout still working as in training? "
            "(`F.dropout` and `F.batch_norm` ask for the mode: `training=self.training`.)"
        )
        return Finding("mode-ignored", text)
    if not shown.kept_mode:
        text = (
            "Your network changed its own mode while it was used. Whoever trains it calls `train()` and `eval()`; "
            "is there such a call in your `forward`?"
        )
        return Finding("mode-changed", text)
    return None


def _softmax(shown: Shown) -> Finding | None:
    sums = shown.logits.double().sum(dim=1)
    if float(shown.logits.min()) >= 0 and float((sums - 1).abs().max()) < 1e-3:
        text = (
            "The ten scores of every image are positive and add up to 1, so your network ends in a softmax. What does "
            "cross-entropy apply to its input, and what becomes of a number between 0 and 1 in it?"
        )
        return Finding("softmax-output", text)
    return None


def _activations(shown: Shown) -> Finding | None:
    greys = shown.greys.double()
    bends = (greys[2:] - 2 * greys[1:-1] + greys[:-2]).abs().max()
    reach = (greys[-1] - greys[0]).abs().max()
    if shown.weights > 1 and float(reach) > 1e-2 and float(bends) < 1e-4 * float(reach):
        text = (
            "On even greys from black to white your network's scores lie on a straight line: between its layers there "
            "is nothing that bends it, and layers that nothing stands between are one layer. Where are the ReLUs?"
        )
        return Finding("relu-missing", text)
    return None


def _nothing_learnt(shown: Shown) -> Finding | None:
    guesses = shown.logits.argmax(dim=1).bincount(minlength=10)
    most = float(guesses.max()) / max(1, len(shown.logits))
    began, ended = (shown.losses[0], shown.losses[-1]) if shown.losses else (math.nan, math.nan)
    if most > 0.99 or ended > 0.9 * GUESSING:
        text = (
            f"Nothing was learnt: the loss began at {began:.2f} and ended at {ended:.2f}, where guessing costs "
            f"{GUESSING:.2f} (the logarithm of 10), and {most:.0%} of the test images got the same class. Do gradients "
            "reach every layer, and is there anything behind the last one that should not be?"
        )
        return Finding("never-learns", text)
    return None


def _running_averages(shown: Shown) -> Finding | None:
    if shown.train_accuracy - shown.test_accuracy > 0.25:
        text = (
            f"Your network was right on {shown.train_accuracy:.0%} of the images while it was trained, and on "
            f"{shown.test_accuracy:.0%} of the test images in eval mode. What does it do differently there? Think of "
            "batch normalisation's running averages, and of test images that are prepared in another way."
        )
        return Finding("eval-differs", text)
    return None


def stopped(value: float, epoch: int, batch: int, batches: int, pixels: tuple[float, float]) -> Finding:
    """Return what is to be said where the loss was no longer finite, and training stopped."""
    text = f"The loss became {value} in epoch {epoch}, batch {batch} of {batches}, and training stopped there. "
    cause = pixels_finding(pixels)
    more = cause.text if cause else "Does your network divide, or take a root or a logarithm, where that has no value?"
    return Finding("loss-not-finite", text + more)
