"""One training run of a submission: whose network on whose data set, on which device, with which seed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import Tensor

from autograder.grader import memory
from autograder.grader.exam import Exam, secret_seed
from autograder.grader.trained import NotCaptured, OutOfMemory, Trained, read
from autograder.grader.turns import Turns
from autograder.kit.errors import Raised, StudentError
from autograder.training import items, loop
from autograder.training.captured import NotCapturedError
from autograder.wire import Handle

if TYPE_CHECKING:
    from pathlib import Path

    from autograder.assignment import Assignment, Exercise, Training
    from autograder.grader.order import Order
    from autograder.grader.reference import Reference
    from autograder.grader.session import Session


class TrainingData(NamedTuple):
    """Fashion-MNIST: uint8 images (N, 28, 28) and int64 labels (N,).

    Attributes:
        turns: a file that those lock who train on the same GPU; None where nobody else does.
    """

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    turns: Path | None = None


class TrainingRun:
    """Trains a submission's network on its data set, with the reference's in place of one of them where it is lent.

    Args:
        session: Starts workers.
        assignment: The lab; it has a training.
        reference: What is lent.
        data: Fashion-MNIST.
        order: Names the profile and the submission.
        attempt: 0 for the first run; each has its own weights, order and noise.
    """

    def __init__(
        self,
        session: Session,
        assignment: Assignment,
        reference: Reference,
        data: TrainingData,
        order: Order,
        attempt: int = 0,
    ) -> None:
        assert assignment.training is not None
        assert order.profile is not None
        training: Training = assignment.training
        self._session = session
        self._reference = reference
        self._order = order
        self._profile = training.profiles[order.profile]
        self._cuda = self._profile.device == "cuda"
        self._dataset: Exercise = assignment.exercise(training.dataset)
        self._network: Exercise = assignment.exercise(training.network)
        self._limits = assignment.limits
        self._seed = int(order.digest[8:16], 16) + attempt
        self._turns = Turns(data.turns if self._cuda else None)
        count = self._profile.images
        self._train = data.train_images[:count], data.train_labels[:count]
        self._exam = Exam(data.test_images, data.test_labels, secret_seed(assignment.folder, order.digest, attempt))

    def train(self, *, own_network: bool, own_data: bool) -> Trained:
        """Train, and return what came of it.

        Raises:
            StudentError: What the student reads where nothing did.
        """
        torch.set_num_threads(self._order.threads)
        test_labels = torch.zeros(len(self._exam.images), dtype=torch.int64)
        get = self._items_of_student if own_data else self._items_of_reference
        images, labels = get(*self._train)
        test_images, _ = get(self._exam.images, test_labels)
        lent = "" if own_network and own_data else self._dataset.name if own_network else self._network.name
        train = self._train_student if own_network else self._train_reference
        try:
            with self._turns.shared():
                found = self._captured_or_eager(train, images, labels, test_images)
        except OutOfMemory:
            if self._turns.single:
                raise
            # What others held may have been what was missing. Its clock begins when they are gone.
            with self._turns.alone(), self._session.on_its_own_clock(self._limits.training_seconds):
                found = self._captured_or_eager(train, images, labels, test_images)
        return found._replace(lent=lent)

    def has_network(self) -> bool:
        """Whether at least half of the reference's parameters are in the student's network too, by their shapes.

        The reference is lent for a network with a mistake in it, not for one that was never written.
        """
        worker = self._session.start(self._network.forbids, training=True)
        try:
            handle = self._ask(worker, self._network, {"op": "call", "name": self._network.name, "args": []})
            request = {"op": "probe", "name": "parameters", "args": [Handle(_id(handle))]}
            found = self._ask(worker, self._network, request)
        except StudentError:
            return False
        finally:
            worker.kill()
        own = Counter(part.shape for part in found if isinstance(part, Tensor)) if isinstance(found, list) else {}
        right = Counter(part.shape for part in self._reference[self._network.name]().parameters())
        return 2 * (right & Counter(own)).total() >= right.total()

    def _items_of_student(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        worker = self._session.start(self._dataset.forbids, training=True)
        try:
            handle = self._ask(worker, self._dataset, {"op": "call", "name": self._dataset.name, "args": [x, y]})
            message = {"op": "materialise", "handle": _id(handle), "count": len(x)}
            found = self._ask(worker, self._dataset, message)
        finally:
            worker.kill()
        return _checked_items(found, len(x))

    def _items_of_reference(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return items.materialise(self._reference[self._dataset.name](x, y), len(x))

    def _captured_or_eager(self, train: Any, images: Tensor, labels: Tensor, test_images: Tensor) -> Trained:
        message = {
            "images": images,
            "labels": labels,
            "epochs": self._profile.epochs,
            "seed": self._seed,
            "device": self._profile.device,
            "test_images": test_images,
        }
        try:
            claim = train({**message, "capture": self._cuda})
            return self._read(claim, images)
        except NotCaptured:
            return self._read(train({**message, "capture": False}), images)

    def _read(self, claim: Any, images: Tensor) -> Trained:
        pixels = float(images.min()), float(images.max())
        weights = sum(part.ndim > 1 for part in self._reference[self._network.name]().parameters())
        available = "the GPU has" if self._cuda else f"the {self._limits.memory_mib:,} MiB that a submission may use"
        return read(claim, self._exam, self._profile.epochs, pixels, weights, available)

    def _train_student(self, message: dict[str, Any]) -> Any:
        """Train the student's network in a fresh worker."""
        worker = self._session.start(self._network.forbids, training=True, cuda=self._cuda, seed=self._seed)
        try:
            handle = self._ask(worker, self._network, {"op": "call", "name": self._network.name, "args": []})
            message = {"op": "train", "handle": _id(handle), "threads": self._order.threads, **message}
            return self._ask(worker, self._network, message)
        finally:
            worker.kill()

    def _train_reference(self, message: dict[str, Any]) -> Any:
        """Train the reference here, with the answer that a worker would give."""
        torch.manual_seed(self._seed)
        network = self._reference[self._network.name]()
        with memory.unlimited(self._cuda):
            try:
                records = loop.train(network, **message)
            except NotCapturedError:
                records = loop.train(network, **{**message, "capture": False})
        return {"epochs": [record._asdict() for record in records], "captured": message["capture"]}

    def _ask(self, worker: Any, exercise: Exercise, request: dict[str, Any]) -> Any:
        if request["op"] == "call":
            request = {**request, "want": "value", "kwargs": {}}
        processor = self._limits.training_seconds * max(1, self._order.threads)
        return self._session.ask(worker, exercise, {**request, "exercise": exercise.name}, processor)


def _id(handle: Any) -> int:
    if not isinstance(handle, Handle):
        raise Raised("The program's answer could not be read.", "WireError")
    return handle.id


def _checked_items(found: Any, count: int) -> tuple[Tensor, Tensor]:
    """Take a worker's images and labels only as what they must be."""
    if isinstance(found, tuple) and len(found) == 2:
        images, labels = found
        if (
            isinstance(images, Tensor)
            and isinstance(labels, Tensor)
            and images.dtype == torch.float32
            and len(images) == count
            and labels.shape == (count,)
            and labels.dtype == torch.int64
            and bool(((labels >= 0) & (labels < items.CLASSES)).all())
            and bool(torch.isfinite(images).all())
        ):
            return images, labels
    raise Raised(f"The data set did not give {count} images and labels.", "TypeError")
