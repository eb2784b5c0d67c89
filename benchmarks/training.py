"""What the training check costs beside a bare loop of the same steps, and whether it trains as well.

Trains the cnn lab's reference on Fashion-MNIST once with each seed, in turn, in these ways:

    bare      a hand-written loop: batches indexed from one tensor, Adam, cross-entropy, channels-last; nothing else
    ours      the grader's loop, which also keeps losses and right answers
    graph     on CUDA: the same, with its steps captured as a CUDA graph
    lecture   as the lecture does it: a DataLoader on the data set, item by item, and the accuracy batch by batch
              after each epoch (with the first seed only)

Prints seconds for the training alone, the ratios within a seed, and the test accuracies. With --check it also grades
the reference with and without the training check, in confined workers: the whole check in seconds, reading the data
set, judging and starting included. With --at-once N it grades N copies at once and one at a time, and compares their
accuracies.

Usage: python benchmarks/training.py [SEEDS] [--device cpu|cuda] [--images N] [--epochs N] [--check] [--at-once N]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from autograder.kit.fashion_mnist import load
from autograder.training import loop
from autograder.training.data import locate
from autograder.training.items import materialise

ROOT = Path(__file__).resolve().parents[1]
LAB = "cnn"
BATCH = 32

Data = tuple[Tensor, Tensor]


def bare(network: nn.Module, train: Data, epochs: int, seed: int, device: str) -> None:
    """Train with nothing but the steps."""
    images, labels = (part.to(device) for part in train)
    network.to(device)
    if device == "cpu":
        network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        images = images.contiguous(memory_format=torch.channels_last)
    torch.manual_seed(seed)
    order = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    network.train()
    for _ in range(epochs):
        permutation = torch.randperm(len(images), generator=order).to(device)
        for start in range(0, len(images), BATCH):
            index = permutation[start : start + BATCH]
            optimiser.zero_grad()
            F.cross_entropy(network(images[index]), labels[index]).backward()
            optimiser.step()


def lecture(network: nn.Module, train: Data, epochs: int, seed: int, device: str) -> None:
    """Train as the lecture does: items on the device, one by one, and every batch measured once more."""
    torch.manual_seed(seed)
    network.to(device)
    items = TensorDataset(*(part.to(device) for part in train))
    loader = DataLoader(items, batch_size=BATCH, shuffle=True)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    for _ in range(epochs):
        losses, accuracies = [], []
        for x, y in loader:
            network.train()
            loss = F.cross_entropy(network(x), y)
            loss.backward()
            optimiser.step()
            optimiser.zero_grad()
            losses.append(loss.item())
        for x, y in loader:
            network.eval()
            with torch.no_grad():
                accuracies += (network(x).argmax(dim=1) == y).cpu().tolist()


def ours(network: nn.Module, train: Data, epochs: int, seed: int, device: str) -> None:
    """Train as the grader does."""
    loop.train(network, *train, epochs=epochs, seed=seed, device=device)


def graph(network: nn.Module, train: Data, epochs: int, seed: int, device: str) -> None:
    """Train as the grader does where a step can be captured."""
    loop.train(network, *train, epochs=epochs, seed=seed, device=device, capture=True)


def measured(
    way: Callable[[nn.Module, Data, int, int, str], None],
    make: Callable[[], nn.Module],
    data: tuple[Data, Data],
    options: argparse.Namespace,
    seed: int,
) -> tuple[float, float]:
    """Return seconds and test accuracy of one training."""
    torch.manual_seed(seed)
    network = make()
    _wait(options.device)
    begun = time.perf_counter()
    way(network, data[0], options.epochs, seed, options.device)
    _wait(options.device)
    seconds = time.perf_counter() - begun
    images, labels = data[1]
    right = loop.logits(network, images, device=options.device).argmax(dim=1) == labels
    return seconds, float(right.double().mean())


def _wait(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def compare(options: argparse.Namespace) -> None:
    """Train in each way with each seed, and print."""
    sys.path.insert(0, str(ROOT / "solutions" / LAB))
    dataset = importlib.import_module("data").FMNISTDataset
    make = importlib.import_module("network").make_cnn
    folder = locate()
    train = load(folder, train=True)
    test = load(folder, train=False)
    data = (
        materialise(dataset(train[0][: options.images], train[1][: options.images]), options.images),
        materialise(dataset(*test), len(test[0])),
    )
    ways = {"bare": bare, "ours": ours} | ({"graph": graph} if options.device == "cuda" else {})
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    warm_up = argparse.Namespace(**{**vars(options), "epochs": 1})
    few = ((data[0][0][:640], data[0][1][:640]), (data[1][0][:250], data[1][1][:250]))
    for way in ways.values():
        measured(way, make, few, warm_up, 0)
    found["lecture"] = [measured(lecture, make, data, options, 0)]
    for seed in range(options.seeds):
        # Which is first alternates: the first of two may find the machine in another state.
        for name, way in list(ways.items())[:: -1 if seed % 2 else 1]:
            found[name].append(measured(way, make, data, options, seed))
    print(f"{options.epochs} x {options.images:,} images, batches of {BATCH}, on {_device(options.device)}")
    for name, runs in found.items():
        seconds, accuracies = zip(*runs, strict=True)
        spread = f"{min(accuracies):.4f} to {max(accuracies):.4f}, mean {statistics.fmean(accuracies):.4f}"
        print(f"{name:<8} {statistics.median(seconds):7.2f} s   test accuracy {spread}   ({len(runs)} seeds)")
    for name in [*ways][1:]:
        ratios = [mine[0] / other[0] for mine, other in zip(found[name], found["bare"], strict=True)]
        print(f"{name} / bare    {statistics.median(ratios):5.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


def _device(name: str) -> str:
    return torch.cuda.get_device_name() if name == "cuda" else f"{torch.get_num_threads()} threads of the processor"


def grade(count: int, jobs: int, device: str, *, training: bool) -> tuple[float, list[float]]:
    """Grade so many copies of the reference; return the seconds and the accuracies."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        for number in range(count):
            copy = Path(name, "in", f"copy{number}")
            shutil.copytree(ROOT / "student_template" / LAB, copy)
            for path in (ROOT / "solutions" / LAB).glob("*.py"):
                shutil.copy(path, copy)
            with (copy / "network.py").open("a", encoding="utf-8") as file:
                file.write(f"\n# copy {number}\n")
        command = [sys.executable, "-m", "autograder", "grade", LAB, f"{name}/in", "--out", f"{name}/out"]
        command += ["--jobs", str(jobs), "--device", device] + ([] if training else ["--no-training"])
        begun = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        seconds = time.perf_counter() - begun
        accuracies = []
        for path in sorted(Path(name, "out").glob("*/results.json")):
            tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
            accuracies += [t["extra_data"]["test_accuracy"] for t in tests if "test_accuracy" in t["extra_data"]]
    return seconds, accuracies


