"""What a grader may allocate: its limit, and how a training on a GPU is let out of it and back."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its addresses")

MAP = """
import mmap
from autograder.grader import memory


def can_map(mebibytes):
    try:
        mmap.mmap(-1, mebibytes << 20).close()
    except OSError:
        return False
    return True


memory.limit(100)
"""


def said(program):
    done = subprocess.run([sys.executable, "-c", MAP + program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_grader_has_a_submission_s_memory_and_room_to_spare():
    assert said("print(can_map(1000), can_map(3000))") == ["True", "False"]


def test_within_a_training_on_a_gpu_it_may_map_what_it_likes():
    program = "with memory.unlimited(True): print(can_map(3000))\nprint(can_map(3000))"
    assert said(program) == ["True", "False"]


def test_what_was_mapped_there_is_kept_beside_the_limit():
    program = "with memory.unlimited(True): kept = mmap.mmap(-1, 3000 << 20)\nprint(can_map(1000), can_map(3000))"
    assert said(program) == ["True", "False"]


def test_without_a_gpu_nothing_changes():
    assert said("with memory.unlimited(False): print(can_map(3000))") == ["False"]
