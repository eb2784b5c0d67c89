"""Steps that are replayed: what is counted on the device, what is brought back, and what is told from eager steps.

CUDA's graph itself is replaced here by one that takes its step anew each time: it has the same ways in and out.
"""

from __future__ import annotations

import copy
import random

import pytest
import torch
from torch import nn

from autograder.training import loop
from autograder.training.captured import Captured, NotCapturedError
from autograder.training.steps import Eager


class Replaying(Captured):
    """Replays by computing, on the CPU."""

    def _make_optimiser(self, parameters, learning_rate):
        return torch.optim.Adam(parameters, lr=learning_rate)

    def _warm_up(self):
        for _ in range(3):
            self._optimiser.zero_grad()
            self._body()

    def _captured(self):
        return self

    def replay(self):
        self._optimiser.zero_grad()
        self._body()


def network(dropout=0.0):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(dropout), nn.Linear(16, 10))


@pytest.fixture
def examples():
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(70, 4, generator=generator)
    return images, (10 * images[:, 0]).long()


def after_an_epoch(kind, model, examples):
    steps = kind(model, *examples, 8, 1e-2)
    torch.manual_seed(1)
    steps.begin(torch.randperm(70, generator=torch.Generator().manual_seed(2)))
    for batch in range(len(steps.sizes)):
        steps.take(batch)
    return steps


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_replayed_steps_train_as_eager_ones(examples, dropout):
    one, other = network(dropout), network(dropout)
    eager, replayed = after_an_epoch(Eager, one, examples), after_an_epoch(Replaying, other, examples)
    assert torch.equal(replayed.losses, eager.losses)
    assert torch.equal(replayed.right, eager.right)
    assert all(torch.equal(a, b) for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True))


def test_a_second_epoch_begins_at_its_own_first_batch(examples):
    steps = after_an_epoch(Replaying, network(), examples)
    first = steps.losses.clone()
    steps.begin(torch.arange(70))
    steps.take(0)
    assert steps.losses[0] > 0
    assert steps.losses[1:].tolist() == [0.0] * 8
    assert not torch.equal(steps.losses, first)


def test_what_was_tried_before_leaves_no_trace_in_the_network(examples):
    model = network()
    before = copy.deepcopy(model.state_dict())
    Replaying(model, *examples, 8, 1e-2)
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


class Moody(nn.Module):
    """A network whose steps depend on random numbers of Python's."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 10)

    def forward(self, x):
        return self.layer(x) * random.random()


def test_a_network_that_python_decides_for_is_not_replayed(examples):
    with pytest.raises(NotCapturedError, match="a step depends on what Python does"):
        Replaying(Moody(), *examples, 8, 1e-2)


def test_a_step_that_cannot_be_captured_is_told(examples, monkeypatch):
    def fail(self):
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(Replaying, "_captured", fail)
    with pytest.raises(NotCapturedError, match=r"the step cannot be captured \(RuntimeError\)"):
        Replaying(network(), *examples, 8, 1e-2)


def test_too_few_images_to_compare_are_told(examples):
    images, labels = examples
    with pytest.raises(NotCapturedError, match="32 images are too few"):
        Replaying(network(), images[:32], labels[:32], 8, 1e-2)


def test_the_loop_captures_on_cuda_only(examples, monkeypatch):
    monkeypatch.setattr(loop, "Captured", None)
    [record] = loop.train(network(), *examples, epochs=1, seed=0, device="cpu", capture=True)
    assert record.loss > 0
