"""What a release can make: every name has its target, and the command line offers them all."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.project import Project
from autograder.release.targets import TARGETS, Name, chosen

PROJECT = Project(Path("/somewhere"), "lab")


def test_every_name_but_all_has_a_target():
    assert set(TARGETS) == set(Name) - {Name.all}


@pytest.mark.parametrize("name", list(TARGETS))
def test_a_name_means_its_target_in_the_place_that_was_named(name):
    ((found, target, place),) = chosen(name, PROJECT, Path("/out"))
    assert (found, target) == (name, TARGETS[name])
    assert place == Path("/out") or place.parent == Path("/out")


def test_all_means_every_target_each_in_its_own_place():
    places = [place for _, _, place in chosen(Name.all, PROJECT, None)]
    assert len(set(places)) == len(TARGETS)
    assert all(place.is_relative_to(PROJECT.root) for place in places)


def test_with_a_folder_all_puts_each_below_its_name():
    for name, _, place in chosen(Name.all, PROJECT, Path("/out")):
        assert place.is_relative_to(Path("/out") / name)


def test_the_command_offers_them():
    command = [sys.executable, "-m", "autograder", "release", "cnn", "--to", "nowhere"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert all(name.value in done.stderr for name in Name)
