import pytest
import torch


@pytest.mark.points(0.5)
def test_length(student, check):
    """The dataset is as long as there are images."""
    x = torch.zeros(5, 28, 28, dtype=torch.uint8)
    dataset = student.FMNISTDataset(x, torch.tensor([3, 1, 4, 1, 5]))
    check.equal(len(dataset), 5, "len(dataset) for 5 images")


@pytest.mark.points(2)
def test_image(student, check, rng):
    """An image is a float32 row of its 784 pixels, line by line, divided by 255."""
    x = torch.from_numpy(rng.integers(0, 256, (4, 28, 28), dtype="uint8"))
    dataset = student.FMNISTDataset(x, torch.tensor([3, 1, 4, 1]))
    image, _ = dataset[2]
    check.equal(image, x[2].flatten().float() / 255, "the image of dataset[2]")


@pytest.mark.points(1.5)
def test_label(student, check):
    """A label is an int64 tensor without axes."""
    x = torch.zeros(3, 28, 28, dtype=torch.uint8)
    dataset = student.FMNISTDataset(x, torch.tensor([9, 0, 4]))
    _, label = dataset[0]
    check.equal(label, torch.tensor(9), "the label of dataset[0]")
