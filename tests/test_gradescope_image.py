"""The zip's scripts in a system of their own, for real: minutes, so only where they are asked for."""

import os
import subprocess
import sys
from pathlib import Path

import gradescope_image
import pytest

SCRIPT = Path(__file__).with_name("gradescope_image.py")


@pytest.mark.skipif(
    not os.environ.get("GRADESCOPE_IMAGE"),
    reason="takes minutes, root and debootstrap: GRADESCOPE_IMAGE=1 pytest tests/test_gradescope_image.py",
)
def test_the_image_builds_and_grades_every_sample():
    done = subprocess.run([sys.executable, SCRIPT], check=False)
    assert done.returncode == 0


def test_what_lies_below_mounts_is_removed_by_a_process_that_has_none_of_them(monkeypatch):
    """Removed where it is mounted, the image would take the machine's own devices along."""
    seen = {}

    def started(command, *, env, check):
        seen["work"] = Path(command[command.index("--work") + 1])
        seen["there"], seen["own"] = seen["work"].is_dir(), env["IN_OWN_MOUNTS"]
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.delenv("IN_OWN_MOUNTS", raising=False)
    monkeypatch.setattr(gradescope_image.os, "geteuid", lambda: 0)
    monkeypatch.setattr(gradescope_image.shutil, "which", lambda _: "/usr/sbin/debootstrap")
    monkeypatch.setattr(gradescope_image.subprocess, "run", started)

    assert gradescope_image.main([]) == 0
    assert (seen["there"], seen["own"]) == (True, "1")
    assert not seen["work"].exists()
