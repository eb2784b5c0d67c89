import pytest


@pytest.mark.points(1)
def test_one_step_at_a_time(student, check):
    """The number of start positions on a row, with stride 1 and no padding."""
    check.equal(student.output_size(4, 2), 3, "output_size(4, 2)")
    check.equal(student.output_size(28, 3), 26, "output_size(28, 3)")
    check.equal(student.output_size(6, 6), 1, "output_size(6, 6): a kernel as large as the row")


@pytest.mark.points(0.5)
def test_stride_and_padding(student, check):
    """A window that does not fit is not counted, and padding is added at both ends."""
    check.equal(student.output_size(4, 2, stride=2), 2, "output_size(4, 2, stride=2)")
    check.equal(student.output_size(5, 2, stride=2), 2, "output_size(5, 2, stride=2)")
    check.equal(student.output_size(5, 3, padding=1), 5, "output_size(5, 3, padding=1)")
    check.equal(student.output_size(7, 3, stride=3, padding=2), 3, "output_size(7, 3, stride=3, padding=2)")


@pytest.mark.points(0.5)
def test_errors_by_name(student, check):
    """A stride of 0 or a kernel that does not fit raises a ValueError with the argument and the number."""
    check.equal(student.output_size(7, 3), 5, "output_size(7, 3)")
    check.raises(student.output_size, 7, 3, stride=0, argument=("stride",), number=(0,))
    sizes = {"argument": ("k", "kernel", "kernel_size", "n", "input"), "number": (9, 7)}
    check.raises(student.output_size, 7, 9, **sizes)
