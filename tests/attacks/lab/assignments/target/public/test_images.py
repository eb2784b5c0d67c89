import pytest
import torch


@pytest.mark.points(1.5)
def test_items(student, check, rng):
    """The length and an item."""
    x = torch.from_numpy(rng.integers(0, 256, (3, 28, 28), dtype="uint8"))
    labels = torch.from_numpy(rng.permutation(10)[:3])
    images = student.Images(x, labels)
    image, label = images[2]
    check.equal(image, x[2].float() / 255, "the image")
    check.equal(label, labels[2], "its label")
    check.equal(len(images), 3, "the length")
