"""What `doctor` says of a machine with some of the layers, and that the page on security says the same."""

import os
from pathlib import Path

import pytest

from autograder.course import doctor, isolation
from autograder.worker.confine import available

PAGE = (Path(__file__).parents[1] / "docs" / "security.md").read_text()
ALL = ("limits", "namespaces", "uid", "landlock", "seccomp")


def report(monkeypatch, layers, possible=()):
    """What doctor says where a machine has these layers and lets these attempts pass."""
    monkeypatch.setattr(doctor, "available", lambda: layers)
    monkeypatch.setattr(isolation, "available", lambda: layers)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if "uid" in layers else 1000)
    names = ("read a private file of yours", "read /etc/passwd", "write outside of its folder")
    monkeypatch.setattr(doctor, "_try_all", lambda _: [(name, name in possible) for name in names])
    lines, fit = doctor.lines()
    return "\n".join(lines), fit


def test_with_all_layers_only_what_nothing_stops_is_left_open(monkeypatch):
    text, fit = report(monkeypatch, ALL)
    assert fit
    left = text.partition("left open here\n")[2]
    assert all(line in left for line in isolation.ALWAYS_OPEN)
    assert not any(line in left for lines in isolation.LEFT_OPEN.values() for line in lines)


@pytest.mark.parametrize("missing", isolation.LEFT_OPEN)
def test_what_a_missing_layer_leaves_open_is_listed(monkeypatch, missing):
    text, fit = report(monkeypatch, tuple(layer for layer in ALL if layer != missing))
    assert fit
    assert all(line in text for line in isolation.LEFT_OPEN[missing])
    assert f"{missing:<11} NO" in text


def test_what_can_be_done_without_landlock_is_told_and_does_not_stop_the_grading(monkeypatch):
    layers = tuple(layer for layer in ALL if layer != "landlock")
    text, fit = report(monkeypatch, layers, possible=("read /etc/passwd",))
    assert fit
    assert "possible" in text
    assert "Submissions can be graded here." in text


def test_what_should_have_been_refused_stops_the_grading(monkeypatch):
    text, fit = report(monkeypatch, ALL, possible=("read /etc/passwd",))
    assert not fit
    assert "POSSIBLE" in text
    assert "do not grade here" in text


@pytest.mark.parametrize("needed", ["uid", "seccomp"])
def test_root_without_a_layer_that_grading_needs_is_refused(monkeypatch, needed):
    monkeypatch.setattr(isolation, "available", lambda: tuple(layer for layer in ALL if layer != needed))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(isolation.IsolationError, match=f"lacks {needed}"):
        isolation.layers_for_grading()


def test_every_attempt_is_refused_where_these_tests_run():
    tried = doctor._try_all(available())
    assert len(tried) == 7
    assert [name for name, possible in tried if possible] == []


def test_the_page_lists_what_is_left_open():
    lines = [*isolation.ALWAYS_OPEN, *(line for lines in isolation.LEFT_OPEN.values() for line in lines)]
    assert [line for line in lines if f"- {line}\n" not in PAGE] == []


def test_the_page_has_a_row_for_each_layer():
    assert [layer for layer in isolation.STOPS if f"\n| {layer} |" not in PAGE] == []
    assert list(isolation.STOPS) == list(doctor.LAYERS)
