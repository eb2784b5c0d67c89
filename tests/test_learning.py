"""What a training shows of its mistake: each of these trains on real images, and gets a message of its own."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.grader.exam import Exam
from autograder.kit.fashion_mnist import load
from autograder.kit.learning import Shown, finding, stopped
from autograder.training.loop import train

IMAGES = 3200


@pytest.fixture(scope="module")
def data(fashion_mnist_folder):
    torch.set_num_threads(1)
    (images, labels), test = load(fashion_mnist_folder, train=True), load(fashion_mnist_folder, train=False)
    return images[:IMAGES], labels[:IMAGES], Exam(test[0][:1000], test[1][:1000], 3)


def scaled(x):
    return x.flatten(1).float() / 255


def layers(*between, last=()):
    return nn.Sequential(nn.Linear(784, 64), *between, nn.Linear(64, 10), *last)


@pytest.fixture
def found(data):
    """Trains a network on images as they are prepared, and gives what that shows."""

    def found(network, prepare=scaled):
        images, labels, exam = data
        torch.manual_seed(0)
        model, x = network(), prepare(images)
        records = train(model, x, labels, epochs=2, seed=0, device="cpu", test_images=prepare(exam.images))
        answers = exam.answers(records[-1].logits)
        return finding(
            Shown(
                pixels=(float(x.min()), float(x.max())),
                losses=[loss for record in records for loss in record.pieces],
                train_accuracy=records[-1].accuracy,
                test_accuracy=exam.accuracy(answers),
                logits=answers.images,
                again=answers.again,
                greys=answers.greys,
                weights=sum(part.ndim > 1 for part in model.parameters()),
                kept_mode=records[-1].kept_mode,
            )
        )

    return found


class Always(nn.Module):
    """Batch normalisation or dropout that never hears of eval mode."""

    def __init__(self, work):
        super().__init__()
        self.work = work

    def forward(self, x):
        return self.work(x)


class Trains(nn.Sequential):
    """Puts itself into train mode whenever it is used."""

    def forward(self, x):
        self.train()
        return super().forward(x)


class Normalising(nn.Module):
    """Batch normalisation by hand that has no averages to use in eval mode."""

    def forward(self, x):
        x = x * 50
        return (x - x.mean(0)) / (x.std(0) + 1e-5) if self.training else x / 500 - 1


def without_averages():
    return layers(Normalising(), nn.Tanh())


def without_gradients():
    model = layers(nn.ReLU())
    for parameter in model.parameters():
        parameter.register_hook(lambda gradient: gradient * 0)
    return model


@pytest.mark.parametrize(
    "network",
    [
        lambda: layers(nn.ReLU()),
        lambda: layers(nn.Tanh()),
        lambda: layers(nn.BatchNorm1d(64), nn.ReLU(), nn.Dropout(0.5)),
        lambda: nn.Linear(784, 10),
    ],
    ids=["relu", "tanh", "batch normalisation and dropout", "one layer"],
)
def test_a_right_network_shows_no_mistake(found, network):
    assert found(network) is None


def test_pixels_that_are_normalised_are_right_too(found):
    assert found(lambda: layers(nn.ReLU()), lambda x: (scaled(x) - 0.286) / 0.353) is None


@pytest.mark.parametrize(
    ("network", "mistake", "said"),
    [
        (lambda: layers(nn.ReLU(), last=[nn.Softmax(dim=1)]), "softmax-output", "add up to 1"),
        (layers, "relu-missing", "Where are the ReLUs?"),
        (lambda: layers(nn.ReLU(), Always(lambda x: F.dropout(x, 0.5))), "mode-ignored", "dropout"),
        (
            lambda: layers(Always(lambda x: F.batch_norm(x, None, None, training=True)), nn.ReLU()),
            "mode-ignored",
            "batch normalisation",
        ),
        (lambda: Trains(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)), "mode-changed", "changed its own mode"),
        (without_averages, "eval-differs", "running averages"),
        (without_gradients, "never-learns", "Nothing was learnt"),
    ],
    ids=["softmax", "no relu", "dropout always", "batch normalisation always", "own mode", "averages", "no gradient"],
)
def test_a_mistake_in_the_network_has_a_message_of_its_own(found, network, mistake, said):
    seen = found(network)
    assert (seen.id, said in seen.text) == (mistake, True)


@pytest.mark.parametrize(
    ("prepare", "mistake", "said"),
    [
        (lambda x: x.flatten(1).float(), "scale-none", "go up to 255"),
        (lambda x: scaled(x) / 255, "scale-twice", "go up to 0.0039 only"),
        (lambda x: scaled(x) * 0, "pixels-equal", "Every pixel of your data set is 0"),
    ],
    ids=["not scaled", "scaled twice", "all the same"],
)
def test_a_mistake_in_the_data_has_a_message_of_its_own(found, prepare, mistake, said):
    seen = found(lambda: layers(nn.ReLU()), prepare)
    assert (seen.id, said in seen.text) == (mistake, True)


def test_a_loss_that_is_not_finite_is_told_with_its_place():
    seen = stopped(float("nan"), 1, 3, 625, (0.0, 1.0))
    assert seen.text.startswith("The loss became nan in epoch 1, batch 3 of 625, and training stopped there. Does")


def test_pixels_that_are_not_scaled_are_told_as_its_cause():
    assert "go up to 255" in stopped(float("inf"), 1, 3, 625, (0.0, 255.0)).text
