"""The fuzzing of the decoder runs, tells what it did, and finds a mistake that is put there."""

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64" or sys.version_info >= (3, 15),
    reason="atheris has wheels for Linux on x86-64 and Python before 3.15",
)

# Elements of a tensor may lie in one place.
OVERLAPPING = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import decoder
from autograder import wire_decoder

def extent(shape, strides, most):
    if len(strides) != len(shape) or any(not 0 <= stride <= most for stride in strides):
        return None
    reach = sum((size - 1) * stride for size, stride in zip(shape, strides)) + 1
    return reach if reach <= most else None

wire_decoder.strided_extent = extent
decoder.main()
"""


def run(*arguments):
    return subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False)


def told(output, what):
    return int(re.search(rf"^{what} +([\d,]+)", output, re.MULTILINE)[1].replace(",", ""))


def test_some_thousand_inputs_are_read_or_refused(tmp_path):
    done = run(HERE / "decoder.py", "--runs", 4000, "--seed", 1, "--out", tmp_path)

    assert done.returncode == 0, done.stderr
    assert told(done.stdout, "runs") == 4000
    assert told(done.stdout, "accepted") + told(done.stdout, "refused") == 4000
    assert told(done.stdout, "accepted") >= 400
    assert told(done.stdout, "distinct refusals") >= 25
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_the_decoder_is_found_and_its_input_kept(tmp_path):
    found = run("-c", OVERLAPPING, HERE, "--runs", 20_000, "--seed", 1, "--out", tmp_path)

    assert found.returncode != 0
    # One of the two ways in which it shows: memory that no limit knew of, or values that are others the next time.
    said = found.stderr + found.stdout
    assert "Failure: a frame within its limits was too much" in said or " came back as " in said
    [kept] = tmp_path.iterdir()
    again = run(HERE / "decoder.py", kept)
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines()[-1] == f"{kept.name}: read or refused as it should be"
