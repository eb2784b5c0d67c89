import pytest


@pytest.mark.points(0.5)
def test_many_layers(student, check, rng):
    """Layers of many sizes, with biases and without."""
    for _ in range(8):
        channels, filters, k = (int(size) for size in rng.integers(2, 40, 3))
        check(student.conv_params, channels, filters, k)
        check(student.conv_params, channels, filters, k, bias=False)
