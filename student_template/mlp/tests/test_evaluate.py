import numpy as np
import pytest
import torch


def near(check, yours, expected, what):
    """Compare two numbers to the precision of float32."""
    if isinstance(yours, (float, np.floating)):
        yours, expected = torch.tensor(float(yours)), torch.tensor(expected)
    check.equal(yours, expected, what)


def examples(rng, right):
    """Scores and labels; `right` says of each example whether the largest score is the right class's."""
    right = torch.as_tensor(right)
    scores = torch.from_numpy(rng.normal(size=(len(right), 5))).float()
    favoured = scores.argmax(dim=1)
    return scores, torch.where(right, favoured, (favoured + 2) % 5)


def load(student, data, **settings):
    """A DataLoader of these scores and labels."""
    lib = student.torch.utils.data
    return lib.DataLoader(lib.TensorDataset(*data), **settings)


@pytest.mark.points(2)
def test_last_batch(student, check, rng):
    """Of a batch of 32 and a batch of 16, every example counts the same."""
    right = [True] * 24 + [False] * 8 + [True] * 4 + [False] * 12
    yours = student.evaluate(load(student, examples(rng, right), batch_size=32), student.torch.nn.Identity())
    near(check, yours, 28 / 48, "the share of right answers: 24 of the first 32 and 4 of the last 16")


@pytest.mark.points(0.5)
def test_equal_batches(student, check, rng):
    """Three batches of four."""
    loader = load(student, examples(rng, [True, False, False, False] * 2 + [True] * 4), batch_size=4)
    near(check, student.evaluate(loader, student.torch.nn.Identity()), 0.5, "the share of right answers")


@pytest.mark.points(0.5)
def test_mode_afterwards(student, check, rng):
    """A network that came in train mode is in train mode afterwards."""
    net = student.torch.nn.Identity()
    net.train()
    student.evaluate(load(student, examples(rng, [True, False, True]), batch_size=2), net)
    check.equal(net.training, True, "model.training afterwards")
