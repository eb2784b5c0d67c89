"""What students get of the tests of `smooth_labels`; the file's name says which exercise they are of."""

import pytest
import torch


@pytest.mark.points(1)
def test_worked_example(student, check):
    """Two labels of 4 classes, a fifth dealt out."""
    expected = torch.tensor([[0.05, 0.05, 0.05, 0.85], [0.85, 0.05, 0.05, 0.05]])
    check.equal(student.smooth_labels(torch.tensor([3, 0]), 4, 0.2), expected, "smooth_labels([3, 0], 4, 0.2)")


@pytest.mark.points(1)
def test_every_class_once(student, check, rng):
    """Every class once, in any order, with several shares."""
    labels = torch.from_numpy(rng.permutation(6))
    for epsilon in (0.0, 0.1, 1.0):
        check(student.smooth_labels, labels, 6, epsilon)
