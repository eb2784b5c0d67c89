"""The training loop that the accuracy threshold is judged by.

It runs beside student code, so it knows nothing but the network, the images and the labels it is given.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from autograder.training.captured import Captured
from autograder.training.items import CLASSES
from autograder.training.steps import Eager, Steps, TrainingError, checked

BATCH_SIZE = 32
LEARNING_RATE = 1e-3
PIECES = 20
"""Parts of an epoch whose losses are kept apart: the points of the loss curve."""


class EpochRecord(NamedTuple):
    """What one epoch came to, each example weighted equally.

    Attributes:
        loss: mean cross-entropy in nats, each batch measured before its own step.
        accuracy: share of right answers in [0, 1], from the same logits as the loss.
        pieces: mean cross-entropy of each twentieth of the epoch, or of each batch where there are fewer.
        kept_mode: whether the network was in the mode it was put in, after training and after judging.
        logits: of the test images after the epoch, float32 (N, 10) on the CPU; None where there are none.
    """

    loss: float
    accuracy: float
    pieces: list[float]
    kept_mode: bool
    logits: Tensor | None


class LossNotFiniteError(TrainingError):
    """The loss is NaN or infinite.

    Attributes:
        value: the loss.
        epoch: from 1.
        batch: likewise.
        batches: of an epoch.
    """

    def __init__(self, value: float, epoch: int, batch: int, batches: int) -> None:
        self.value, self.epoch, self.batch, self.batches = value, epoch, batch, batches
        super().__init__(f"the loss became {value} in epoch {epoch}, batch {batch} of {batches}")


def train(
    network: nn.Module,
    images: Tensor,
    labels: Tensor,
    *,
    epochs: int,
    seed: int,
    device: str,
    test_images: Tensor | None = None,
    capture: bool = False,
    batch_size: int = BATCH_SIZE,
    learning_rate: float = LEARNING_RATE,
) -> list[EpochRecord]:
    """Train a network in place with Adam and cross-entropy, and leave it on `device`.

    The seed decides the order of the examples in every epoch and, through torch's global generator, dropout.
    The weights that the network starts from are its maker's: seed before making it.

    Args:
        network: maps (n, *image) to logits (n, 10).
        images: float32 (N, *image).
        labels: int64 (N,), in 0..9.
        epochs: how often each example is seen.
        seed: of the order and of dropout.
        device: "cpu", "cuda" or another of torch's names.
        test_images: float32 (M, *image); their logits after each epoch are kept.
        capture: whether a step is to be captured as a CUDA graph and replayed; on CUDA only.
        batch_size: examples a step; the last batch of an epoch may be smaller.
        learning_rate: Adam's.

    Returns:
        One record an epoch.

    Raises:
        TrainingError: the network has nothing to train, its output is no (n, 10) tensor of floats, or the
            loss is not finite; in the last case training stops within a twentieth of an epoch.
        NotCapturedError: the step cannot be a graph; the process may not be able to use CUDA any more.
    """
    images = _prepare(network, images, device)
    torch.manual_seed(seed)
    kind = Captured if capture and device == "cuda" else Eager
    network.train()
    steps = kind(network, images, labels.to(device), batch_size, learning_rate)
    torch.manual_seed(seed)
    order = torch.Generator().manual_seed(seed)
    records = []
    for epoch in range(1, epochs + 1):
        network.train()
        steps.begin(torch.randperm(len(images), generator=order))
        pieces = [_mean(losses, sizes) for losses, sizes in _taken(steps, epoch)]
        kept_mode = network.training
        after = None
        if test_images is not None:
            after = logits(network, test_images, device=device)
            kept_mode = kept_mode and not network.training
        losses = steps.losses.tolist()
        accuracy = int(steps.right) / len(images)
        records.append(EpochRecord(_mean(losses, steps.sizes), accuracy, pieces, kept_mode, after))
    return records


def _taken(steps: Steps, epoch: int) -> list[tuple[list[float], list[int]]]:
    """Take an epoch's steps; return the losses and the sizes of the batches of each of its pieces."""
    batches = len(steps.sizes)
    length = math.ceil(batches / PIECES)
    taken = []
    for start in range(0, batches, length):
        piece = slice(start, min(start + length, batches))
        for batch in range(piece.start, piece.stop):
            steps.take(batch)
        # Looked at once a piece: each look makes the GPU's queue run empty.
        losses = steps.losses[piece].tolist()
        for batch, loss in enumerate(losses, start + 1):
            if not math.isfinite(loss):
                raise LossNotFiniteError(loss, epoch, batch, batches)
        taken.append((losses, steps.sizes[piece]))
    return taken


def _mean(losses: list[float], sizes: list[int]) -> float:
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


def logits(network: nn.Module, images: Tensor, *, device: str, batch_size: int = 250) -> Tensor:
    """Compute a network's logits in eval mode, without gradients; the network stays on `device`, and where it was put.

    Args:
        network: maps (n, *image) to logits (n, 10).
        images: float32 (N, *image).
        device: where to compute.
        batch_size: images at a time; it bounds the memory and does not change the result.

    Returns:
        float32 (N, 10) on the CPU, in the order of the images.

    Raises:
        TrainingError: the output is no (n, 10) tensor of floats.
    """
    images = _prepare(network, images, device)
    network.eval()
    parts = []
    with torch.inference_mode():
        for start in range(0, len(images), batch_size):
            x = images[start : start + batch_size]
            parts.append(checked(network(x), len(x)).float())
    return torch.cat(parts).cpu() if parts else torch.empty((0, CLASSES))


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception says that there was not enough memory, on whatever device."""
    # torch's allocator for the CPU raises a plain RuntimeError.
    return isinstance(error, (MemoryError, torch.OutOfMemoryError)) or "can't allocate memory" in str(error)


def _prepare(network: nn.Module, images: Tensor, device: str) -> Tensor:
    """Move network and images to the device; on the CPU in channels-last where the network can take it."""
    network.to(device)
    images = images.to(device)
    _make_lazy_parameters(network, images)
    if device != "cpu" or images.ndim != 4 or len(images) == 0:
        return images
    _lay_out(network, torch.channels_last)
    channels_last = images.contiguous(memory_format=torch.channels_last)
    network.eval()
    try:
        with torch.no_grad():
            network(channels_last[:2])
    except Exception:
        # `view` on a feature map is right code, and works in torch's usual format only. An error that has
        # another cause comes again when the network is used.
        _lay_out(network, torch.contiguous_format)
        return images.contiguous()
    return channels_last


def _make_lazy_parameters(network: nn.Module, images: Tensor) -> None:
    """Let the parameters of lazy layers come into being, as their first input does: an optimiser needs them."""
    if any(is_lazy(parameter) for parameter in network.parameters()):
        network.eval()
        with torch.no_grad():
            network(images[:2])


def _lay_out(network: nn.Module, memory_format: torch.memory_format) -> None:
    network.to(memory_format=memory_format)  # type: ignore[call-overload]
