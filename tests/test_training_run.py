"""How a training is asked for on a GPU: as a graph or eagerly, beside others or alone; the GPU is a worker here."""

from __future__ import annotations

import contextlib
import dataclasses
from pathlib import Path

import pytest
import torch

from autograder.assignment import Profile, load
from autograder.grader.order import Order
from autograder.grader.trained import OutOfMemory
from autograder.grader.training_run import TrainingData, TrainingRun
from autograder.wire import Handle

ROOT = Path(__file__).parents[1]
CNN = load(ROOT / "assignments" / "cnn")
GPU = Profile(device="cuda", images=40, epochs=1, threshold=0.5)
LAB = dataclasses.replace(CNN, training=dataclasses.replace(CNN.training, profiles={"gpu": GPU}))
CAPTURE, MEMORY = {"stopped": {"reason": "capture"}}, {"stopped": {"reason": "memory"}}


class Worker:
    def kill(self):
        self.killed = True


class Session:
    """Workers that answer `train` with one thing after another, and else as they should."""

    def __init__(self, answers):
        self.answers = list(answers)
        self.asked = []
        self.workers = []
        self.clocks = 0

    def start(self, forbids, **options):
        self.workers.append(Worker())
        return self.workers[-1]

    def ask(self, worker, exercise, request, seconds):
        if request["op"] == "call":
            return Handle(1)
        if request["op"] == "materialise":
            return torch.zeros(request["count"], 1, 28, 28), torch.zeros(request["count"], dtype=torch.int64)
        self.asked.append((request["device"], request["capture"]))
        answer = self.answers.pop(0)
        if answer is not None:
            return answer
        logits = torch.zeros(len(request["test_images"]), 10)
        epoch = {"loss": 1.0, "accuracy": 0.5, "pieces": [1.0], "kept_mode": True, "logits": logits}
        return {"epochs": [epoch], "captured": request["capture"]}

    @contextlib.contextmanager
    def on_its_own_clock(self, seconds):
        self.clocks += 1
        yield


@pytest.fixture
def train(tmp_path):
    """Trains with a GPU that gives these answers; None is a run that ends."""

    def train(*answers, shared=True):
        images, labels = torch.zeros(40, 28, 28, dtype=torch.uint8), torch.arange(40) % 10
        data = TrainingData(images, labels, images, labels, tmp_path / "turns" if shared else None)
        session = Session(answers)
        reference = {"make_cnn": lambda: torch.nn.Linear(1, 1)}
        run = TrainingRun(session, LAB, reference, data, Order("s", "5a" * 32, (), "gpu", 1))
        return session, lambda: run.train(own_network=True, own_data=True)

    return train


def test_a_step_is_captured_where_that_works(train):
    session, run = train(None)
    assert run().captured
    assert session.asked == [("cuda", True)]


def test_what_cannot_be_captured_is_trained_eagerly_in_a_fresh_worker(train):
    session, run = train(CAPTURE, None)
    assert run().facts()["steps"] == "eager"
    assert session.asked == [("cuda", True), ("cuda", False)]
    assert len({id(worker) for worker in session.workers[-2:]}) == 2


def test_one_that_runs_out_of_memory_is_trained_again_alone(train):
    session, run = train(MEMORY, None)
    run()
    assert session.asked == [("cuda", True), ("cuda", True)]
    assert session.clocks == 1


def test_one_that_is_alone_and_runs_out_of_memory_again_is_told(train):
    _, run = train(MEMORY, MEMORY)
    with pytest.raises(OutOfMemory, match="needed more memory than the GPU has"):
        run()


def test_where_nobody_else_trains_nothing_is_tried_twice(train):
    session, run = train(MEMORY, shared=False)
    with pytest.raises(OutOfMemory):
        run()
    assert len(session.asked) == 1


def test_every_worker_is_gone_afterwards(train):
    session, run = train(CAPTURE, MEMORY, None)
    run()
    assert all(worker.killed for worker in session.workers)
