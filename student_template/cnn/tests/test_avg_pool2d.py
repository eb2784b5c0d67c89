import pytest
import torch


@pytest.mark.points(0.5)
def test_by_hand(student, check):
    """2×2 windows side by side: the mean of each."""
    x = torch.tensor([[[[1.0, 3, 2, 1], [4, 2, 0, 5], [7, 0, 9, 8], [1, 6, 8, 9]]]])
    expected = torch.tensor([[[[2.5, 2], [3.5, 8.5]]]])
    check.equal(student.avg_pool2d(x, 2), expected, "avg_pool2d of a 4×4 image with k=2")


@pytest.mark.points(1)
def test_padding_by_hand(student, check):
    """Padding: the frame's zeros count as entries of a window, or they do not."""
    x = torch.tensor([[[[4.0, 8], [6, 2]]]]).double()
    with_frame = torch.tensor([[[[1.0, 2], [1.5, 0.5]]]]).double()
    check.equal(student.avg_pool2d(x, 2, padding=1), with_frame, "a 2×2 image, k=2, padding=1")
    alone = student.avg_pool2d(x, 2, padding=1, count_include_pad=False)
    check.equal(alone, x, "the same with count_include_pad=False")


@pytest.mark.points(0.5)
def test_sizes_and_channels(student, check, rng):
    """Windows that do not fit are left out, and each channel of each image is pooled alone."""
    x = torch.from_numpy(rng.normal(size=(2, 3, 5, 7))).float()
    check.unchanged(student.avg_pool2d, x, 2)
    check(student.avg_pool2d, x, 2)
    check(student.avg_pool2d, x, (2, 3), stride=(1, 2))
