import numpy as np
import pytest
import torch


def near(check, yours, expected, what):
    """Compare two numbers to the precision of float32."""
    if isinstance(yours, (float, np.floating)):
        yours, expected = torch.tensor(float(yours)), torch.tensor(expected)
    check.equal(yours, expected, what)


@pytest.mark.points(1)
def test_share(student, check):
    """The share of right answers, a Python float."""
    scores = torch.tensor([[3.0, 1, 2], [0, 1, 5], [0, 4, -1], [-3, -1, -2], [0.5, 0, 0.4]])
    labels = torch.tensor([0, 2, 0, 1, 2])
    yours = student.accuracy(scores, labels, student.torch.nn.Identity())
    near(
        check, yours, 0.6, "the accuracy where the scores favour the classes 0, 2, 1, 1, 0 and 0, 2, 0, 1, 2 are right"
    )


@pytest.mark.points(0.5)
def test_eval_mode(student, check):
    """It is measured in eval mode: dropout lets everything through."""
    scores = torch.tensor([[3.0, 1, 2], [0, 1, 5], [0, 4, -1], [1, 5, 2]])
    net = student.torch.nn.Dropout(1.0)  # in train mode it drops every score
    net.train()
    near(
        check, student.accuracy(scores, torch.tensor([1, 2, 1, 1]), net), 0.75, "the accuracy of a network with dropout"
    )


@pytest.mark.points(0.5)
def test_mode_afterwards(student, check):
    """A network that came in train mode is in train mode afterwards."""
    net = student.torch.nn.Identity()
    net.train()
    student.accuracy(torch.eye(3), torch.tensor([0, 1, 0]), net)
    check.equal(net.training, True, "model.training afterwards")
