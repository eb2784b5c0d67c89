"""The accuracy threshold: the student's network on the student's data set, judged by labels they never see.

The worker trains with the grader's loop and answers with logits for the test images; the labels stay here. Where
the student's own data set or network failed its tests, the reference's takes its place, so that one mistake costs
once; a network that was never written has nothing to be measured.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from autograder.grader.worker_client import StartError
from autograder.kit.errors import Raised, StudentError
from autograder.kit.outcomes import DONE, NOT_BEGUN, Outcome
from autograder.training import loop
from autograder.wire import Handle

if TYPE_CHECKING:
    from autograder.assignment import Assignment, Exercise, Training
    from autograder.grader.order import Order
    from autograder.grader.reference import Reference
    from autograder.grader.session import Session

CLASSES = 10


class TrainingData(NamedTuple):
    """Fashion-MNIST: uint8 images (N, 28, 28) and int64 labels (N,)."""

    train_images: torch.Tensor
    train_labels: torch.Tensor
    test_images: torch.Tensor
    test_labels: torch.Tensor


class _Run(NamedTuple):
    logits: torch.Tensor
    loss: list[float]
    accuracy: list[float]


def judge(
    session: Session,
    assignment: Assignment,
    reference: Reference,
    data: TrainingData,
    order: Order,
    states: dict[str, str],
) -> tuple[Outcome, dict[str, Any]]:
    """Train and judge; return the outcome and the facts of the run for `extra_data`."""
    training = assignment.training
    assert training is not None
    assert order.profile is not None
    profile = training.profiles[order.profile]
    own_network, own_data = states[training.network] == DONE, states[training.dataset] == DONE
    nothing = _nothing_to_measure(training, states)
    if nothing is not None:
        return nothing, {}
    run = _Training(session, assignment, reference, data, order)
    try:
        if not own_network and not run.has_network():
            text = f"Not run: `{training.network}` gives no network that could be measured."
            return Outcome("wrong", 0.0, text, ""), {"profile": order.profile}
        result = run.train(own_network=own_network, own_data=own_data)
        accuracy = _accuracy(result.logits, run.test_labels)
    except StartError:
        raise
    except Exception as error:  # what the student's images and labels did to our own loop is the student's
        text = str(error) if isinstance(error, StudentError) else "The training could not use your answer."
        return Outcome("wrong", 0.0, text, ""), {"profile": order.profile}
    facts = {
        "profile": order.profile,
        "test_accuracy": accuracy,
        "threshold": profile.threshold,
        "loss": result.loss,
        "train_accuracy": result.accuracy,
    }
    lent = "" if own_network and own_data else training.dataset if own_network else training.network
    text = (
        f"Test accuracy {accuracy:.4f} after {profile.epochs} epoch{'s' if profile.epochs > 1 else ''} of "
        f"{profile.images:,} images ({order.profile}); the threshold is {profile.threshold:g}."
    )
    if lent:
        text += f" Your `{lent}` failed its tests, so the reference's was used here."
    if accuracy == 1.0:
        return Outcome("wrong", 0.0, text + " Every one of the images right is not plausible: no points.", ""), facts
    if accuracy < profile.threshold:
        return Outcome("wrong", 0.0, text, ""), facts
    return Outcome(DONE, training.points, text, ""), facts


def _nothing_to_measure(training: Training, states: dict[str, str]) -> Outcome | None:
    """Return what to say instead of training, or None where there is something to train."""
    if states[training.network] == NOT_BEGUN:
        return Outcome(NOT_BEGUN, 0.0, f"`{training.network}` is not begun.", "")
    if states[training.network] != DONE and states[training.dataset] != DONE:
        text = f"Not run: it needs `{training.network}` or `{training.dataset}` to pass its own tests."
        return Outcome("wrong", 0.0, text, "")
    return None


class _Training:
    """One run: what is trained where, with which images in which order."""

    def __init__(
        self,
        session: Session,
        assignment: Assignment,
        reference: Reference,
        data: TrainingData,
        order: Order,
    ) -> None:
        training = assignment.training
        assert training is not None
        assert order.profile is not None
        self._session = session
        self._reference = reference
        self._order = order
        self._profile = training.profiles[order.profile]
        self._dataset: Exercise = assignment.exercise(training.dataset)
        self._network: Exercise = assignment.exercise(training.network)
        self._seconds = assignment.limits.training_seconds
        self._seed = int(order.digest[8:16], 16)
        count = self._profile.images
        self._train = data.train_images[:count], data.train_labels[:count]
        shuffled = torch.randperm(len(data.test_images), generator=torch.Generator().manual_seed(self._seed))
        self._test_images, self.test_labels = data.test_images[shuffled], data.test_labels[shuffled]

    def train(self, *, own_network: bool, own_data: bool) -> _Run:
        """Train the student's network on the student's data, with the reference's in place of one of them."""
        torch.set_num_threads(self._order.threads)
        if own_data:
            images, labels = self._items_of_student(*self._train)
            test_images, _ = self._items_of_student(self._test_images, torch.zeros_like(self.test_labels))
        else:
            images, labels = self._items_of_reference(*self._train)
            test_images, _ = self._items_of_reference(self._test_images, torch.zeros_like(self.test_labels))
        if own_network:
            return self._train_student(images, labels, test_images)
        return self._train_reference(images, labels, test_images)

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
        own = Counter(part.shape for part in found if isinstance(part, torch.Tensor)) if isinstance(found, list) else {}
        right = Counter(part.shape for part in self._reference[self._network.name]().parameters())
        return 2 * (right & Counter(own)).total() >= right.total()

    def _items_of_student(self, x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        worker = self._session.start(self._dataset.forbids, training=True)
        try:
            handle = self._ask(worker, self._dataset, {"op": "call", "name": self._dataset.name, "args": [x, y]})
            message = {"op": "materialise", "handle": _id(handle), "count": len(x)}
            found = self._ask(worker, self._dataset, message)
        finally:
            worker.kill()
        return _checked_items(found, len(x))

    def _items_of_reference(self, x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return loop.materialise(self._reference[self._dataset.name](x, y), len(x))

    def _train_student(self, images: torch.Tensor, labels: torch.Tensor, test_images: torch.Tensor) -> _Run:
        cuda = self._profile.device == "cuda"
        worker = self._session.start(self._network.forbids, training=True, cuda=cuda)
        try:
            handle = self._ask(worker, self._network, {"op": "call", "name": self._network.name, "args": []})
            message = {
                "op": "train",
                "handle": _id(handle),
                "images": images,
                "labels": labels,
                "test_images": test_images,
                "epochs": self._profile.epochs,
                "seed": self._seed,
                "device": self._profile.device,
                "threads": self._order.threads,
            }
            found = self._ask(worker, self._network, message)
        finally:
            worker.kill()
        return _checked_run(found)

    def _train_reference(self, images: torch.Tensor, labels: torch.Tensor, test_images: torch.Tensor) -> _Run:
        torch.manual_seed(self._seed)
        network = self._reference[self._network.name]()
        device = self._profile.device
        records = loop.train(network, images, labels, epochs=self._profile.epochs, seed=self._seed, device=device)
        logits = loop.logits(network, test_images, device=device)
        return _Run(logits, [record.loss for record in records], [record.accuracy for record in records])

    def _ask(self, worker: Any, exercise: Exercise, request: dict[str, Any]) -> Any:
        if request["op"] == "call":
            request = {**request, "want": "value", "kwargs": {}}
        processor = self._seconds * max(1, self._order.threads)
        return self._session.ask(worker, exercise, {**request, "exercise": exercise.name}, processor)


def _id(handle: Any) -> int:
    if not isinstance(handle, Handle):
        raise Raised("The program's answer could not be read.", "WireError")
    return handle.id


def _checked_items(found: Any, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Take a worker's images and labels only as what they must be."""
    if isinstance(found, tuple) and len(found) == 2:
        images, labels = found
        if (
            isinstance(images, torch.Tensor)
            and isinstance(labels, torch.Tensor)
            and images.dtype == torch.float32
            and len(images) == count
            and labels.shape == (count,)
            and labels.dtype == torch.int64
            and bool(((labels >= 0) & (labels < CLASSES)).all())
            and bool(torch.isfinite(images).all())
        ):
            return images, labels
    raise Raised(f"The data set did not give {count} images and labels.", "TypeError")


def _checked_run(found: Any) -> _Run:
    if isinstance(found, dict) and isinstance(logits := found.get("logits"), torch.Tensor):
        return _Run(logits, _numbers(found.get("loss")), _numbers(found.get("accuracy")))
    raise Raised("The program's answer could not be read.", "WireError")


def _numbers(values: Any) -> list[float]:
    if not isinstance(values, list):
        return []
    return [round(value, 6) for value in values[:1000] if type(value) is float and abs(value) < 1e12]


def _accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the share of right predictions in [0, 1]; the logits are (N, 10) or the network is at fault."""
    if logits.shape != (len(labels), CLASSES) or not logits.dtype.is_floating_point:
        raise Raised(f"The network gave a tensor of shape {tuple(logits.shape)}, expected ({len(labels)}, {CLASSES}).")
    if not bool(torch.isfinite(logits).all()):
        raise Raised("The network gave NaN or infinity for some test images.")
    return float((logits.argmax(dim=1) == labels).double().mean())
