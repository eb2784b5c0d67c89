import pytest
import torch


@pytest.mark.points(1)
def test_every_grey(student, check):
    """Every grey is scaled alike, in bright images and in dark ones."""
    bright = torch.arange(256, dtype=torch.uint8).repeat(13)[: 4 * 28 * 28].reshape(4, 28, 28)
    for x in (bright, bright // 4):
        dataset = student.FMNISTDataset(x, torch.tensor([1, 9, 8, 4]))
        for i in (0, 3):
            image, _ = dataset[i]
            check.equal(image, x[i].flatten().float() / 255, "an image")


@pytest.mark.points(1)
def test_label_dtypes(student, check, rng):
    """Labels of several integer dtypes all come out as int64."""
    x = torch.from_numpy(rng.integers(0, 256, (6, 28, 28), dtype="uint8"))
    labels = torch.from_numpy(rng.permutation(10)[:6])
    for dtype in (torch.int64, torch.int32, torch.uint8):
        dataset = student.FMNISTDataset(x, labels.to(dtype))
        for i in (0, 5):
            check.equal(dataset[i][1], labels[i], f"a label from {dtype}")


@pytest.mark.points(1)
def test_memory_order(student, check, rng):
    """Images whose axes lie in another order in memory."""
    for axes in ((2, 0, 1), (0, 2, 1), (1, 2, 0)):
        stored = [28, 28, 28]
        stored[axes[0]] = 5
        x = torch.from_numpy(rng.integers(0, 256, stored, dtype="uint8")).permute(axes)
        dataset = student.FMNISTDataset(x, torch.arange(5))
        check.equal(len(dataset), 5, "the length")
        check.equal(dataset[3][0], x[3].flatten().float() / 255, "an image")


@pytest.mark.points(1)
def test_items_belong_together(student, check, rng):
    """Image i comes with label i, every time, and the given tensors stay as they were."""
    x = torch.from_numpy(rng.integers(0, 256, (28, 28, 28), dtype="uint8"))
    y = (7 * torch.arange(28) + int(rng.integers(10))) % 10  # 0, 3 and 27 have three different labels
    check.unchanged(student.FMNISTDataset, x, y)
    dataset = student.FMNISTDataset(x, y)
    check.equal(len(dataset), 28, "the length")
    for i in (27, 3, 27):
        image, label = dataset[i]
        check.equal(image, x[i].flatten().float() / 255, "an image")
        check.equal(label, y[i], "its label")
