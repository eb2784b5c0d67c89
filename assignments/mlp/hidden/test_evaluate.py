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


@pytest.mark.points(1)
def test_batch_sizes(student, check, rng):
    """Batches of several sizes, in order and shuffled."""
    right = [True] * 13 + [False] * 8 + [True]
    data = examples(rng, right)
    for settings in ({"batch_size": 7}, {"batch_size": 22}, {"batch_size": 64}):
        yours = student.evaluate(load(student, data, **settings), student.torch.nn.Identity())
        near(check, yours, 14 / 22, f"the share of right answers, {settings}")
    shuffled = student.evaluate(load(student, data, batch_size=5, shuffle=True), student.torch.nn.Identity())
    check.same(torch.tensor(float(shuffled)), torch.tensor(14 / 22), "the share of right answers, shuffled")


@pytest.mark.points(1)
def test_eval_mode(student, check, rng):
    """The same share at every call, also for a network with dropout."""
    data = examples(rng, [True, True, False, True, True, False, True])
    # One that drops everything and one that drops half; in eval mode neither drops anything.
    for share in (1.0, 0.5):
        net = student.torch.nn.Dropout(share)
        net.train()
        for _ in range(2):
            near(check, student.evaluate(load(student, data, batch_size=3), net), 5 / 7, "the share of right answers")


@pytest.mark.points(0.5)
def test_gradients(student, check, rng):
    """No gradients are recorded, and no batch is left out."""
    net = student.torch.nn.Linear(5, 4)
    x, y = torch.from_numpy(rng.normal(size=(11, 5))).float(), torch.from_numpy(rng.integers(0, 4, 11))
    weight, bias = (torch.from_numpy(rng.normal(size=shape)).float() for shape in ((4, 5), (4,)))
    check.load_weights(net, [weight, bias])
    check.watch(net)
    yours = student.evaluate(load(student, (x, y), batch_size=4), net)
    near(check, yours, ((x @ weight.T + bias).argmax(1) == y).double().mean().item(), "the share of right answers")
    check.that(not any(call.gradient for call in check.calls(net)), "torch records gradients while you measure")


@pytest.mark.points(0.5)
def test_mode_afterwards(student, check, rng):
    """Afterwards a network is in the mode that it came in, whichever that was."""
    net = student.torch.nn.Sequential(student.torch.nn.Dropout(0.5), student.torch.nn.Identity())
    loader = load(student, examples(rng, [True, False, True, True]), batch_size=3)
    for mode in (False, True, False):
        net.train(mode)
        student.evaluate(loader, net)
        check.equal(net.training, mode, f"model.training afterwards, {mode} before")
