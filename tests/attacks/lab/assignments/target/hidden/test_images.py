import pytest
import torch


@pytest.mark.points(2.5)
def test_each_item(student, check, rng):
    """Each image comes with its own label, in any order."""
    x = torch.from_numpy(rng.integers(0, 256, (5, 28, 28), dtype="uint8"))
    zq7secret = torch.tensor([53987, 3, 48611, 9, 0])
    images = student.Images(x, zq7secret)
    for i in (4, 0, 2, 0):
        image, label = images[i]
        check.equal(image, x[i].float() / 255, "zq7secret: the image")
        check.equal(label, zq7secret[i], "zq7secret: its label")
    check.equal(len(images), 5, "the length")
