"""One submission has the same points on every road, exercise by exercise, by the platforms' real programs.

The lab is `mlp` without its training run. `PARITY_TRAINING=1` takes the training in, which is minutes more.
"""

import os

import parity
import pytest
from labs import ROOT
from roads import NO_RESULT, Roads, lab

from autograder.training.data import locate

TRAINING = os.environ.get("PARITY_TRAINING") == "1"


@pytest.fixture(scope="module")
def roads(tmp_path_factory):
    """All five, ready to grade."""
    folder = tmp_path_factory.mktemp("parity")
    project = lab(ROOT, parity.LAB, folder / "labs", training=TRAINING)
    return Roads(project, folder / "roads", locate(None) if TRAINING else None)


@pytest.fixture(scope="module")
def works():
    return parity.works()


@pytest.fixture(scope="module")
def found(roads, works):
    """The points of every submission by every road."""
    return {name: road(works) for name, road in roads.all.items()}


def table(found, works):
    """A line for each submission: its points by each road."""
    width = max(len(work.name) for work in works)
    lines = [" " * width + "  " + "  ".join(found)]
    for work in works:
        sums = [points[work.name] for points in found.values()]
        cells = ["none" if each is NO_RESULT else f"{sum(each.values()):g}" for each in sums]
        lines.append(f"{work.name:<{width}}  " + "  ".join(f"{c:>{len(n)}}" for c, n in zip(cells, found, strict=True)))
    return lines


def test_every_road_gives_the_same_points(roads, works, found, record_property):
    record_property("table", ["points by road", *table(found, works)])
    expected = found["kit"]

    for name, points in found.items():
        for work in works:
            assert points[work.name] == pytest.approx(expected[work.name], abs=1e-6), f"{work.name} by {name}"


def test_the_submissions_are_of_every_kind(roads, works, found):
    worth = found["kit"]["right"]
    sums = {work.name: sum(found["kit"][work.name].values()) for work in works}

    assert len(works) >= 12
    assert sum(worth.values()) == sums["another-style"] == sums["own-helper"] == max(sums.values())
    assert sums["not-begun"] == 0
    assert 0 < sums["half-done"] < sums["one-mistake"] < sums["right"]
    for name in ("a-mistake-in-each", "another-in-each"):
        assert all(found["kit"][name][exercise] < points for exercise, points in worth.items())
