"""Train your network on your data set, with the settings of the grader.

python train.py                              5 epochs on all 60,000 images, on a GPU if there is one
python train.py --images 20000 --epochs 1    a short run
python train.py --curves curves.png          draws loss and accuracies, too
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from support.fashion_mnist import DataError, load  # type: ignore[import-not-found]
from support.learning import GREYS, Shown, finding, stopped  # type: ignore[import-not-found]
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Subset

HERE = Path(__file__).resolve().parent
BATCH_SIZE = 32
LEARNING_RATE = 1e-3
PIECES = 20
"""Parts of an epoch whose losses are kept apart: the points of the loss curve."""


def main(arguments: Sequence[str] | None = None) -> History:
    """Read the command line, train, print a line an epoch, and give what was measured.

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
        history = train(network, train_set, test_set, options.epochs, options.seed, device)
        found = look_for_mistakes(network, make_dataset, train_set, test_set, history, device)
    except NotImplementedError as error:
        sys.exit(not_begun(error))
    if found:
        print(f"\n{found}\n")
    if options.curves is not None:
        draw_curves(history, options.curves)
    print_profiles(lab["training"])
    return history


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="DIR", help="a folder with Fashion-MNIST")
    parser.add_argument("--epochs", type=positive, default=5, help="how often each image is seen (5)")
    parser.add_argument("--images", type=positive, metavar="N", help="train on the first N images (all)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (auto)")
    parser.add_argument(
        "--curves", type=Path, metavar="FILE", help="draw loss and accuracies into this file, as a .png"
    )
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


@dataclass
class History:
    """What was measured.

    Attributes:
        pieces: The mean loss of each twentieth of an epoch.
        loss: The mean loss of each epoch.
        train_accuracy: Of each epoch, measured while it was trained.
        test_accuracy: After each epoch.
    """

    pieces: list[float] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    test_accuracy: list[float] = field(default_factory=list)


def train(network: nn.Module, train_set: Any, test_set: Any, epochs: int, seed: int, device: str) -> History:
    """Train with Adam on the cross-entropy, and measure after each epoch."""
    order = torch.Generator().manual_seed(seed)
    train_loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True, generator=order)
    # The order of the test images does not matter, so they are not shuffled.
    test_loader = DataLoader(test_set, batch_size=1000)
    optimiser = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    history = History()
    for epoch in range(1, epochs + 1):
        title = f"epoch {epoch}/{epochs}"
        start = time.perf_counter()
        train_epoch(network, train_loader, optimiser, device, title, history)
        history.test_accuracy.append(accuracy(network, test_loader, device))
        seconds = time.perf_counter() - start
        print(
            f"{title}   loss {history.loss[-1]:.4f}   train accuracy {history.train_accuracy[-1]:.2%}   "
            f"test accuracy {history.test_accuracy[-1]:.2%}   {seconds:.0f} s"
        )
    return history


def train_epoch(
    network: nn.Module, loader: Any, optimiser: torch.optim.Optimizer, device: str, title: str, history: History
) -> None:
    """Take one step a batch; add the mean loss and the accuracy of the epoch, each image weighted equally.

    Both are measured as training goes on, each batch before its own step.
    """
    network.train()
    losses, sizes, right = [], [], 0
    for batch, (images, labels) in enumerate(loader, start=1):
        # Whole batches move to the device: one by one, images would take longer to move than to train on.
        x, y = images.to(device), labels.to(device)
        optimiser.zero_grad()
        logits = network(x)
        loss = F.cross_entropy(logits, y)
        if not math.isfinite(loss.item()):
            epoch, pixels = len(history.loss) + 1, (float(x.min()), float(x.max()))
            sys.exit("\n" + stopped(loss.item(), epoch, batch, len(loader), pixels).text)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        sizes.append(len(x))
        right += int((logits.argmax(dim=1) == y).sum())
        show_progress(title, batch, len(loader), mean(losses, sizes))
    length = math.ceil(len(losses) / PIECES)
    starts = range(0, len(losses), length)
    history.pieces += [mean(losses[start : start + length], sizes[start : start + length]) for start in starts]
    history.loss.append(mean(losses, sizes))
    history.train_accuracy.append(right / sum(sizes))


def mean(losses: Sequence[float], sizes: Sequence[int]) -> float:
    """Give the mean loss over images, from the means over batches of these sizes."""
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


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


@torch.no_grad()
def look_for_mistakes(
    network: nn.Module, make_dataset: Any, train_set: Any, test_set: Any, history: History, device: str
) -> str:
    """Give the hint for a mistake that the trained network shows, or an empty text where it shows none."""
    network.eval()

    def scores(items: Any, batch_size: int) -> torch.Tensor:
        return torch.cat([network(images.to(device)).cpu() for images, _ in DataLoader(items, batch_size=batch_size)])

    greys = torch.tensor(GREYS, dtype=torch.uint8).reshape(-1, 1, 1).expand(-1, 28, 28)
    pixels, _ = next(iter(DataLoader(train_set, batch_size=min(1000, len(train_set)))))
    shown = Shown(
        pixels=(float(pixels.min()), float(pixels.max())),
        losses=history.pieces,
        train_accuracy=history.train_accuracy[-1],
        test_accuracy=history.test_accuracy[-1],
        logits=scores(Subset(test_set, range(1000)), 1000),
        again=scores(Subset(test_set, range(100)), 30),
        greys=scores(make_dataset(greys, torch.zeros(len(greys), dtype=torch.int64)), len(greys)),
        weights=sum(parameter.ndim > 1 for parameter in network.parameters()),
        kept_mode=not network.training,
    )
    found = finding(shown)
    return found.text if found else ""


def draw_curves(history: History, path: Path) -> None:
    """Draw loss and accuracies into a file, where matplotlib is installed."""
    try:
        from support.curves import draw  # type: ignore[import-not-found]  # noqa: PLC0415 - matplotlib may be missing
    except ImportError as error:
        print(f"No curves are drawn: {error}.")
        return
    draw(history.pieces, history.train_accuracy, history.test_accuracy).savefig(path)
    print(f"The curves are in {path}.")


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
        machine = profile["device"]
        machine += f" with {profile['cores']:g} processors or more" if profile["cores"] > 1 else ""
        print(
            f"A grader on {machine} trains on {profile['images']:,} images for {epochs} and gives "
            f"{training['points']:g} points for {profile['threshold']:.1%} of the test images."
        )


if __name__ == "__main__":
    main()
