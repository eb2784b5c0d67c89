"""What an assignment asks for.

Importing this module is cheap, and what it holds are plain dataclasses: a process that is handed an
assignment as JSON needs nothing but the standard library.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES = ("convolution", "padding", "pooling", "autograd")
THRESHOLD = "accuracy_threshold"
TRAIN_SCRIPT = "train.py"

# What pydantic makes of a table: no keys but these, and no text for a number.
STRICT: dict[str, object] = {"extra": "forbid", "strict": True, "allow_inf_nan": False}


class AssignmentError(Exception):
    """The assignment cannot be used; one line, `PATH:LINE: what is wrong, what to do`."""


@dataclass(frozen=True)
class Exercise:
    """One name that students write.

    Attributes:
        name: of a function or class; also the exercise's id.
        file: of the source, one of the assignment's.
        points: what it is worth, public and hidden tests together.
        minutes: how long it takes, for the handout.
        difficulty: 1 to 5.
        builds_on: exercises before it whose reference version its tests may lend.
        objects: its arguments that are objects rather than values, such as a network; where the reference's version is
            lent, it takes objects for these and for no others.
        forbids: families of library calls, of `FAMILIES`.
        gives: "value" where the result is data; "object", "module" or "figure" where it stays in the worker.
        bonus: its points come on top of the total.
    """

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    name: str
    file: str
    points: float
    minutes: int
    difficulty: int
    builds_on: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    gives: Literal["value", "object", "module", "figure"] = "value"
    bonus: bool = False


@dataclass(frozen=True)
class Calibration:
    """The runs that a threshold was set by; `autograder calibrate` writes it.

    Attributes:
        date: when, as 2026-11-23.
        device: torch's name of the device, and its version.
        program: whose runs they are: `reference`, or an accepted answer that reaches less.
        seeds: how many runs.
        mean: of their test accuracies.
        deviation: their standard deviation.
        lowest: of them.
        accepted: runs of accepted answers that were judged by the threshold.
        accepted_repeated: how many of these were below it.
    """

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    date: str
    device: str
    program: str
    seeds: int
    mean: float
    deviation: float
    lowest: float
    accepted: int = 0
    accepted_repeated: int = 0


@dataclass(frozen=True)
class Profile:
    """How the accuracy threshold is judged on one kind of device.

    Attributes:
        device: torch's name of it.
        images: training images, the first so many.
        epochs: how often each of them is seen.
        threshold: test accuracy that earns the points, between 0 and 1.
        doubt: how far below the threshold a run is repeated once with another seed.
        cores: processors that it is meant for: of a device's profiles, a machine uses the one that asks for most of
            what it has.
        calibration: how the threshold was found.
    """

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    device: Literal["cpu", "cuda"]
    images: int
    epochs: int
    threshold: float
    doubt: float = 0.0
    cores: float = 0.0
    calibration: Calibration | None = None


@dataclass(frozen=True)
class Training:
    """The accuracy threshold: which exercises it trains, and for how many points.

    Attributes:
        points: what reaching the threshold is worth.
        dataset: the exercise that gives the data set.
        network: the exercise that makes the network.
        profiles: by name.
        script: what students run to train: the kit's own, or a file of a lab in which the loop is theirs to write.
    """

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    points: float
    dataset: str
    network: str
    profiles: dict[str, Profile]
    script: str = TRAIN_SCRIPT

    def profile_for(self, device: str, processors: float) -> str | None:
        """Return the name of the profile for a machine: the largest that it has the processors for.

        Args:
            device: torch's name of it.
            processors: which the machine has, 0.5 for half of one. Where they are fewer than any profile asks for, it
                is the one that asks for least.

        Returns:
            None where there is no profile for the device.
        """
        names = [name for name, profile in self.profiles.items() if profile.device == device]
        names.sort(key=lambda name: self.profiles[name].cores)
        fitting = [name for name in names if self.profiles[name].cores <= processors]
        return (fitting or names[:1])[-1] if names else None


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes:
        call_seconds: processor time of one call.
        submission_seconds: wall clock of all tests, without training.
        training_seconds: wall clock of the training run.
        memory_mib: memory of the student's process, in MiB.
        file_mib: what a submission may write into one file, in MiB.
        disk_mib: what all files together may hold that it writes, in MiB.
        threads: how many threads it may run at once; it cannot start a process.
        output_kib: what is kept of its output, in KiB.
    """

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    call_seconds: float = 10.0
    submission_seconds: float = 300.0
    training_seconds: float = 600.0
    memory_mib: int = 2048
    file_mib: int = 64
    disk_mib: int = 256
    threads: int = 256
    output_kib: int = 64


