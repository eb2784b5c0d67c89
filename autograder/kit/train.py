"""Train your network on your data set, with the settings of the grader.

python train.py                              5 epochs on all 60,000 images, on a GPU if there is one
python train.py --images 20000 --epochs 1    a short run
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from support.fashion_mnist import DataError, load  # type: ignore[import-not-found]
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader

HERE = Path(__file__).resolve().parent
BATCH_SIZE = 32
LEARNING_RATE = 1e-3


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, train, and print a line an epoch.

    Args:
        arguments: In place of the command line's; a notebook calls this function.
    """
    options = read_options(arguments)
    lab = json.loads((HERE / "support" / "lab.json").read_text(encoding="utf-8"))
    device = choose_device(options.device)
    try:
        train_images, train_labels = load(options.data, train=True)
        test_images, test_labels = load(options.data, train=False)
    except DataError as error:
        sys.exit(str(error))

    make_dataset = get(lab, lab["training"]["dataset"])
    make_network = get(lab, lab["training"]["network"])
    count = options.images or len(train_images)
    try:
        train_set = make_dataset(train_images[:count], train_labels[:count])
        test_set = make_dataset(test_images, test_labels)
        # The seed comes before the network: it decides the weights that training starts from.
        torch.manual_seed(options.seed)
        network = make_network().to(device)
        print(f"{len(train_set):,} images to train, {len(test_set):,} to test, on {device}, seed {options.seed}")
        train(network, train_set, test_set, options.epochs, options.seed, device)
    except NotImplementedError as error:
        sys.exit(not_begun(error))
    print_profiles(lab["training"])


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="DIR", help="a folder with Fashion-MNIST")
    parser.add_argument("--epochs", type=positive, default=5, help="how often each image is seen (5)")
    parser.add_argument("--images", type=positive, metavar="N", help="train on the first N images (all)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (auto)")
    parser.add_argument("--seed", type=int, default=0, help="of the weights and the order of the images (0)")
    return parser.parse_args(arguments)


def positive(text: str) -> int:
    """Read a whole number from 1 on."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def choose_device(name: str) -> str:
    """Give the name of the device to train on; "auto" takes a GPU where there is one."""
    if name != "auto":
        return name
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def get(lab: dict[str, Any], name: str) -> Any:
    """Import what you wrote for an exercise."""
    [file] = [exercise["file"] for exercise in lab["exercises"] if exercise["name"] == name]
    module = importlib.import_module(Path(file).stem)
    if not hasattr(module, name):
        sys.exit(f"{file} has no `{name}`. Was it renamed or deleted?")
    return getattr(module, name)


def not_begun(error: NotImplementedError) -> str:
    """Say in a line which part of yours is not begun; raise the error again if it comes from elsewhere."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    if Path(place.filename).parent != HERE:
        raise error
    return (
        f"{Path(place.filename).name}, line {place.lineno}: this is not begun yet, and training needs it. "
        "Write it, run pytest, and come back."
    )


def train(network: nn.Module, train_set: Any, test_set: Any, epochs: int, seed: int, device: str) -> None:
    """Train with Adam on the cross-entropy, and measure after each epoch."""
    order = torch.Generator().manual_seed(seed)
    train_loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True, generator=order)
    # The order of the test images does not matter, so they are not shuffled.
    test_loader = DataLoader(test_set, batch_size=1000)
    optimiser = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    for epoch in range(1, epochs + 1):
        title = f"epoch {epoch}/{epochs}"
        start = time.perf_counter()
        loss, train_accuracy = train_epoch(network, train_loader, optimiser, device, title)
        test_accuracy = accuracy(network, test_loader, device)
        seconds = time.perf_counter() - start
        print(
            f"{title}   loss {loss:.4f}   train accuracy {train_accuracy:.2%}   "
            f"test accuracy {test_accuracy:.2%}   {seconds:.0f} s"
        )


def train_epoch(
    network: nn.Module, loader: Any, optimiser: torch.optim.Optimizer, device: str, title: str
) -> tuple[float, float]:
    """Take one step a batch; give the mean loss and the accuracy of the epoch, each image weighted equally.

    Both are measured as training goes on, each batch before its own step.
    """
    network.train()
    loss_sum, right, seen = 0.0, 0, 0
    for batch, (images, labels) in enumerate(loader, start=1):
        # Whole batches move to the device: one by one, images would take longer to move than to train on.
        x, y = images.to(device), labels.to(device)
        optimiser.zero_grad()
        logits = network(x)
        loss = F.cross_entropy(logits, y)
        if not math.isfinite(loss.item()):
            sys.exit(f"\n{title}, batch {batch}: the loss is {loss.item()}, so training stops here.")
        loss.backward()
        optimiser.step()
        loss_sum += loss.item() * len(x)
        right += int((logits.argmax(dim=1) == y).sum())
        seen += len(x)
        show_progress(title, batch, len(loader), loss_sum / seen)
    return loss_sum / seen, right / seen


@torch.no_grad()
def accuracy(network: nn.Module, loader: Any, device: str) -> float:
    """Give the share of right answers, each image weighted equally."""
    network.eval()
    right, seen = 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        right += int((network(x).argmax(dim=1) == y).sum())
        seen += len(x)
    return right / seen


def show_progress(title: str, done: int, of: int, loss: float) -> None:
    """Draw a bar on the terminal's last line, and wipe it at the end; a file gets none."""
    if not sys.stderr.isatty():
        return
    filled = 30 * done // of
    bar = "#" * filled + "." * (30 - filled)
    print(f"\r{title}   [{bar}] {done / of:4.0%}   loss {loss:.4f}", end="", file=sys.stderr, flush=True)
    if done == of:
        print(f"\r{'':70}\r", end="", file=sys.stderr, flush=True)


def print_profiles(training: dict[str, Any]) -> None:
    """Say what the grader asks for."""
    for profile in training["profiles"].values():
        epochs = "1 epoch" if profile["epochs"] == 1 else f"{profile['epochs']} epochs"
        print(
            f"A grader on {profile['device']} trains on {profile['images']:,} images for {epochs} and gives "
            f"{training['points']:g} points for {profile['threshold']:.1%} of the test images."
        )


if __name__ == "__main__":
    main()
