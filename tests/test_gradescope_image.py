"""The zip's scripts in a system of their own, for real: minutes, so only where they are asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("gradescope_image.py")


@pytest.mark.skipif(
    not os.environ.get("GRADESCOPE_IMAGE"),
    reason="takes minutes, root and debootstrap: GRADESCOPE_IMAGE=1 pytest tests/test_gradescope_image.py",
)
def test_the_image_builds_and_grades_every_sample():
    done = subprocess.run([sys.executable, SCRIPT], check=False)
    assert done.returncode == 0
