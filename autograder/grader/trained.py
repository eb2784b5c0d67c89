"""What came of a training run, read from what a worker claims: numbers of the right kind, or nothing."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import torch
from torch import Tensor

from autograder.grader.exam import Answers, Exam
from autograder.kit.errors import Raised
from autograder.kit.learning import Finding, Shown, finding, stopped
from autograder.training.items import CLASSES

MOST_PIECES = 100
"""Points of a loss curve in the results."""


class Epoch(NamedTuple):
    """One epoch; the losses in nats and the train accuracy are the worker's claims, and only shown.

    Attributes:
        loss: mean cross-entropy.
        pieces: of each part of the epoch.
        train_accuracy: in training mode, in [0, 1].
        test_accuracy: in eval mode, by labels that the worker does not have.
        answers: to the exam after this epoch.
        kept_mode: whether the network stayed in the mode it was put in.
    """

    loss: float
    pieces: list[float]
    train_accuracy: float
    test_accuracy: float
    answers: Answers
    kept_mode: bool


class Trained(NamedTuple):
    """A whole training run.

    Attributes:
        epochs: the records.
        pixels: least and greatest of the training images.
        weights: weight matrices and filters that the network should have.
        captured: whether the steps were a CUDA graph.
        lent: the exercise that the reference's answer stood in for, or an empty text.
    """

    epochs: list[Epoch]
    pixels: tuple[float, float]
    weights: int
    captured: bool
    lent: str

    @property
    def accuracy(self) -> float:
        """The test accuracy after the last epoch."""
        return self.epochs[-1].test_accuracy

    def finding(self) -> Finding | None:
        """Return the mistake that the run shows, if it is a known one."""
        last = self.epochs[-1]
        losses = [loss for epoch in self.epochs for loss in epoch.pieces]
        shown = Shown(self.pixels, losses, last.train_accuracy, last.test_accuracy, *last.answers, self.weights)
        return finding(shown._replace(kept_mode=last.kept_mode))

    def facts(self) -> dict[str, Any]:
        """Return what stands in the results."""
        pieces = [loss for epoch in self.epochs for loss in epoch.pieces]
        step = math.ceil(len(pieces) / MOST_PIECES) or 1
        return {
            "test_accuracy": self.accuracy,
            "loss": [epoch.loss for epoch in self.epochs],
            "train_accuracy": [epoch.train_accuracy for epoch in self.epochs],
            "test_accuracies": [epoch.test_accuracy for epoch in self.epochs],
            "loss_curve": [round(sum(part) / len(part), 4) for part in _parts(pieces, step)],
            "steps": "graph" if self.captured else "eager",
        }


class LossNotFinite(Raised):
    """The training ended early; the message is what students read."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.text, "LossNotFinite")
        self.finding = found


class OutOfMemory(Raised):
    """The network needed more memory than there was."""

    def __init__(self, limit: str) -> None:
        text = f"The training needed more memory than {limit}. Does your network keep what it computed for each batch?"
        super().__init__(text, "MemoryError")


class NotCaptured(Exception):
    """The step is no CUDA graph: in a fresh worker it is to be computed eagerly."""


def read(claim: Any, exam: Exam, epochs: int, pixels: tuple[float, float], weights: int, memory: str) -> Trained:
    """Read a worker's answer to `train`.

    Args:
        claim: The answer.
        exam: Whose images it has judged.
        epochs: How many there must be.
        pixels: Least and greatest of the training images.
        weights: Weight matrices and filters of the reference.
        memory: What there was, in words.

    Raises:
        Raised: What the student reads where the run ended early, or the logits are no logits.
        NotCaptured: It is to be asked again for eager steps.
    """
    if not isinstance(claim, dict):
        raise Raised("The program's answer could not be read.", "WireError")
    early = claim.get("stopped")
    if isinstance(early, dict):
        raise _early(early, pixels, memory)
    found = claim.get("epochs")
    if not isinstance(found, list) or len(found) != epochs:
        raise Raised("The program's answer could not be read.", "WireError")
    return Trained([_epoch(each, exam) for each in found], pixels, weights, claim.get("captured") is True, "")


def _early(early: dict[str, Any], pixels: tuple[float, float], memory: str) -> Exception:
    """Return what ended a training before its end."""
    reason, value = early.get("reason"), early.get("value")
    epoch, batch, batches = (early.get(key) for key in ("epoch", "batch", "batches"))
    if reason == "capture":
        return NotCaptured()
    if reason == "memory":
        return OutOfMemory(memory)
    if reason == "loss" and type(value) is float and type(epoch) is int and type(batch) is int and type(batches) is int:
        return LossNotFinite(stopped(value, epoch, batch, batches, pixels))
    text = early.get("text")
    return Raised(f"Training stopped: {text}." if isinstance(text, str) else "Training stopped.", "TrainingError")


def _epoch(claim: Any, exam: Exam) -> Epoch:
    logits = claim.get("logits") if isinstance(claim, dict) else None
    if not isinstance(logits, Tensor):
        raise Raised("The program's answer could not be read.", "WireError")
    answers = exam.answers(_logits(logits, len(exam.images)))
    pieces = claim.get("pieces")
    return Epoch(
        loss=_number(claim.get("loss")),
        pieces=[_number(piece) for piece in pieces[:MOST_PIECES]] if isinstance(pieces, list) else [],
        train_accuracy=min(1.0, max(0.0, _number(claim.get("accuracy")))),
        test_accuracy=exam.accuracy(answers),
        answers=answers,
        kept_mode=claim.get("kept_mode") is not False,
    )


def _logits(logits: Tensor, count: int) -> Tensor:
    if logits.shape != (count, CLASSES) or not logits.dtype.is_floating_point:
        raise Raised(f"The network gave a tensor of shape {tuple(logits.shape)}, expected ({count}, {CLASSES}).")
    logits = logits.float()  # not every operation knows every type of float
    if not bool(torch.isfinite(logits).all()):
        raise Raised("The network gave NaN or infinity for some test images.")
    return logits


def _number(value: Any) -> float:
    return round(value, 6) if type(value) is float and abs(value) < 1e12 else 0.0


def _parts(values: list[float], length: int) -> list[list[float]]:
    return [values[start : start + length] for start in range(0, len(values), length)]
