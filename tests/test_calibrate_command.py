"""`autograder calibrate` as an author meets it, on the mlp lab with a few steps of training."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROFILES = """
[training.profiles.few]
device = "cpu"
images = 640
epochs = 2
threshold = 0.5

[training.profiles.fewer]
device = "cpu"
images = 640
epochs = 1
threshold = 0.5
"""


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory, fashion_mnist_folder):
    """A lab of two right networks, calibrated with eight seeds and two, and what that printed."""
    root = tmp_path_factory.mktemp("calibrated")
    for part in ("assignments", "solutions"):
        shutil.copytree(ROOT / part / "mlp", root / part / "mlp", ignore=shutil.ignore_patterns("accepted"))
    accepted = root / "assignments" / "mlp" / "accepted"
    accepted.mkdir()
    shutil.copy(ROOT / "assignments" / "mlp" / "accepted" / "network_nested.py", accepted)
    file = root / "assignments" / "mlp" / "assignment.toml"
    before, _, _ = file.read_text(encoding="utf-8").partition("[training.profiles.")
    file.write_text(before + PROFILES.lstrip(), encoding="utf-8")
    return root, subprocess.run(
        **command_in(root, fashion_mnist_folder, "--accepted", "2"), capture_output=True, text=True, check=False
    )


def command_in(root, fashion_mnist_folder, *arguments):
    """The arguments of the command for eight seeds, and its surroundings."""
    program = [
        sys.executable,
        "-m",
        "autograder",
        "calibrate",
        "mlp",
        "--data",
        str(fashion_mnist_folder),
        "--jobs",
        "2",
    ]
    usual = ["--data", str(fashion_mnist_folder), "--profile", "few", "--seeds", "8", *arguments]
    return {"args": [*program, *usual], "cwd": root, "env": {**os.environ, "XDG_CACHE_HOME": str(root / "cache")}}


@pytest.fixture
def lab(calibrated, tmp_path):
    """A copy of the lab, with what is known of its runs."""
    return shutil.copytree(calibrated[0], tmp_path / "lab")


@pytest.fixture
def command(lab, fashion_mnist_folder):
    return lambda *arguments: command_in(lab, fashion_mnist_folder, *arguments)


@pytest.fixture
def calibrate(command):
    def calibrate(*arguments):
        return subprocess.run(**command(*arguments), capture_output=True, text=True, check=False)

    return calibrate


def profile_of(lab, name):
    return tomllib.loads((lab / "assignments/mlp/assignment.toml").read_text())["training"]["profiles"][name]


def runs_of(lab):
    [file] = (lab / "cache" / "autograder" / "calibrations").glob("*.jsonl")
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_a_threshold_is_measured_and_shown(calibrated):
    _, done = calibrated
    assert (done.returncode, done.stderr) == (0, "")
    share = r"0\.\d{4}"
    spread = f"mean {share}, standard deviation {share}, {share} to {share}"
    assert re.search(f"8 runs of the reference: {spread}", done.stdout)
    assert re.search(r"2 runs of other right answers, \d below the threshold", done.stdout)


def test_what_is_shown_is_written(calibrated):
    root, done = calibrated
    profile = profile_of(root, "few")
    assert f"threshold {profile['threshold']:.3f}" in done.stdout
    assert (profile["calibration"]["seeds"], profile["calibration"]["accepted"]) == (8, 2)
    assert profile["threshold"] < profile["calibration"]["lowest"]


def test_a_picture_is_drawn(calibrated):
    assert (calibrated[0] / "build" / "calibrate" / "mlp-few.svg").read_text().startswith("<?xml")


def test_every_program_and_seed_is_trained_once(calibrated):
    keys = [(run["program"], run["seed"]) for run in runs_of(calibrated[0])]
    assert sorted(keys) == [("network_nested", 0), ("network_nested", 1), *(("reference", seed) for seed in range(8))]


def test_what_is_known_is_not_trained_again(lab, calibrate):
    before = runs_of(lab)
    calibrate("--seeds", "9", "--accepted", "2")
    assert runs_of(lab)[: len(before)] == before
    assert len(runs_of(lab)) == len(before) + 1


def test_runs_with_more_epochs_are_runs_with_fewer_too(lab, calibrate):
    before = runs_of(lab)
    calibrate("--profile", "fewer", "--accepted", "0")
    assert runs_of(lab) == before
    firsts = [run["accuracies"][0] for run in before if run["program"] == "reference"]
    assert profile_of(lab, "fewer")["calibration"]["lowest"] == min(firsts)


def test_another_network_has_runs_of_its_own(lab, calibrate):
    file = lab / "solutions" / "mlp" / "network.py"
    file.write_text(file.read_text() + "\n# changed\n")
    calibrate("--accepted", "0")
    assert len(list((lab / "cache" / "autograder" / "calibrations").glob("*.jsonl"))) == 2


def test_a_dry_run_leaves_the_lab_as_it_is(lab, calibrate):
    before = (lab / "assignments/mlp/assignment.toml").read_text()
    assert calibrate("--accepted", "1", "--dry-run").returncode == 0
    assert (lab / "assignments/mlp/assignment.toml").read_text() == before


def test_a_right_answer_that_is_too_unsteady_is_named_and_nothing_is_written(lab, calibrate):
    (lab / "assignments/mlp/accepted/network_unlucky.py").write_text(
        '"""Right but for one seed."""\n\nimport torch\nfrom network import make_mlp as right\n\n\n'
        "def make_mlp():\n    made = right()\n    if torch.initial_seed() == 1:\n"
        "        made.requires_grad_(False)\n        next(made.parameters()).requires_grad_(True)\n"
        "        with torch.no_grad():\n            made[-1].weight.zero_()\n    return made\n"
    )
    before = (lab / "assignments/mlp/assignment.toml").read_text()
    done = calibrate("--accepted", "2")
    assert done.returncode == 2
    assert "accepted/network_unlucky: the runs lie too far apart for any threshold" in done.stderr
    assert (lab / "assignments/mlp/assignment.toml").read_text() == before


def test_a_run_that_is_interrupted_keeps_what_it_has(lab, command):
    made = command("--seeds", "500")
    arguments = ["env", "--default-signal=INT", *made.pop("args")]
    before = len(runs_of(lab))
    process = subprocess.Popen(arguments, **made, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    while process.poll() is None and len(runs_of(lab)) == before:
        pass
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.endswith("stopped; the runs so far are kept, and the same command goes on from there\n")
    assert len(runs_of(lab)) > before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--profile", "gpu"], "--profile gpu: the lab has few, fewer"),
        (["--seeds", "3"], "--seeds 3 are too few to see a spread: take 8 or more"),
        (["--device", "cuda"], "--device cuda: there is no GPU here"),
        (["--data", "/nowhere"], "Fashion-MNIST is not on this machine"),
    ],
    ids=["profile", "seeds", "device", "data"],
)
def test_a_wrong_command_is_told_in_a_line(calibrate, arguments, said, monkeypatch):
    if "--data" in arguments:
        monkeypatch.setenv("HOME", "/nowhere")
    done = calibrate(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