def check(options: argparse.Namespace) -> None:
    """Print what the whole check costs: one submission with it, less one without."""
    with_it, accuracies = grade(1, 1, options.device, training=True)
    without, _ = grade(1, 1, options.device, training=False)
    print(f"one grading with the training check {with_it:.1f} s, without {without:.1f} s; accuracy {accuracies[0]:.4f}")


def at_once(options: argparse.Namespace) -> None:
    """Print what becomes of submissions that train at once on one device."""
    alone, one_by_one = grade(options.at_once, 1, options.device, training=True)
    together, side_by_side = grade(options.at_once, options.at_once, options.device, training=True)
    print(f"{options.at_once} submissions one at a time {alone:.1f} s, at once {together:.1f} s")
    apart = max(abs(one - other) for one, other in zip(one_by_one, side_by_side, strict=True))
    low, high = min(one_by_one), max(one_by_one)
    print(f"accuracies {low:.4f} to {high:.4f}; a submission's two differ by {apart:.4f} at most")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", type=int, nargs="?", default=10)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--images", type=int)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--at-once", type=int, default=0)
    asked = parser.parse_args()
    usual = (60_000, 5) if asked.device == "cuda" else (20_000, 1)
    asked.images, asked.epochs = asked.images or usual[0], asked.epochs or usual[1]
    torch.set_num_threads(os.cpu_count() or 1)
    compare(asked)
    if asked.check:
        check(asked)
    if asked.at_once:
        at_once(asked)
