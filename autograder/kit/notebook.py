"""The kit in a notebook: what `run_tests` and `run_training` do in a cell.

The first cell of a lab's notebook calls `begin`. From then on the tests see what the cells that were run define.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
import torch

from . import notebook_nbgrader
from .errors import NotBegun
from .marks import exercise_of
from .notebook_cells import CellFinder, TryCells, shell
from .notebook_plugin import NotebookPlugin, NotebookStudent, NotRun
from .plugin import facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .notebook_cells import Namespace

_OPTIONS = ("--noconftest", "--import-mode=importlib", "--color=no", "-p", "no:faulthandler")
"""No path, module or handler of the run stays behind in the student's kernel."""


class Notebook:
    """A lab's commands for the cells of its notebook.

    Args:
        folder: The folder of the kit's `support/` and `tests/`.
        namespace: The notebook's names.
    """

    def __init__(self, folder: Path, namespace: Namespace) -> None:
        self._folder = folder
        self._namespace = namespace
        self._lab, expected, _ = facts(folder)
        self._names = [entry["name"] for entry in self._lab["exercises"]]
        self._tests = sorted({key.partition("::")[0] for key in expected})

    def run_tests(self, exercise: str = "", *, prints: bool = False) -> None:
        """Run the tests of one exercise, or all, on what the notebook holds, and show what came of them.

        Args:
            exercise: The exercise's name, such as "conv2d"; all of them where it is empty.
            prints: Show also what your program prints.
        """
        if exercise and exercise not in self._names:
            near = difflib.get_close_matches(str(exercise), self._names, n=1)
            meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self._names)}"
            print(f"No exercise is called {exercise!r}: {meant}")
            return
        paths = [self._folder / "tests" / name for name in self._tests]
        files = [path for path in paths if not exercise or exercise_of(path, self._names) in (exercise, "")]
        gone = [path.name for path in files if not path.is_file()]
        if gone:
            print(f"{gone[0]} is not in {self._folder / 'tests'}: was it moved or deleted?")
            return
        plugin = NotebookPlugin(self._folder, self._namespace, exercise)
        run(self._folder, files, plugin, prints=prints)
        for entry in self._lab["exercises"]:
            if entry["name"] == exercise:
                notebook_nbgrader.require(entry, plugin.results)

    def run_training(
        self,
        images: int | None = None,
        epochs: int = 5,
        *,
        device: str = "auto",
        seed: int = 0,
        data: str | None = None,
    ) -> None:
        """Train your network on your data set as `python train.py` does: print a line an epoch, and draw the curves.

        Args:
            images: Train on the first so many; on all where nothing is said.
            epochs: How often each image is seen.
            device: auto, cpu, cuda or mps.
            seed: Of the weights and the order of the images.
            data: A folder with Fashion-MNIST.
        """
        if notebook_nbgrader.is_running():
            print("Nothing is trained while nbgrader runs this notebook.")
            return
        options = {"--images": images, "--epochs": epochs, "--device": device, "--seed": seed, "--data": data}
        arguments = [f"{name}={value}" for name, value in options.items() if value is not None]
        training = self._lab["training"]
        student = NotebookStudent(self._folder, self._lab, training["network"], self._namespace)
        try:
            for name in (training["dataset"], training["network"]):
                if name not in self._namespace:
                    raise NotRun(name)  # noqa: TRY301 - told like what comes from training itself
            _show_curves(importlib.import_module("train").main(arguments))
        except SystemExit as left:
            print(left.code)
        except KeyboardInterrupt:
            print("\nTraining was stopped.")
        except Exception as error:
            said = error if isinstance(error, NotRun) else student.translate(error)
            if isinstance(said, NotBegun):
                print(f"{NotBegun(said.name)} Training needs it: write it, run its cell and its tests, and come back.")
            else:
                print(said)


def begin(folder: Path, namespace: Namespace) -> Notebook:
    """Return the lab's commands; from now on the names of the lab's files are those of the notebook.

    Args:
        folder: The folder of the kit's `support/` and `tests/`; it is on `sys.path`.
        namespace: The notebook's names.
    """
    lab, _, _ = facts(folder)
    CellFinder([Path(file).stem for file in lab["files"]], namespace).install()
    TryCells().install()
    return Notebook(folder, namespace)


def run(folder: Path, files: Sequence[Path], plugin: NotebookPlugin, *, prints: bool = False) -> None:
    """Run files of tests, and leave the kernel as it was.

    Args:
        folder: The folder of the kit's `support/` and `tests/`.
        files: The tests.
        plugin: Gives the tests what the notebook holds, and keeps what came of them.
        prints: Show also what the student's program prints.
    """
    capture = "-s" if prints else "--capture=sys"
    place = ("-c", str(folder / "pytest.ini"), "--rootdir", str(folder))
    with _as_before():
        pytest.main([*place, *_OPTIONS, capture, *map(str, files)], plugins=[plugin])


@contextlib.contextmanager
def _as_before() -> Iterator[None]:
    """Leave the kernel as it was: its modules, its random numbers, its figures, what it reads from the environment."""
    modules = set(sys.modules)
    quiet: dict[str, Any] = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    try:
        with mock.patch.dict(os.environ, quiet), torch.random.fork_rng(devices=()), _no_figures():
            yield
    finally:
        for name in set(sys.modules) - modules:
            if name == "tests" or name.startswith(("tests.", "test_")):
                del sys.modules[name]


@contextlib.contextmanager
def _no_figures() -> Iterator[None]:
    """Keep the figures that tests look at from being shown below the cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        yield
        return
    before = set(pyplot.get_fignums())
    try:
        with mock.patch.object(pyplot, "show", return_value=None):
            yield
    finally:
        for number in set(pyplot.get_fignums()) - before:
            pyplot.close(number)


def _show_curves(history: Any) -> None:
    """Show how a training went below the cell; without matplotlib, or outside of a notebook, there is no picture."""
    if shell() is None:
        return
    try:
        from .curves import draw  # noqa: PLC0415 - matplotlib may be missing
    except ImportError:
        return
    written = io.BytesIO()
    draw(history.pieces, history.train_accuracy, history.test_accuracy).savefig(written, format="png")
    notebook: Any = importlib.import_module("IPython.display")
    notebook.display(notebook.Image(data=written.getvalue()))
