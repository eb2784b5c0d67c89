import pytest


@pytest.mark.points(0.5)
def test_many_layers(student, check, rng):
    """Layers of many sizes, with biases and without."""
    for k in (1, 2, 4, 5, 7, 8, 11, 12):
        channels, filters = (int(size) for size in rng.integers(2, 40, 2))
        check(student.conv_params, channels, filters, k)
        check(student.conv_params, channels, filters, k, bias=False)