Visibility = Literal["hidden", "after_due_date", "after_published", "visible"]


@dataclass(frozen=True)
class Gradescope:
    """How submissions are graded on Gradescope.

    Attributes:
        minutes: the autograder's timeout, as Gradescope's settings of the assignment say it.
        leaderboard: whether the accuracy of the trained network is shown there, under pseudonyms.
        public_visibility: when students see the public tests' results, where a test's own marker does not hold it back.
        hidden_visibility: likewise the hidden tests'.
        graded_submissions: how many submissions of a student are graded in `per_hours`; None: all.
        per_hours: see above.
    """

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    minutes: int = 10
    leaderboard: bool = True
    public_visibility: Visibility = "visible"
    hidden_visibility: Visibility = "visible"
    graded_submissions: int | None = None
    per_hours: float = 24.0


@dataclass(frozen=True)
class Assignment:
    """An assignment, as its `assignment.toml` says.

    Attributes:
        folder: `assignments/NAME`.
        title: for people.
        points: the sum of all that is not bonus.
        files: in the order a student meets them.
        exercises: likewise.
        training: the accuracy threshold, where there is one.
        limits: what one submission may use.
        given: what students are given and tests need beside the exercises, each with its file.
        gradescope: how submissions are graded there.
    """

    folder: Path
    title: str
    points: float
    files: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    training: Training | None = None
    limits: Limits = dataclasses.field(default_factory=Limits)
    given: dict[str, str] = dataclasses.field(default_factory=dict)
    gradescope: Gradescope = dataclasses.field(default_factory=Gradescope)

    @property
    def name(self) -> str:
        """The folder's name, by which commands know the assignment."""
        return self.folder.name

    def exercise(self, name: str) -> Exercise:
        """Give the exercise of that name.

        Raises:
            KeyError: there is none.
        """
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        raise KeyError(f"{self.name} has no exercise {name!r}")

    def to_json(self) -> dict[str, Any]:
        """Give plain dicts, lists, strings and numbers, from which `from_json` makes an equal assignment."""
        plain: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self), default=str))
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Assignment:
        """Make an assignment from what `to_json` gave, which is taken to be valid."""
        training = plain["training"]
        if training is not None:
            profiles = {name: _profile(profile) for name, profile in training["profiles"].items()}
            training = Training(**{**training, "profiles": profiles})
        return cls(
            folder=Path(plain["folder"]),
            title=plain["title"],
            points=plain["points"],
            files=tuple(plain["files"]),
            exercises=tuple(
                Exercise(**{**each, **{key: tuple(each[key]) for key in ("builds_on", "objects", "forbids")}})
                for each in plain["exercises"]
            ),
            training=training,
            limits=Limits(**plain["limits"]),
            given=dict(plain["given"]),
            gradescope=Gradescope(**plain["gradescope"]),
        )


def _profile(plain: Mapping[str, Any]) -> Profile:
    calibration = plain["calibration"]
    return Profile(**{**plain, "calibration": Calibration(**calibration) if calibration else None})


def load(path: Path) -> Assignment:
    """Read and validate an assignment.

    Args:
        path: the folder `assignments/NAME`, or the `assignment.toml` in it.

    Raises:
        AssignmentError: the file cannot be read, is no TOML, or describes no sound assignment.
    """
    from .assignment_file import read  # noqa: PLC0415 -- validation is only for the process that reads the file

    return read(path)
