"""The five samples of the cnn lab, graded without training: what `make demo` shows is what they deserve."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.report.results import Results
from autograder.report.row import exercise_state

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "assignments" / "cnn" / "samples"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The results of each sample by its name."""
    out = tmp_path_factory.mktemp("results")
    command = [sys.executable, "-m", "autograder", "grade", "cnn", str(SAMPLES), "--out", str(out), "--no-training"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {
        path.parent.name: Results.model_validate_json(path.read_text()) for path in sorted(out.glob("*/results.json"))
    }


def earned(results, *exercises):
    return {exercise: results.exercise_points()[exercise][0] for exercise in exercises}


def outputs(results, exercise):
    return [test.output for test in results.tests if test.tags == (exercise,) and test.status == "failed"]


def test_all_five_are_graded(results):
    assert sorted(results) == ["complete", "does_not_import", "flipped_and_padded", "half_done", "never_ends"]


def test_the_complete_one_gets_everything(results):
    assert all(earned == worth for earned, worth in results["complete"].exercise_points().values() if worth)
    assert results["complete"].total == 104


def test_the_half_done_one_has_some_done_one_wrong_and_some_not_begun(results):
    states = {name: exercise_state(results["half_done"], name) for name in results["half_done"].exercise_points()}
    assert {"done", "wrong", "not begun"} <= set(states.values())
    assert states["conv2d"] == "not begun"
    assert states["correlate2d_strided"] == "wrong"


def test_the_flipped_kernel_and_the_padded_network_lose_their_own_points(results):
    flipped = results["flipped_and_padded"]
    assert earned(flipped, "output_size", "pad2d", "max_pool2d", "FMNISTDataset") == {
        "output_size": 4,
        "pad2d": 6,
        "max_pool2d": 7,
        "FMNISTDataset": 6,
    }
    assert any("(0, 0) |    26 |       44" in text for text in outputs(flipped, "correlate2d"))
    assert earned(flipped, "make_cnn")["make_cnn"] < 6


def test_the_one_that_does_not_import_gets_its_traceback_and_nothing_else(results):
    broken = results["does_not_import"]
    assert broken.total == 0
    assert "ModuleNotFoundError" in broken.output
    assert "autograder" not in broken.output
    assert "importlib" not in broken.output


def test_the_endless_loop_costs_the_tests_that_run_into_it(results):
    endless = results["never_ends"]
    assert "Stopped after 10 s of computing: does a loop never end?" in outputs(endless, "output_size")
    assert earned(endless, "correlate2d", "pad2d", "max_pool2d", "max_pool2d_backward", "make_cnn") == {
        "correlate2d": 8,
        "pad2d": 6,
        "max_pool2d": 7,
        "max_pool2d_backward": 8,
        "make_cnn": 6,
    }
    assert 0 < earned(endless, "output_size")["output_size"] < 4
