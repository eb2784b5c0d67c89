"""Submissions to compare roads with, right, wrong in known ways, half done and broken: changes of a lab's notebook."""

from __future__ import annotations

import json

import nbformat
from labs import EXERCISES, LABS, ROOT
from roads import Work

from autograder.source import read_all

LAB = "mlp"
_FOLDER = ROOT / "assignments" / LAB

_HELPER = "SHADES = 255.0\n\n\ndef scaled(x):\n    return x.reshape(len(x), -1).float() / SHADES\n\n\nprint(SHADES)"
_BY_HELPER = """\
class FMNISTDataset(Dataset):
    def __init__(self, x, y):
        self.x, self.y = scaled(x), y.long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]
"""


def right() -> dict[str, str]:
    """Return the reference's answer to each exercise."""
    cells = [cell.text for source in read_all(LABS[LAB], ROOT / "solutions" / LAB) for cell in source.cells]
    answers = {}
    for name in EXERCISES[LAB]:
        (answers[name],) = [text for text in cells if f"def {name}(" in text or f"class {name}(" in text]
    return answers


def _from(kind: str, **files: str) -> dict[str, str]:
    return {name: (_FOLDER / kind / f"{file}.py").read_text(encoding="utf-8") for name, file in files.items()}


def _mistakes(**files: str) -> dict[str, str]:
    return _from("misconceptions", **{name: f"{name}/{file}" for name, file in files.items()})


def works() -> list[Work]:
    """Return twelve submissions."""
    answers = right()
    half = dict(list(answers.items())[: len(answers) // 2])
    return [
        Work("a-mistake-in-each", _mistakes(
            FMNISTDataset="scale-none",
            show_samples="sideways",
            make_mlp="softmax-output",
            train_batch="no-zero-grad",
            accuracy="percent",
            evaluate="batch-mean-accuracy",
            fit="last-loss",
            plot_curves="epoch-off-by-one",
        )),
        Work("right", answers),
        Work("another-style", answers | _from(
            "accepted",
            FMNISTDataset="dataset_numpy",
            show_samples="samples_subplot",
            make_mlp="network_class",
            train_batch="step_closure",
            evaluate="evaluate_all_at_once",
            fit="fit_inline",
            plot_curves="curves_two_rows",
        )),
        Work("own-helper", {**answers, "FMNISTDataset": _BY_HELPER}, first=_HELPER),
        Work("another-in-each", _mistakes(
            FMNISTDataset="label-float",
            show_samples="same-image",
            make_mlp="hidden-twice",
            train_batch="step-first",
            accuracy="argmax-axis",
            evaluate="first-batch",
            fit="trains-on-test",
            plot_curves="names-swapped",
        )),
        Work("one-mistake", answers | _mistakes(evaluate="small-batch-left-out")),
        Work("half-done", half),
        Work("not-begun"),
        # In a file it would cost all of the file's exercises: Python does not import that.
        Work("syntax-error", {**answers, "accuracy": "def accuracy(x, y, model)\n    return 1"}, as_notebook=True),
        Work("errors", {
            **answers,
            "make_mlp": "def make_mlp():\n    return Sequential(missing)",
            "evaluate": "def evaluate(loader, model):\n    return TABLE['shares']",
        }),
        Work("cells-deleted", {**answers, "train_batch": "", "plot_curves": ""}),
        Work("ends-its-process", {**answers, "accuracy": "import os\n\ndef accuracy(x, y, model):\n    os._exit(0)"}),
    ]  # fmt: skip


def bad_notebooks() -> list[tuple[Work, str]]:
    """Return notebooks as nobody wants them, each with words of what is said to its student."""
    answers = right()
    return [
        (Work("no-exercise", damage=_without_exercises), "holds none of this lab's exercises"),
        (Work("another-lab", damage=_another_labs), "is the notebook of the lab cnn, and this is mlp"),
        (Work("no-json", answers, damage=lambda _: b"{'cells': []}"), "it is not JSON (line 1: "),
        (Work("old-format", answers, damage=_in_an_old_format), ""),
        (Work("50-mb-of-outputs", answers, damage=_with_outputs), ""),
        (Work("every-cell-twice", answers, damage=_with_every_cell_twice), ""),
    ]


def _without_exercises(data: bytes) -> bytes:
    note = {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [], "execution_count": None, "id": "x"}
    return json.dumps({**json.loads(data), "cells": [note], "metadata": {}}).encode()


def _another_labs(_: bytes) -> bytes:
    return (ROOT / "student_template" / "cnn" / "cnn.ipynb").read_bytes()


def _in_an_old_format(data: bytes) -> bytes:
    book = nbformat.convert(nbformat.reads(data.decode(), 4), 3)
    return nbformat.v3.writes_json(book).encode()


def _with_outputs(data: bytes) -> bytes:
    book = json.loads(data)
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    text = "epoch 1 loss 0.5\n" * (50_000_000 // len(code) // 17)
    for cell in code:
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    return json.dumps(book).encode()


def _with_every_cell_twice(data: bytes) -> bytes:
    book = json.loads(data)
    book["cells"] = [{**cell, "id": f"{cell.get('id', 'x')}-{i}"} for cell in book["cells"] for i in (1, 2)]
    return json.dumps(book).encode()
