"""Trains right programs over many seeds, as a grading does but without a submission."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from autograder.assignment import Profile, load
from autograder.grader.exam import Exam
from autograder.grader.reference import Reference
from autograder.grader.rows import read_accepted
from autograder.kit import fashion_mnist
from autograder.project import Project
from autograder.training import captured, items, loop, steps

REFERENCE = "reference"


@dataclass(frozen=True)
class Run:
    """One training.

    Attributes:
        program: `reference`, or the name of an accepted answer.
        seed: of the first weights, the order of the images, and the noise on the test images.
        accuracies: on the test images after each epoch, shares in [0, 1].
        seconds: it took.
    """

    program: str
    seed: int
    accuracies: tuple[float, ...]
    seconds: float


class Bench:
    """The right programs of a lab, and what they are trained on.

    Args:
        project: The lab.
        profile: What is trained.
        device: Where: torch's name of it.
        data: The folder of Fashion-MNIST.

    Attributes:
        programs: Their names, the reference first.
        version: A hash of all that can change an accuracy.

    Raises:
        AssignmentError, RowError, DataError: The lab's files, or the data, cannot be used.
    """

    def __init__(self, project: Project, profile: Profile, device: str, data: Path) -> None:
        torch.set_num_threads(1)  # as a grading does; and a pool of threads would not survive the forks
        sys.dont_write_bytecode = True
        assignment = load(project.assignment)
        assert assignment.training is not None
        self._profile, self._device = profile, device
        reference = Reference(assignment, project.solutions)
        self._dataset = reference[assignment.training.dataset]
        network = assignment.training.network
        accepted = {answer.name: answer for answer in read_accepted(assignment) if network in answer.names}
        self._makers = {REFERENCE: reference[network]}
        self._makers |= {name: answer.names[network] for name, answer in accepted.items()}
        self.programs = tuple(self._makers)
        images, labels = fashion_mnist.load(data, train=True)
        count = profile.images
        self._train = items.materialise(self._dataset(images[:count], labels[:count]), count)
        self._test = fashion_mnist.load(data, train=False)
        written = [*_sources(project.solutions), *(p for answer in accepted.values() for p in _sources(answer.path))]
        program = [
            Path(module.__file__ or "") for module in (captured, items, loop, steps, sys.modules[Exam.__module__])
        ]
        facts = {"device": device, "images": count, "torch": torch.__version__}
        found = hashlib.sha256(json.dumps(facts).encode())
        for path in [*written, *program]:
            found.update(path.name.encode() + b"\0" + path.read_bytes())
        self.version = found.hexdigest()

    def train(self, program: str, seed: int) -> Run:
        """Train once."""
        began = time.monotonic()
        exam = Exam(*self._test, seed)
        test_images, _ = items.materialise(
            self._dataset(exam.images, torch.zeros(len(exam.images)).long()), len(exam.images)
        )
        torch.manual_seed(seed)
        network = self._makers[program]()
        records = loop.train(
            network,
            *self._train,
            epochs=self._profile.epochs,
            seed=seed,
            device=self._device,
            test_images=test_images,
            capture=True,
        )
        judged = [exam.accuracy(exam.answers(record.logits)) for record in records if record.logits is not None]
        return Run(program, seed, tuple(judged), round(time.monotonic() - began, 1))


class Known:
    """The runs that were made before on this machine, one a line; a run that is interrupted loses none of them.

    A run with more epochs is one with fewer, too: it has the accuracy after each.

    Args:
        bench: What runs; runs of another version are not its own.
        name: Of the lab and the number of images.
        epochs: How many are wanted.
        folder: Where they are kept; else beside the data, in the user's cache.
    """

    def __init__(self, bench: Bench, name: str, epochs: int, folder: Path | None = None) -> None:
        folder = folder or fashion_mnist.cache_folder().parent / "calibrations"
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}-{bench.version[:16]}.jsonl"
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        self.runs = {(run.program, run.seed): run for run in _read(lines, epochs)}

    def add(self, run: Run) -> None:
        """Keep a run."""
        self.runs[run.program, run.seed] = run
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(run)) + "\n")


def train_all(
    bench: Bench, known: Known, wanted: Iterable[tuple[str, int]], jobs: int, then: Callable[[Run], None]
) -> list[Run]:
    """Train what is not known yet, some at once, and return every run that was wanted.

    Args:
        bench: Trains.
        known: Keeps each run as it ends.
        wanted: Programs and seeds.
        jobs: Processes at a time.
        then: Told of each run, also of a known one.
    """
    wanted = list(wanted)
    for key in wanted:
        if key in known.runs:
            then(known.runs[key])
    missing = [key for key in wanted if key not in known.runs]
    if missing:
        global _current  # noqa: PLW0603 - what the forks inherit
        _current = bench
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts) as pool:
            try:
                for future in as_completed([pool.submit(_train, *key) for key in missing]):
                    known.add(future.result())
                    then(future.result())
            except BaseException:
                for process in list(pool._processes.values()):  # noqa: SLF001 - nothing else ends one in mid-training
                    process.kill()
                raise
    return [known.runs[key] for key in wanted]


_current: Bench | None = None


def _train(program: str, seed: int) -> Run:
    assert _current is not None
    return _current.train(program, seed)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says what was interrupted


def _read(lines: Iterable[str], epochs: int) -> Iterator[Run]:
    """Read runs of so many epochs or more; a last line that was cut off is none."""
    for line in lines:
        try:
            entry: dict[str, Any] = json.loads(line)
            if len(entry["accuracies"]) >= epochs:
                yield Run(entry["program"], entry["seed"], tuple(entry["accuracies"][:epochs]), entry["seconds"])
        except (ValueError, KeyError, TypeError):
            continue


def _sources(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(path.glob("*.py"))
