import pytest
import torch


@pytest.mark.points(1)
def test_by_hand(student, check):
    """2×2 windows side by side: the largest value of each."""
    x = torch.tensor([[[[1.0, 3, 2, 1], [4, 2, 0, 5], [7, 0, 9, 8], [1, 6, 8, 9]]]])
    expected = torch.tensor([[[[4.0, 5], [7, 9]]]])
    check.equal(student.max_pool2d(x, 2), expected, "max_pool2d of a 4×4 image with k=2")


@pytest.mark.points(1)
def test_sizes(student, check, rng):
    """Windows that do not fit are left out, and a stride smaller than the window makes them overlap."""
    x = torch.from_numpy(rng.integers(0, 50, (1, 1, 5, 7))).double()
    pooled = check(student.max_pool2d, x, 2)
    check.equal(tuple(pooled.shape), (1, 1, 2, 3), "the shape for a 5×7 image with k=2")
    check(student.max_pool2d, x, 3, stride=1)
    check(student.max_pool2d, x, (2, 3), stride=(1, 2))


@pytest.mark.points(1)
def test_negative_values(student, check):
    """Among negative values, too, the largest of the image wins, never the frame."""
    x = torch.tensor([[[[-4.0, -3, -9], [-2, -7, -5]]]]).double()
    check.equal(student.max_pool2d(x, 2), torch.tensor([[[[-2.0]]]]).double(), "k=2")
    framed = torch.tensor([[[[-4.0, -3], [-2, -5]]]]).double()
    check.equal(student.max_pool2d(x, 2, padding=1), framed, "k=2, padding=1")


@pytest.mark.points(0.5)
def test_images_and_channels(student, check, rng):
    """Each channel of each image is pooled alone."""
    x = torch.from_numpy(rng.normal(size=(2, 3, 4, 6))).float()
    check.unchanged(student.max_pool2d, x, 2)
    check(student.max_pool2d, x, 2)
