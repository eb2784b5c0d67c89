import pytest


@pytest.mark.points(0.5)
def test_many_layers(student, check, rng):
    """Layers of many sizes, also large ones, with biases and without."""
    for _ in range(8):
        features, outputs = (int(size) for size in rng.integers(2, 400, 2))
        check(student.linear_params, features, outputs)
        check(student.linear_params, features, outputs, bias=False)
    check(student.linear_params, 5001, 4097)
