"""Exercises that forbid different calls share a worker; what only another one forbids costs nobody anything."""

import dataclasses

import pytest
from labs import EXERCISES, LABS, WORTH, engine_for, messages, points, submission

from autograder.sharing import shared_sets, worker_sets

CNN = LABS["cnn"]
CONVOLUTION, PADDING, POOLING = ("convolution",), ("convolution", "padding"), ("pooling",)
ALL = ("convolution", "padding", "pooling")


def forbidding(*sets):
    """A lab whose exercises forbid these calls."""
    exercises = [dataclasses.replace(CNN.exercises[0], forbids=forbids) for forbids in sets]
    return dataclasses.replace(CNN, exercises=tuple(exercises))


@pytest.fixture(scope="module")
def graded():
    """Grades a submission of the cnn lab, and gives each exercise's points beside what it is worth."""
    with engine_for("cnn") as engine:

        def grade(changes):
            ((_, found),) = engine.grade_all([submission("cnn", changes)])
            assert "failed" not in found, found
            return found, {name: points(found, name) for name in EXERCISES["cnn"]}

        yield grade


# which share


def test_they_share_one_that_refuses_what_any_of_them_forbids():
    assert shared_sets(CNN) == {CONVOLUTION: ALL, PADDING: ALL, POOLING: ALL}
    assert worker_sets(CNN) == sorted([(), CONVOLUTION, PADDING, POOLING, ALL, ("pooling", "autograd")])


def test_one_set_needs_nobody_to_share_with():
    assert shared_sets(forbidding(CONVOLUTION, CONVOLUTION, ())) == {}


def test_where_derivatives_are_forbidden_nothing_is_shared():
    assert shared_sets(forbidding(CONVOLUTION, ("autograd",), ("autograd", "pooling"))) == {}


# an exercise may call what only another one forbids

USES = (
    "_own = correlate2d\n\n\ndef correlate2d(a, k):\n"
    "    padded = torch.nn.functional.pad(a, (1, 1))\n    return _own(padded[:, 1:-1], k)\n"
)
CATCHES = (
    "_own = correlate2d\n\n\ndef correlate2d(a, k):\n"
    "    try:\n        torch.nn.functional.max_pool2d(a[None], 1)\n"
    "    except BaseException:\n        return torch.zeros(1)\n    return _own(a, k)\n"
)
AT_IMPORT = "torch.nn.functional.pad(torch.ones(2, 2), (1, 1))"
CAUGHT_AT_IMPORT = (
    f"try:\n    {AT_IMPORT}\n    _can = True\nexcept BaseException:\n    _can = False\n\n"
    "_own = correlate2d\n\n\ndef correlate2d(a, k):\n    return _own(a, k) if _can else torch.zeros(1)\n"
)


LEAVES = (
    "import pathlib\n\n_own = correlate2d\n\n\ndef correlate2d(a, k):\n"
    "    if pathlib.Path('seen').exists():\n        return torch.zeros(1)\n"
    "    try:\n        torch.nn.functional.pad(a, (1, 1))\n"
    "    except BaseException:\n        pathlib.Path('seen').write_text('before')\n        raise\n"
    "    return _own(a, k)\n"
)


@pytest.mark.parametrize("text", [USES, CATCHES, LEAVES], ids=["uses", "catches", "leaves a file"])
def test_it_gets_every_point(graded, text):
    assert graded({"convolution.py": text})[1] == WORTH["cnn"]


@pytest.mark.parametrize("text", [AT_IMPORT, CAUGHT_AT_IMPORT], ids=["uses", "catches"])
def test_at_import_it_costs_the_exercise_that_forbids_it_and_no_other(graded, text):
    results, found = graded({"convolution.py": text})
    (text,) = set(messages(results, "pad2d", hidden=False))

    assert text.startswith("`torch.nn.functional.pad` is not allowed in this exercise")
    assert found == {**WORTH["cnn"], "pad2d": 0}


def test_what_the_exercise_itself_forbids_is_refused_in_it(graded):
    results, found = graded({"pooling.py": "avg_pool2d = torch.nn.functional.avg_pool2d"})
    (text,) = set(messages(results, "avg_pool2d", hidden=False))

    assert text.startswith("`torch.nn.functional.avg_pool2d` is not allowed in this exercise")
    assert found == {**WORTH["cnn"], "avg_pool2d": 0}
