"""The kit's training script, on a small network: it trains, tells what it measured and what is missing."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from autograder.training.loop import train

KIT = Path(__file__).parents[1] / "autograder" / "kit"

LAB = {
    "title": "Any lab",
    "exercises": [
        {"name": "Pixels", "file": "given_data.py"},
        {"name": "make_small", "file": "given_network.py"},
    ],
    "training": {
        "dataset": "Pixels",
        "network": "make_small",
        "points": 6.0,
        "profiles": {
            "gpu": {"device": "cuda", "images": 60000, "epochs": 5, "threshold": 0.885, "cores": 0},
            "cpu": {"device": "cpu", "images": 20000, "epochs": 1, "threshold": 0.8, "cores": 0},
        },
    },
}

DATA = """\
class Pixels:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i].flatten().float() / 255, self.y[i]
"""

NETWORK = """\
from torch import nn

def make_small():
    return nn.Linear(784, 10)
"""


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A kit's folder with the script, and with a data set and a network."""
    (tmp_path / "support").mkdir()
    for name in ("curves.py", "fashion_mnist.py", "learning.py"):
        shutil.copy(KIT / name, tmp_path / "support")
    shutil.copy(KIT / "train.py", tmp_path)
    (tmp_path / "support" / "lab.json").write_text(json.dumps(LAB))
    (tmp_path / "given_data.py").write_text(DATA)
    (tmp_path / "given_network.py").write_text(NETWORK)
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith(("support", "given_")):
            del sys.modules[name]


@pytest.fixture
def run(kit, fashion_mnist_folder, monkeypatch, capsys):
    """Run the script as `python train.py` does, in this process; give what it printed, or said on leaving."""

    def run(*arguments: str, data: Path = fashion_mnist_folder) -> str:
        command = ["train.py", "--data", str(data), "--images", "320", "--device", "cpu", *arguments]
        monkeypatch.setattr(sys, "argv", command)
        try:
            runpy.run_path(str(kit / "train.py"), run_name="__main__")
        except SystemExit as left:
            return str(left.code)
        return capsys.readouterr().out

    return run


def test_an_epoch_is_a_line_with_loss_and_accuracies(run):
    lines = run("--epochs", "2").splitlines()
    assert lines[0] == "320 images to train, 10,000 to test, on cpu, seed 0"
    number = r"(\d+\.\d\d)%"
    pattern = rf"epoch [12]/2   loss \d\.\d{{4}}   train accuracy {number}   test accuracy {number}   \d+ s"
    assert [bool(re.fullmatch(pattern, line)) for line in lines] == [False, True, True, False, False]


def test_training_helps(run):
    losses = re.findall(r"loss (\d\.\d+)", run("--epochs", "4"))
    assert losses == sorted(losses, reverse=True)


def test_the_grader_s_profiles_are_told(run):
    lines = run("--epochs", "1").splitlines()
    gpu, cpu = "on cuda trains on 60,000 images for 5 epochs", "on cpu trains on 20,000 images for 1 epoch"
    assert lines[-2:] == [
        f"A grader {gpu} and gives 6 points for 88.5% of the test images.",
        f"A grader {cpu} and gives 6 points for 80.0% of the test images.",
    ]


def measured(printed):
    return re.sub(r"\d+ s\n", "", printed)


def test_the_same_seed_measures_the_same(run):
    first = measured(run("--epochs", "1", "--seed", "5"))
    torch.rand(3)
    assert measured(run("--epochs", "1", "--seed", "5")) == first


def test_another_seed_measures_something_else(run):
    assert run("--epochs", "1", "--seed", "5") != run("--epochs", "1", "--seed", "6")


@pytest.mark.parametrize(
    ("file", "line", "old"),
    [
        ("given_data.py", 3, "        self.x, self.y = x, y"),
        ("given_data.py", 6, "        return len(self.x)"),
        ("given_data.py", 9, "        return self.x[i].flatten().float() / 255, self.y[i]"),
        ("given_network.py", 4, "    return nn.Linear(784, 10)"),
    ],
)
def test_what_is_not_begun_is_told_in_a_line(kit, run, file, line, old):
    text = (kit / file).read_text()
    indent = old[: len(old) - len(old.lstrip())]
    (kit / file).write_text(text.replace(old, f"{indent}raise NotImplementedError"))
    expected = f"{file}, line {line}: this is not begun yet, and training needs it. "
    assert run() == expected + "Write it, run pytest, and come back."


