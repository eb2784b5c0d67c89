"""The training loop that the accuracy threshold is judged by.

It runs beside student code, so it knows nothing but the network, the images and the labels it is given.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

if TYPE_CHECKING:
    from collections.abc import Callable

CLASSES = 10


class TrainingError(Exception):
    """The network cannot be trained or judged; the message is written for the student."""


class Items(Protocol):
    """What the loop asks of a data set: a length, and items by index."""

    def __len__(self) -> int: ...

    def __getitem__(self, i: int, /) -> tuple[Tensor, Tensor]: ...


class EpochRecord(NamedTuple):
    """What one epoch came to, each example weighted equally.

    Attributes:
        loss: mean cross-entropy in nats, each batch measured before its own step.
        accuracy: share of right answers in [0, 1], from the same logits as the loss.
    """

    loss: float
    accuracy: float


def materialise(dataset: Items, count: int) -> tuple[Tensor, Tensor]:
    """Read the first `count` items of a data set, each once and in order.

    Returns:
        Images, float32 (count, *shape of an image), and labels, int64 (count,); copies, on the CPU.

    Raises:
        ValueError: the data set is shorter than `count`, or an item is not a pair of a float32 tensor of the
            first one's shape and an int64 tensor without axes in 0..9. The message names the item.
    """
    if len(dataset) < count:
        raise ValueError(f"the data set has {len(dataset)} items, expected at least {count}")
    images, labels = torch.empty(count), torch.empty(count, dtype=torch.int64)
    for i in range(count):
        image, label = _pair(dataset[i], i)
        if i == 0:
            images = torch.empty((count, *image.shape))
        if image.shape != images.shape[1:]:
            expected = tuple(images.shape[1:])
            raise ValueError(f"item {i}: the image has shape {_shape(image)}, expected item 0's {expected}")
        # Copied at once: a data set may hand out the same buffer again and again.
        images[i] = image.detach()
        labels[i] = label
    outside = ((labels < 0) | (labels >= CLASSES)).nonzero().flatten()
    if len(outside):
        i = int(outside[0])
        raise ValueError(f"item {i}: the label is {int(labels[i])}, expected 0 to {CLASSES - 1}")
    return images, labels


def train(
    network: nn.Module,
    images: Tensor,
    labels: Tensor,
    *,
    epochs: int,
    seed: int,
    device: str,
    batch_size: int = 32,
    learning_rate: float = 1e-3,
    progress: Callable[[int, int, int], None] | None = None,
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
        batch_size: examples a step; the last batch of an epoch may be smaller.
        learning_rate: Adam's.
        progress: called after each step with the epoch, the batch (both from 1) and the batches of an epoch.

    Returns:
        One record an epoch.

    Raises:
        TrainingError: the network has nothing to train, its output is no (n, 10) tensor of floats, or the
            loss is not finite; in the last case training stops at once.
    """
    images = _prepare(network, images, device)
    labels = labels.to(device)
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    if not parameters:
        raise TrainingError("the network has no parameters to train")
    # Constructing the first optimiser of a process imports some 800 modules; stepping imports none.
    optimiser = torch.optim.Adam(parameters, lr=learning_rate)
    torch.manual_seed(seed)
    order = torch.Generator().manual_seed(seed)
    batches = math.ceil(len(images) / batch_size)
    records = []
    for epoch in range(1, epochs + 1):
        network.train()
        loss_sum, right = 0.0, torch.zeros((), dtype=torch.int64, device=device)
        permutation = torch.randperm(len(images), generator=order).to(device)
        for batch in range(1, batches + 1):
            index = permutation[(batch - 1) * batch_size : batch * batch_size]
            x, y = images[index], labels[index]
            optimiser.zero_grad()
            output = _checked(network(x), len(x))
            loss = F.cross_entropy(output, y)
            value = loss.item()
            if not math.isfinite(value):
                place = f"epoch {epoch}, batch {batch} of {batches}"
                raise TrainingError(f"the loss became {value} in {place}; training was stopped there")
            loss.backward()
            optimiser.step()
            loss_sum += value * len(x)
            right += (output.detach().argmax(dim=1) == y).sum()
            if progress is not None:
                progress(epoch, batch, batches)
        records.append(EpochRecord(loss_sum / len(images), int(right) / len(images)))
    return records


def logits(network: nn.Module, images: Tensor, *, device: str, batch_size: int = 1000) -> Tensor:
    """Compute a network's logits in eval mode, without gradients; the network stays in eval mode on `device`.

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
    result = torch.empty((len(images), CLASSES), dtype=torch.float32)
    with torch.inference_mode():
        for start in range(0, len(images), batch_size):
            x = images[start : start + batch_size]
            result[start : start + len(x)] = _checked(network(x), len(x))
    return result


def _prepare(network: nn.Module, images: Tensor, device: str) -> Tensor:
    """Move network and images to the device; on the CPU in channels-last where the network can take it."""
    network.to(device)
    images = images.to(device)
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


def _lay_out(network: nn.Module, memory_format: torch.memory_format) -> None:
    network.to(memory_format=memory_format)  # type: ignore[call-overload]


def _checked(output: object, n: int) -> Tensor:
    if not isinstance(output, Tensor):
        raise TrainingError(f"the network returned {type(output).__name__}, expected a tensor of logits")
    if output.shape != (n, CLASSES) or not output.is_floating_point():
        kind = str(output.dtype).removeprefix("torch.")
        raise TrainingError(
            f"the network returned {kind} {_shape(output)} for {n} images, expected float32 ({n}, {CLASSES})"
        )
    return output


def _pair(item: object, i: int) -> tuple[Tensor, Tensor]:
    if not isinstance(item, tuple | list) or len(item) != 2:
        raise ValueError(f"item {i} is no pair (image, label)")
    image, label = item
    for what, value, dtype in (("image", image, torch.float32), ("label", label, torch.int64)):
        if not isinstance(value, Tensor):
            raise ValueError(f"item {i}: the {what} is of type {type(value).__name__}, expected a tensor")  # noqa: TRY004
        if value.dtype != dtype:
            raise ValueError(f"item {i}: the {what} is {value.dtype}, expected {dtype}")
    if label.ndim:
        raise ValueError(f"item {i}: the label has shape {_shape(label)}, expected a tensor without axes")
    return image, label


def _shape(tensor: Tensor) -> str:
    return str(tuple(tensor.shape))
