"""A student's data set, read once into two tensors: training asks it for nothing after that.

It runs beside student code, as the loop does.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

CLASSES = 10


class Items(Protocol):
    """What the loop asks of a data set: a length, and items by index."""

    def __len__(self) -> int: ...

    def __getitem__(self, i: int, /) -> tuple[Tensor, Tensor]: ...


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