def test_what_torch_has_not_implemented_is_torch_s_own_error(kit, run):
    network = NETWORK.replace("nn.Linear(784, 10)", "nn.ModuleList([nn.Linear(784, 10)])")
    (kit / "given_network.py").write_text(network)
    with pytest.raises(NotImplementedError, match='is missing the required "forward" function'):
        run()


def test_a_name_that_is_gone_is_told(kit, run):
    (kit / "given_network.py").write_text("")
    assert run() == "given_network.py has no `make_small`. Was it renamed or deleted?"


def test_a_loss_that_is_not_finite_ends_the_training(kit, run):
    (kit / "given_data.py").write_text(DATA.replace("/ 255", "* float('inf')"))
    assert run().startswith("\nThe loss became nan in epoch 1, batch 1 of 10, and training stopped there.")


MISTAKES = {
    "pixels that are not scaled": ("given_data.py", DATA.replace(" / 255", ""), "go up to 255"),
    "softmax before the loss": (
        "given_network.py",
        NETWORK.replace("nn.Linear(784, 10)", "nn.Sequential(nn.Linear(784, 10), nn.Softmax(1))"),
        "ends in a softmax",
    ),
    "no ReLU": (
        "given_network.py",
        NETWORK.replace("nn.Linear(784, 10)", "nn.Sequential(nn.Linear(784, 9), nn.Linear(9, 10))"),
        "Where are the ReLUs?",
    ),
    "dropout that never rests": (
        "given_network.py",
        (
            "from torch import nn\n\n\nclass Net(nn.Linear):\n    def forward(self, x):\n"
            "        return nn.functional.dropout(super().forward(x))\n\n\ndef make_small():\n    return Net(784, 10)\n"
        ),
        "gave the same image different ones",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_that_training_shows_is_told(kit, run, mistake):
    file, text, said = MISTAKES[mistake]
    (kit / file).write_text(text)
    assert said in run("--epochs", "1")


def test_a_right_network_gets_no_hint(run):
    assert "?" not in run("--epochs", "1")


def test_curves_are_drawn_where_that_is_wanted(kit, run):
    assert run("--epochs", "2", "--curves", str(kit / "curves.png")).count("The curves are in") == 1
    assert (kit / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_the_training_is_told_all_the_same(kit, run, monkeypatch):
    monkeypatch.setitem(sys.modules, "support.curves", None)  # its import fails as it does without matplotlib
    lines = run("--epochs", "1", "--curves", str(kit / "curves.png")).splitlines()
    assert [line.startswith("No curves are drawn: ") for line in lines[2:3]] == [True]


def test_missing_data_is_told_with_the_ways_to_get_it(run, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    copy = importlib.import_module("support.fashion_mnist")
    monkeypatch.setattr(copy, "DEBIAN_FOLDER", str(tmp_path / "debian"))
    assert run(data=tmp_path / "nothing").startswith("Fashion-MNIST is not on this machine.")


def test_a_count_below_one_is_refused(run, capsys):
    assert run("--epochs", "0") == "2"
    assert "argument --epochs: 0 is less than 1" in capsys.readouterr().err


def test_the_script_runs_by_itself(kit, fashion_mnist_folder):
    command = [sys.executable, "train.py", "--data", str(fashion_mnist_folder), "--images", "320", "--epochs", "1"]
    done = subprocess.run(command, cwd=kit, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("320 images to train, 10,000 to test, on ")
    assert done.stderr == ""


def test_the_script_knows_no_lab():
    assert not re.search(r"cnn|mlp|FMNISTDataset", (KIT / "train.py").read_text(), re.IGNORECASE)


def test_the_settings_are_the_grader_s(kit):
    script = runpy.run_path(str(kit / "train.py"))
    grader = inspect.signature(train).parameters
    assert script["BATCH_SIZE"] == grader["batch_size"].default
    assert script["LEARNING_RATE"] == grader["learning_rate"].default
