import pytest
import torch

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]


def shows(picture, image):
    """Whether a picture has the image's pixels, in any scale of brightness, as they are or as a negative."""
    data = picture.data
    if data.dim() == 3 and data.shape[2] in (3, 4) and bool((data[..., :3] == data[..., :1]).all()):
        data = data[..., 0]  # grey as equal parts of red, green and blue
    if tuple(data.shape) != tuple(image.shape):
        return False
    order = image.flatten().argsort()
    steps, seen = image.flatten()[order].diff(), data.flatten()[order].diff()
    return bool((steps.sign() == seen.sign()).all() or (steps.sign() == -seen.sign()).all())


@pytest.mark.points(1)
def test_images(student, check, rng):
    """Four axes, with one of the first four images on each."""
    x = torch.from_numpy(rng.integers(0, 256, (6, 28, 28), dtype="uint8"))
    panels = check.figure(student.show_samples(x, torch.arange(6)))
    check.equal([len(panel.images) for panel in panels], [1, 1, 1, 1], "the number of images on each of the axes")
    for i, panel in enumerate(panels):
        if not shows(panel.images[0], x[i].double()):
            check.equal(panel.images[0].data, x[i].double(), f"the pixels of the image on axes {i}")


@pytest.mark.points(1)
def test_titles(student, check):
    """Each image is titled with the name of its class."""
    labels = torch.tensor([9, 2, 6, 0])
    panels = check.figure(student.show_samples(torch.zeros(4, 28, 28, dtype=torch.uint8), labels))
    names = [[name for name in NAMES if name in panel.title] for panel in panels]
    check.equal(names, [["Ankle boot"], ["Pullover"], ["Shirt"], ["T-shirt/top"]], "the class names in the titles")
