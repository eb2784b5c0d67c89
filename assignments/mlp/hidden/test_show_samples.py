import pytest
import torch

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
GREY_MAPS = {"gray", "grey", "greys", "binary", "gist_gray", "gist_grey", "gist_yarg", "gist_yerg"}


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


def look(check, figure, x, y, n):
    """Compare what is in the figure with the first n images and labels."""
    panels = check.figure(figure)
    check.equal([len(panel.images) for panel in panels], [1] * n, "the number of images on each of the axes")
    for i, panel in enumerate(panels):
        if not shows(panel.images[0], x[i].double()):
            check.equal(panel.images[0].data, x[i].double(), f"the pixels of the image on axes {i}")
    names = [[name for name in NAMES if name in panel.title] for panel in panels]
    check.equal(names, [[NAMES[label]] for label in y[:n].tolist()], "the class names in the titles")


@pytest.mark.points(0.5)
def test_how_many(student, check, rng):
    """Another number of images, and all ten classes."""
    x = torch.from_numpy(rng.integers(0, 256, (12, 28, 28), dtype="uint8"))
    y = torch.from_numpy(rng.permutation(10)).repeat(2)[:12]
    look(check, student.show_samples(x, y, n=10), x, y, 10)
    look(check, student.show_samples(x, y, 3), x, y, 3)


@pytest.mark.points(0.5)
def test_one_image(student, check, rng):
    """A single image."""
    x = torch.from_numpy(rng.integers(0, 256, (4, 28, 28), dtype="uint8"))
    y = torch.from_numpy(1 + rng.permutation(4))
    look(check, student.show_samples(x, y, n=1), x, y, 1)


@pytest.mark.points(0.5)
def test_grey(student, check, rng):
    """The images are grey."""
    x = torch.from_numpy(rng.integers(0, 256, (4, 28, 28), dtype="uint8"))
    panels = check.figure(student.show_samples(x, torch.arange(4)))
    pictures = [picture for panel in panels for picture in panel.images]
    check.that(pictures, "there is no image in the figure")
    maps = {picture.cmap for picture in pictures if picture.data.dim() == 2}  # other images bring their own colours
    colours = sorted(name for name in maps if name.lower().removesuffix("_r") not in GREY_MAPS)
    check.that(not colours, f"the images are drawn with the colour map {', '.join(colours)}, which is not grey")


@pytest.mark.points(0.5)
def test_new_figure(student, check, rng):
    """Two calls make two figures, and the images stay as they were."""
    x = torch.from_numpy(rng.integers(0, 256, (8, 28, 28), dtype="uint8"))
    y = torch.from_numpy(rng.permutation(5)).repeat(2)[:8].to(torch.uint8)
    check.unchanged(student.show_samples, x, y, n=2)
    first, second = student.show_samples(x, y, n=2), student.show_samples(x[4:], y[4:], n=2)
    look(check, first, x, y, 2)
    look(check, second, x[4:], y[4:], 2)
