"""What the grader alone has; students read a hidden test's title and whether it passed."""

import pytest
import torch


@pytest.mark.points(2)
def test_classes_without_a_label(student, check, rng):
    """A batch in which not every class occurs."""
    labels = torch.from_numpy(rng.integers(0, 5, 8))
    check(student.smooth_labels, labels, 7, 0.3)
