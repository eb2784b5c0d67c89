import pytest
import torch


@pytest.mark.points(1)
def test_one_channel_one_filter(student, check):
    """The worked example as a batch of one image with one channel."""
    x = torch.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    w = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
    expected = torch.tensor([[[[44.0, 54, 64], [84, 94, 104], [124, 134, 144]]]])
    check.equal(student.conv2d(x, w, None), expected, "conv2d(1..16, w, None)")


@pytest.mark.points(1)
def test_channels_and_biases(student, check):
    """A filter adds up all its channels, and its bias is added once to each pixel of its map."""
    x = torch.tensor([[[[1.0, 2], [3, 4]], [[5, 6], [7, 8]]]]).double()
    w = torch.tensor([[[[1.0]], [[10.0]]], [[[0.0]], [[-1.0]]], [[[2.0]], [[0.0]]]]).double()
    b = torch.tensor([0.0, 100.0, 1000.0]).double()
    maps = torch.tensor([[[[51.0, 62], [73, 84]], [[-5, -6], [-7, -8]], [[2, 4], [6, 8]]]]).double()
    check.equal(student.conv2d(x, w, None), maps, "two channels, three 1×1 filters, no biases")
    check.equal(student.conv2d(x, w, b), maps + b[:, None, None], "with the biases [0, 100, 1000]")


@pytest.mark.points(1)
def test_lecture_shapes(student, check, rng):
    """An image of shape (8, 7, 6) and 8 filters of shape (8, 3, 3) give maps of shape (8, 5, 4)."""
    x = torch.from_numpy(rng.integers(-3, 4, (1, 8, 7, 6))).double()
    w = torch.from_numpy(rng.integers(-3, 4, (8, 8, 3, 3))).double()
    b = torch.from_numpy(rng.integers(-3, 4, 8)).double()
    maps = check(student.conv2d, x, w, b)
    check.equal(tuple(maps.shape), (1, 8, 5, 4), "the shape")


@pytest.mark.points(1)
def test_stride_and_padding_by_axis(student, check, rng):
    """Stride and padding, as one number and as (rows, columns)."""
    x = torch.from_numpy(rng.integers(-3, 4, (1, 2, 5, 8))).double()
    w = torch.from_numpy(rng.integers(-3, 4, (3, 2, 3, 2))).double()
    check(student.conv2d, x, w, None, stride=2)
    check(student.conv2d, x, w, None, padding=1)
    check(student.conv2d, x, w, None, stride=(1, 3))
    check(student.conv2d, x, w, None, padding=(0, 2))


@pytest.mark.points(0.5)
def test_each_image_alone(student, check, rng):
    """Each image of a batch gives the maps that it gives alone, in float32 as well."""
    x = torch.from_numpy(rng.normal(size=(3, 2, 4, 5))).float()
    w = torch.from_numpy(rng.normal(size=(2, 2, 2, 3))).float()
    maps = check(student.conv2d, x, w, None)
    check.equal(student.conv2d(x[1:2], w, None), maps[1:2], "the second image alone")


@pytest.mark.points(0.5)
def test_inputs_stay(student, check, rng):
    """Images, filters and biases are as before after the call."""
    x = torch.from_numpy(rng.normal(size=(2, 1, 4, 5)))
    w = torch.from_numpy(rng.normal(size=(3, 1, 2, 2)))
    b = torch.from_numpy(rng.normal(size=3))
    check.unchanged(student.conv2d, x, w, b)
    check(student.conv2d, x, w, b)


@pytest.mark.points(1)
@pytest.mark.time_limit(30)
def test_operations(student, check, rng):
    """At most 50,000 tensor operations for (32, 1, 28, 28) images and (64, 1, 3, 3) filters."""
    grey = torch.arange(32.0)  # each image is of one grey, so its maps are: grey times the sum of the filter
    x = grey.reshape(32, 1, 1, 1).expand(32, 1, 28, 28).contiguous()
    w = torch.from_numpy(rng.integers(-4, 5, (64, 1, 3, 3))).float()
    expected = (grey[:, None] * w.sum((1, 2, 3)))[:, :, None, None].expand(32, 64, 26, 26)
    maps, count = check.operations(student.conv2d, x, w, None)
    check.equal(maps, expected, "images of one grey each")
    check.that(count <= 50_000, f"conv2d took {count:,} tensor operations; at most 50,000 are allowed")
