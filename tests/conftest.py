"""A lab small enough to be released in each test: two files, four exercises, public and hidden tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tables
from attacks import summary

from autograder.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what the tests have recorded for the end of a run."""
    summary.pytest_terminal_summary(terminalreporter, config)
    tables.show(terminalreporter, config)


@pytest.fixture(scope="session")
def fashion_mnist_folder() -> Path:
    """The folder of Fashion-MNIST: found on this machine, or fetched."""
    # Imported here: they load torch, which most tests do without.
    from autograder.kit.fashion_mnist import DataError, find
    from autograder.training.data import fetch

    try:
        return find()
    except DataError:
        return fetch()


TINY_LAB = {
    "assignments/tiny/assignment.toml": """\
title = "Signals"
points = 11.5
files = ["signals.py", "pieces.py"]

[[exercise]]
name = "smooth"
file = "signals.py"
points = 5
minutes = 10
difficulty = 1
forbids = ["convolution"]

[[exercise]]
name = "average"
file = "signals.py"
points = 2.5
minutes = 10
difficulty = 2
builds_on = ["smooth"]

[[exercise]]
name = "Pairs"
file = "pieces.py"
points = 2
minutes = 10
difficulty = 1
gives = "object"

[[exercise]]
name = "make_line"
file = "pieces.py"
points = 2
minutes = 5
difficulty = 1
gives = "module"
""",
    "solutions/tiny/signals.py": '''\
# %% [markdown]
# # Signals
#
# A window of `k` neighbours slides over a row of numbers.

# %%
import torch


# %%
def smooth(x, k):
    """Return the sum of each `k` neighbours of `x`."""
    # BEGIN SOLUTION
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    places = len(x) - k + 1
    return torch.stack([x[i : i + k].sum() for i in range(places)])
    # END SOLUTION


# %%
def average(x):
    """Return the average of all numbers in `x`, a Python float."""
    # BEGIN SOLUTION
    whole_row = smooth(x, len(x))
    return float(whole_row[0] / len(x))
    # END SOLUTION
''',
    "solutions/tiny/pieces.py": '''\
# %%
from torch import nn


# %%
class Pairs:
    """Numbers and their squares."""

    def __init__(self, x):
        # BEGIN SOLUTION
        self.kept_numbers = x.clone()
        # END SOLUTION

    def __len__(self):
        # BEGIN SOLUTION
        return len(self.kept_numbers)
        # END SOLUTION

    def __getitem__(self, i):
        # BEGIN SOLUTION
        number = self.kept_numbers[i]
        return number, number**2
        # END SOLUTION


# %%
def make_line():
    """Return a layer with three inputs and two outputs."""
    # BEGIN SOLUTION
    return nn.Sequential(nn.Linear(3, 2))
    # END SOLUTION
''',
    "assignments/tiny/public/test_smooth.py": '''\
import pytest
import torch


@pytest.mark.points(1)
def test_worked_example(student, check):
    """Two neighbours of 1, 2, 3."""
    check.equal(student.smooth(torch.tensor([1.0, 2, 3]), 2), torch.tensor([3.0, 5]), "smooth([1, 2, 3], 2)")


@pytest.mark.points(1)
def test_windows(student, check, rng):
    """Windows of several sizes."""
    x = torch.from_numpy(rng.integers(-9, 9, 8)).double()
    check(student.smooth, x, 3)
    check(student.smooth, x, 8)


@pytest.mark.points(0.5)
def test_input_stays(student, check):
    """The input is as before after the call."""
    check.unchanged(student.smooth, torch.arange(4.0), 2)


@pytest.mark.points(0.5)
def test_empty_window(student, check):
    """A window of no numbers is an error."""
    check(student.smooth, torch.arange(3.0), 1)
    check.raises(student.smooth, torch.arange(3.0), 0, argument=("k",), number=(0,))
''',
    "assignments/tiny/public/test_average.py": '''\
import pytest
import torch


@pytest.mark.points(1.5)
def test_average(student, check):
    """The average of three numbers, and of one."""
    right = [student.average(torch.tensor(x).double()) == sum(x) / len(x) for x in ([1, 2, 6], [5])]
    check.award(1.5 * sum(right) / 2, f"{sum(right)} of 2 averages are right")
''',
    "assignments/tiny/public/test_pairs.py": '''\
import pytest
import torch


@pytest.mark.points(1)
def test_items(student, check):
    """The length and an item."""
    pairs = student.Pairs(torch.tensor([3.0, 4, 5]))
    check.equal(len(pairs), 3, "len(pairs)")
    number, square = pairs[1]
    check.equal((number, square), (torch.tensor(4.0), torch.tensor(16.0)), "pairs[1]")
''',
    "assignments/tiny/public/test_make_line.py": '''\
import pytest
import torch


@pytest.mark.points(1)
def test_line(student, check):
    """Eight parameters and the right numbers."""
    line = student.make_line()
    check.equal(check.parameter_count(line), 8, "the number of parameters")
    check.load_weights(line, [torch.ones(2, 3), torch.zeros(2)])
    check.equal(line(torch.ones(1, 3)), torch.full((1, 2), 3.0), "the line of ones")
''',
    "assignments/tiny/hidden/test_smooth.py": '''\
import pytest
import torch


@pytest.mark.points(2)
def test_long_row(student, check, rng):
    """A long row."""
    secret_row = torch.from_numpy(rng.normal(size=50))
    check(student.smooth, secret_row, 7)
''',
    "assignments/tiny/hidden/test_average.py": '''\
import pytest
import torch


@pytest.mark.points(1)
def test_negative(student, check):
    """Negative numbers."""
    check(student.average, torch.tensor([-1.0, -4.0]).double())
''',
    "assignments/tiny/hidden/test_pairs.py": '''\
import pytest
import torch


@pytest.mark.points(1)
def test_last(student, check):
    """The last item."""
    pairs = student.Pairs(torch.tensor([7.0]))
    check.equal(pairs[0][1], torch.tensor(49.0), "the square")
''',
    "assignments/tiny/misconceptions/smooth/mean.py": '''\
"""Feed it ones: what should two neighbours add up to?"""


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k is {k}")
    return x.unfold(0, k, 1).mean(1)
''',
    "assignments/tiny/misconceptions/smooth/last-window.py": '''\
"""Where does the last window start?"""


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k is {k}")
    return x.unfold(0, k, 1).sum(1)[:-1]
''',
    "assignments/tiny/hidden/test_make_line.py": '''\
import pytest


@pytest.mark.points(1)
def test_layers(student, check):
    """One layer."""
    check.equal([layer.shape for layer in check.layers(student.make_line(), (3,))], [(2,)], "the shapes")
''',
}


@pytest.fixture(scope="session")
def tiny_lab(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Writes the small lab into a fresh folder, some of its files with other texts, and says where it is."""

    def write(changes: dict[str, str] | None = None) -> Project:
        root: Path = tmp_path_factory.mktemp("labs")
        for name, text in {**TINY_LAB, **(changes or {})}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Project(root, "tiny")

    return write


@pytest.fixture(scope="session")
def tiny_kit(tiny_lab: Callable[..., Project]) -> dict[str, bytes]:
    """The small lab's kit, made once."""
    from autograder.release.kit import make

    return make(tiny_lab())
