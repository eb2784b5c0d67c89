import pytest
import torch


@pytest.mark.points(1.5)
def test_worked_example(student, check):
    """A 4×4 image and a 2×2 kernel: 9 rows and 16 columns, 36 entries that are not zero, 4 different weights."""
    # (CS396, lecture 6, slides "Convolution as a Neural Network Layer")
    k = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    matrix = student.conv_matrix(k, 4, 4)
    check.equal(tuple(matrix.shape), (9, 16), "the shape of conv_matrix(k, 4, 4)")
    check.equal(int((matrix != 0).sum()), 36, "the number of entries that are not zero")
    check.equal(sorted(set(matrix[matrix != 0].tolist())), [1.0, 2.0, 3.0, 4.0], "the different weights")
    image_rows = torch.zeros(9, 4, 4)
    image_rows[0, :2, :2] = k
    image_rows[3, 1:3, :2] = k
    image_rows[8, 2:, 2:] = k
    for output in (0, 3, 8):
        check.equal(matrix[output].reshape(4, 4), image_rows[output], f"row {output}, written as an image")


@pytest.mark.points(1)
def test_gives_the_correlation(student, check):
    """The matrix times the flattened image is the flattened correlation."""
    a = torch.arange(1.0, 17.0).reshape(4, 4)
    k = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    product = student.conv_matrix(k, 4, 4) @ a.flatten()
    check.equal(product, torch.tensor([44.0, 54, 64, 84, 94, 104, 124, 134, 144]), "conv_matrix(k, 4, 4) @ (1..16)")


@pytest.mark.points(1)
def test_not_square(student, check):
    """Image and kernel need not be square."""
    k = torch.tensor([[1.0, 2.0, 3.0]]).double()
    rows = [[1.0, 2, 3, 0, 0, 0, 0, 0], [0, 1, 2, 3, 0, 0, 0, 0], [0, 0, 0, 0, 1, 2, 3, 0], [0, 0, 0, 0, 0, 1, 2, 3]]
    check.equal(student.conv_matrix(k, 2, 4), torch.tensor(rows).double(), "[[1, 2, 3]] on a 2×4 image")
    columns = [[1.0, 0, 2, 0, 3, 0, 0, 0], [0, 1, 0, 2, 0, 3, 0, 0], [0, 0, 1, 0, 2, 0, 3, 0], [0, 0, 0, 1, 0, 2, 0, 3]]
    check.equal(student.conv_matrix(k.T, 4, 2), torch.tensor(columns).double(), "[[1], [2], [3]] on a 4×2 image")
