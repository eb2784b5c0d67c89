"""The corpus graded by a user without rights, as on a teacher's own laptop."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from attacks import unprivileged
from attacks.combination import ONLY_ROOT, UNPRIVILEGED, graded, part


@pytest.fixture(scope="module")
def outcome():
    found = graded("without rights", [UNPRIVILEGED], 2)
    if found.status == unprivileged.IMPOSSIBLE:
        pytest.skip(found.reason)
    return found


@pytest.mark.parametrize("case", part(2), ids=lambda case: case.id)
def test_case(case, outcome, record_property):
    outcome.check(case, record_property)


def test_a_user_without_rights_has_no_other_user_to_give(outcome):
    assert "uid" not in outcome.layers
    assert {"landlock", "seccomp"} <= set(outcome.layers)


def test_nothing_is_left_at_the_end(outcome):
    outcome.check_the_end()


# the launcher itself

LOOKS = """
import os, sys
from pathlib import Path
import torch, autograder
print(os.getuid(), os.getgroups(), Path.home(), os.access(Path(autograder.__file__).parent, os.W_OK))
print([line for line in Path('/proc/self/status').read_text().splitlines() if line.startswith('CapEff')])
"""


def started(*command):
    return subprocess.run([sys.executable, str(UNPRIVILEGED), *command], capture_output=True, text=True, check=False)


@ONLY_ROOT
def test_the_command_is_a_user_without_rights_and_can_load_what_it_needs():
    done = started(sys.executable, "-c", LOOKS)
    if done.returncode == unprivileged.IMPOSSIBLE:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    uid, groups, home, writable = done.stdout.splitlines()[0].split()
    assert unprivileged.FIRST <= int(uid) < unprivileged.LAST
    assert (groups, writable) == ("[]", "False")
    assert not Path(home).exists()  # by now
    assert int(done.stdout.split("CapEff:")[1].strip("\\t']\n"), 16) == 0


def test_the_commands_status_is_passed_on():
    done = started(sys.executable, "-c", "raise SystemExit(7)")
    if os.geteuid() == 0 and done.returncode == unprivileged.IMPOSSIBLE:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 7


def test_a_command_is_needed():
    assert started().returncode == unprivileged.IMPOSSIBLE


def test_what_lies_in_another_needed_folder_is_needed_once():
    folders = unprivileged.needed(None)
    assert not any(first in second.parents for first in folders for second in folders)
    assert all(any(path == folder or folder in path.parents for folder in folders) for path in (unprivileged.ROOT,))


def test_the_outermost_closed_folder_is_found(tmp_path):
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    for path, mode in ((tmp_path, 0o755), (tmp_path / "a", 0o700), (tmp_path / "a" / "b", 0o700)):
        path.chmod(mode)
    above = unprivileged.closed(tmp_path / "a")
    assert unprivileged.closed(tmp_path / "a" / "b" / "c") == (above or tmp_path / "a")
