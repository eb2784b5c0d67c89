"""A threshold and its runs, written into a lab's assignment.toml; all else there stays as it was."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from autograder.assignment import Calibration, load
from autograder.calibrate.model import Proposal
from autograder.calibrate.record import write, written

ROOT = Path(__file__).parents[1]
PROPOSAL = Proposal(40, 0.84, 0.0087, 0.81, 0.86, 0.812, 0.021, 0.01, 1e-4)
CALIBRATION = Calibration("2026-01-31", "cpu, torch 2.6", "reference", 40, 0.84, 0.0087, 0.81, 30, 1)
TEXT = """\
title = "A lab"  # above all

[training]
points = 4

# Why there are two.
[training.profiles.gpu]
device = "cuda"
threshold = 0.9   # guessed

[training.profiles.cpu]
threshold = 0.8
device = "cpu"

[limits]
threads = 9
"""


@pytest.mark.parametrize("profile", ["gpu", "cpu"])
def test_threshold_doubt_and_runs_are_written(profile):
    table = tomllib.loads(written(TEXT, profile, PROPOSAL, CALIBRATION))["training"]["profiles"][profile]
    assert (table["threshold"], table["doubt"]) == (0.812, 0.021)
    assert table["calibration"] == {
        "date": "2026-01-31",
        "device": "cpu, torch 2.6",
        "program": "reference",
        "seeds": 40,
        "mean": 0.84,
        "deviation": 0.0087,
        "lowest": 0.81,
        "accepted": 30,
        "accepted_repeated": 1,
    }


@pytest.mark.parametrize("profile", ["gpu", "cpu"])
def test_nothing_else_changes(profile):
    before, after = tomllib.loads(TEXT), tomllib.loads(written(TEXT, profile, PROPOSAL, CALIBRATION))
    for document in (before, after):
        for key in ("threshold", "doubt", "calibration"):
            document["training"]["profiles"][profile].pop(key, None)
    assert after == before


def test_comments_stay():
    text = written(written(TEXT, "gpu", PROPOSAL, CALIBRATION), "cpu", PROPOSAL, CALIBRATION)
    assert all(comment in text for comment in ("# above all", "# Why there are two.", "# guessed"))


def test_to_write_the_same_again_changes_nothing():
    once = written(TEXT, "gpu", PROPOSAL, CALIBRATION)
    assert written(once, "gpu", PROPOSAL, CALIBRATION) == once


def test_tables_are_an_empty_line_apart():
    text = written(written(TEXT, "gpu", PROPOSAL, CALIBRATION), "cpu", PROPOSAL, CALIBRATION)
    assert "\n\n\n" not in text
    lines = text.splitlines()
    assert all(
        not lines[i - 1] or lines[i - 1].startswith("#") for i, line in enumerate(lines) if i and line.startswith("[")
    )


@pytest.mark.parametrize("lab", ["cnn", "mlp"])
def test_what_is_written_is_a_lab_still(tmp_path, lab):
    folder = shutil.copytree(ROOT / "assignments" / lab, tmp_path / lab)
    write(folder / "assignment.toml", "cpu", PROPOSAL, CALIBRATION)
    profile = load(folder).training.profiles["cpu"]
    assert (profile.threshold, profile.doubt, profile.calibration) == (0.812, 0.021, CALIBRATION)
