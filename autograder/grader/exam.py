"""The test images as one submission gets them, and what its answers to them show."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from autograder.kit.learning import GREYS

NOISE = 2
"""Grey levels out of 255 by which a pixel is moved at most: no eye sees it, and a table of known images finds none."""

REPEATED = 100
"""Images that are asked for twice, in other company: a network in eval mode says the same both times."""


class Answers(NamedTuple):
    """A network's logits, each float32 (n, 10).

    Attributes:
        images: for the test images, in the order of the exam's labels.
        again: for the first of these, which were asked for once more.
        greys: for even greys, from black on.
    """

    images: Tensor
    again: Tensor
    greys: Tensor


class Exam:
    """All test images, perturbed and shuffled, with some of them twice and a few that are only there to learn from.

    Args:
        images: uint8 (N, 28, 28).
        labels: int64 (N,).
        seed: of the noise and of the order; whoever knows it knows the labels, so no worker may.

    Attributes:
        images: uint8 (M, 28, 28), what is handed out.
        labels: int64 (N,), of the test images; they are never handed out.
    """

    def __init__(self, images: Tensor, labels: Tensor, seed: int) -> None:
        generator = torch.Generator().manual_seed(seed)
        order = torch.randperm(len(images), generator=generator)
        noise = torch.randint(-NOISE, NOISE + 1, images.shape, generator=generator, dtype=torch.int16)
        perturbed = (images[order] + noise).clamp(0, 255).to(torch.uint8)
        greys = torch.tensor(GREYS, dtype=torch.uint8)[:, None, None].expand(-1, *images.shape[1:])
        parts = [perturbed, perturbed[:REPEATED], greys]
        self._sizes = [len(part) for part in parts]
        self._order = torch.randperm(sum(self._sizes), generator=generator)
        self.images = torch.cat(parts)[self._order]
        self.labels = labels[order]

    def answers(self, logits: Tensor) -> Answers:
        """Sort logits (M, 10) for what was handed out."""
        sorted_logits = torch.empty_like(logits)
        sorted_logits[self._order] = logits
        return Answers(*sorted_logits.split(self._sizes))

    def accuracy(self, answers: Answers) -> float:
        """Return the share of test images that were classified right, in [0, 1]."""
        return float((answers.images.argmax(dim=1) == self.labels).double().mean())


def secret_seed(lab: Path, digest: str, attempt: int) -> int:
    """Return a seed that depends on a submission's content, and on what only the grader can read of its lab.

    Args:
        lab: `assignments/NAME`.
        digest: of the submission.
        attempt: 0 for the first training of a grading.
    """
    found = hashlib.sha256(f"{digest} {attempt}".encode())
    for path in sorted((lab / "hidden").rglob("*.py")):
        found.update(path.read_bytes())
    return int.from_bytes(found.digest()[:7], "big")
