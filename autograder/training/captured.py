"""A training step captured as a CUDA graph: one launch in place of a hundred, where the network allows it.

A graph replays kernels with the addresses that they were captured with, and no line of Python. So everything that a
step reads or counts lives in tensors that stay where they are, and a network whose steps depend on what Python
does (its own random numbers, a counter, a branch on a value) is told from one whose steps do not by taking the same
steps both ways.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from autograder.training.steps import Eager, TrainingError

_WARM_UP_STEPS = 3
_COMPARED_STEPS = 4
_TOLERANCE = 1e-3
"""Relative, between the losses of replayed and of eager steps: kernels may add in another order."""


class NotCapturedError(TrainingError):
    """The step cannot be captured, or replays it otherwise; a process in which this was raised should end."""


class Captured(Eager):
    """Steps that replay a graph; an epoch's last batch, if it is smaller, is computed eagerly.

    Raises:
        NotCapturedError: as it says.
    """

    def __init__(
        self, network: nn.Module, images: Tensor, labels: Tensor, batch_size: int, learning_rate: float
    ) -> None:
        super().__init__(network, images, labels, batch_size, learning_rate)
        if len(images) < batch_size * (_COMPARED_STEPS + 1):
            raise NotCapturedError(f"{len(images)} images are too few to compare replayed steps with eager ones")
        self._first = torch.zeros((), dtype=torch.int64, device=images.device)
        self._number = torch.zeros(1, dtype=torch.int64, device=images.device)
        self._within = torch.arange(batch_size, device=images.device)
        begun_with = _State(network, images.device)
        self._permutation.copy_(torch.arange(len(images)))
        try:
            self._warm_up()
            begun_with.restore(self._optimiser)
            self._graph = self._captured()
            self._compare(begun_with)
        except TrainingError:
            raise
        except Exception as error:
            raise NotCapturedError(f"the step cannot be captured ({type(error).__name__})") from error
        begun_with.restore(self._optimiser)

    def _make_optimiser(self, parameters: list[nn.Parameter], learning_rate: float) -> torch.optim.Optimizer:
        return torch.optim.Adam(parameters, lr=learning_rate, fused=True, capturable=True)

    def begin(self, permutation: Tensor) -> None:
        """Begin an epoch with the examples in this order, int64 (N,)."""
        super().begin(permutation)
        self._first.zero_()
        self._number.zero_()

    def take(self, batch: int) -> None:
        """Take the step of a batch, numbered from 0, in their order."""
        if self.sizes[batch] == self._batch_size:
            self._graph.replay()
        else:
            super().take(batch)

    def _body(self) -> None:
        """Take the next step by what the counters on the device say."""
        index = self._permutation[self._first + self._within]
        self.losses.index_copy_(0, self._number, self._learn(index).reshape(1))
        self._first += self._batch_size
        self._number += 1

    def _warm_up(self) -> None:
        """Take some steps on another stream, as a capture asks for: libraries choose their kernels, Adam its state."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(_WARM_UP_STEPS):
                self._optimiser.zero_grad()
                self._body()
        torch.cuda.current_stream().wait_stream(stream)

    def _captured(self) -> torch.cuda.CUDAGraph:
        self._optimiser.zero_grad()  # to None: the gradients are made in the graph's own memory, and never added up
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._body()
        return graph

    def _compare(self, begun_with: _State) -> None:
        """Take the same steps both ways, and raise NotCapturedError where they differ."""
        order = self._permutation.clone()
        found: list[Tensor] = []
        for take in (super().take, self.take):
            begun_with.restore(self._optimiser)
            self.begin(order)
            for batch in range(_COMPARED_STEPS):
                take(batch)
            found.append(self.losses[:_COMPARED_STEPS].clone())
        eager, replayed = found
        if not torch.allclose(eager, replayed, rtol=_TOLERANCE, atol=0.0, equal_nan=True):
            raise NotCapturedError("replayed steps differ from eager ones: a step depends on what Python does")


class _State:
    """What a network holds now: parameters, buffers, and the device's random numbers."""

    def __init__(self, network: nn.Module, device: torch.device) -> None:
        self._generator = torch.cuda if device.type == "cuda" else torch
        self._tensors = [*network.parameters(), *network.buffers()]
        self._values = [tensor.detach().clone() for tensor in self._tensors]
        self._random = self._generator.get_rng_state()

    def restore(self, optimiser: torch.optim.Optimizer) -> None:
        """Bring all of it back where it was, in place, and an optimiser to where it began."""
        with torch.no_grad():
            for tensor, value in zip(self._tensors, self._values, strict=True):
                tensor.copy_(value)
            for state in optimiser.state.values():
                for tensor in state.values():
                    tensor.zero_()
        self._generator.set_rng_state(self._random)
