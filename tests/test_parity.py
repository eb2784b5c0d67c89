"""One submission has the same points on every road, exercise by exercise, by the platforms' real programs.

The lab is `mlp` without its training run. `PARITY_TRAINING=1` takes the training in, which is minutes more, and
`PARITY_PARTS=4` takes a fourth of the submissions on all roads but the kit's, which is minutes less.
"""

import os

import parity
import pytest
from labs import ROOT
from roads import NO_RESULT, Roads, lab

from autograder.training.data import locate

REFUSED = {
    ("nbgrader autograde", "no-json"),
    ("nbgrader autograde", "every-cell-twice"),
    ("otter run", "no-json"),
}
"""What the platforms' own programs end at before they ask us."""

PARTS = int(os.environ.get("PARITY_PARTS", "1"))
TRAINING = os.environ.get("PARITY_TRAINING") == "1"


@pytest.fixture(scope="module")
def roads(tmp_path_factory):
    """All five, ready to grade."""
    folder = tmp_path_factory.mktemp("parity")
    project = lab(ROOT, parity.LAB, folder / "labs", training=TRAINING)
    return Roads(project, folder / "roads", locate(None) if TRAINING else None)


def graded(roads, works):
    """The points of submissions by each road, and what their students read: all of them by the kit's, else a part."""
    points, said = {}, {}
    for name, road in roads.all.items():
        points[name] = road(works if name == "kit" else works[::PARTS])
        said[name] = roads.said
    return points, said


@pytest.fixture(scope="module")
def outcome(roads):
    return graded(roads, parity.works())


@pytest.fixture(scope="module")
def found(outcome):
    """The points of every submission by every road."""
    return outcome[0]


def shown(points, name):
    if name not in points:
        return "-"
    return "none" if points[name] is NO_RESULT else f"{sum(points[name].values()):g}"


def table(found, works):
    """A line for each submission: its points by each road."""
    width = max(len(work.name) for work in works)
    lines = [" " * width + "  " + "  ".join(found)]
    for work in works:
        cells = [shown(points, work.name) for points in found.values()]
        lines.append(f"{work.name:<{width}}  " + "  ".join(f"{c:>{len(n)}}" for c, n in zip(cells, found, strict=True)))
    return lines


def test_every_road_gives_the_same_points(found, record_property):
    works = parity.works()
    record_property("table", ["points by road", *table(found, works)])

    for name, points in found.items():
        for work in points:
            assert points[work] == pytest.approx(found["kit"][work], abs=1e-6), f"{work} by {name}"


def test_the_submissions_are_of_every_kind(found):
    worth = found["kit"]["right"]
    sums = {name: sum(points.values()) for name, points in found["kit"].items()}

    assert len(sums) >= 12
    assert sum(worth.values()) == sums["another-style"] == sums["own-helper"] == max(sums.values())
    assert sums["not-begun"] == 0
    assert 0 < sums["half-done"] < sums["one-mistake"] < sums["right"]
    for name in ("a-mistake-in-each", "another-in-each"):
        assert all(found["kit"][name][exercise] < points for exercise, points in worth.items())


def test_a_known_mistake_is_told_with_its_hint_on_every_road(outcome):
    _, said = outcome

    for name, texts in said.items():
        assert "Hint: What do you return where every answer is right?" in texts["a-mistake-in-each"], name


def test_a_bad_notebook_is_graded_as_far_as_it_goes_or_told_in_a_line_on_every_road(roads, record_property):
    bad = parity.bad_notebooks()
    words = {work.name: said for work, said in bad}
    found, said = graded(roads, [work for work, _ in bad])
    record_property("table", ["points of bad notebooks by road", *table(found, [work for work, _ in bad])])

    for name, points in found.items():
        for work in points:
            if (name, work) in REFUSED:
                assert points[work] is NO_RESULT, f"{work} by {name}"
                continue
            assert points[work] == pytest.approx(found["kit"][work], abs=1e-6), f"{work} by {name}"
            if name != "nbgrader autograde":  # there it is on the terminal: nbgrader shows what its kernel printed
                assert words[work] in said[name][work], f"{work} by {name}"
    sums = {name: sum(points.values()) for name, points in found["kit"].items()}
    assert sums == {name: 0.0 if said else max(sums.values()) for name, said in words.items()}
