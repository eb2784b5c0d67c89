"""One training step, and what is kept of it until the epoch's end."""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from autograder.training.items import CLASSES


class TrainingError(Exception):
    """The network cannot be trained or judged; the message is written for the student."""


class Steps(ABC):
    """Steps of Adam on the cross-entropy. All they measure stays on the device, where no step has to wait for it.

    Args:
        network: maps (n, *image) to logits (n, 10); in training mode.
        images: float32 (N, *image), on the network's device.
        labels: int64 (N,), likewise.
        batch_size: examples a step; the last batch may be smaller.
        learning_rate: Adam's.

    Attributes:
        sizes: how many examples each batch of an epoch has.
        losses: mean cross-entropy of each batch of this epoch in nats, before its own step.
        right: examples of this epoch that were classified right, by the same logits.

    Raises:
        TrainingError: the network has nothing to train.
    """

    def __init__(
        self, network: nn.Module, images: Tensor, labels: Tensor, batch_size: int, learning_rate: float
    ) -> None:
        parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
        if not parameters:
            raise TrainingError("the network has no parameters to train")
        self._network, self._images, self._labels = network, images, labels
        self._batch_size = batch_size
        self.sizes = [min(batch_size, len(images) - start) for start in range(0, len(images), batch_size)]
        self.losses = torch.zeros(len(self.sizes), device=images.device)
        self.right = torch.zeros((), dtype=torch.int64, device=images.device)
        self._permutation = torch.zeros(len(images), dtype=torch.int64, device=images.device)
        self._optimiser = self._make_optimiser(parameters, learning_rate)

    def _make_optimiser(self, parameters: list[nn.Parameter], learning_rate: float) -> torch.optim.Optimizer:
        # Constructing the first optimiser of a process imports some 800 modules; stepping imports none.
        return torch.optim.Adam(parameters, lr=learning_rate)

    def begin(self, permutation: Tensor) -> None:
        """Begin an epoch with the examples in this order, int64 (N,)."""
        self._permutation.copy_(permutation)
        self.losses.zero_()
        self.right.zero_()

    @abstractmethod
    def take(self, batch: int) -> None:
        """Take the step of a batch, numbered from 0."""

    def _learn(self, index: Tensor) -> Tensor:
        """Learn from the examples at these places; return the loss before the step."""
        x, y = self._images[index], self._labels[index]
        output = checked(self._network(x), len(x))
        loss = F.cross_entropy(output, y)
        loss.backward()
        self._optimiser.step()
        self.right += (output.detach().argmax(dim=1) == y).sum()
        return loss.detach()


class Eager(Steps):
    """Steps that are computed as they are written."""

    def take(self, batch: int) -> None:
        """Take the step of a batch, numbered from 0."""
        self._optimiser.zero_grad()
        start = batch * self._batch_size
        self.losses[batch] = self._learn(self._permutation[start : start + self._batch_size])


def checked(output: object, n: int) -> Tensor:
    """Return a network's output for n images; raise TrainingError where it is no (n, 10) tensor of floats."""
    if not isinstance(output, Tensor):
        raise TrainingError(f"the network returned {type(output).__name__}, expected a tensor of logits")
    if output.shape != (n, CLASSES) or not output.is_floating_point():
        kind = str(output.dtype).removeprefix("torch.")
        raise TrainingError(
            f"the network returned {kind} {tuple(output.shape)} for {n} images, expected float32 ({n}, {CLASSES})"
        )
    return output
