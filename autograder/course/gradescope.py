"""Grades one submission inside Gradescope's container: `python -m autograder.course.gradescope ROOT SECONDS`.

`run_autograder` of the zip starts it, as root, where ROOT is `/autograder`. What it prints is for the instructor:
the results keep it from students.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from autograder.assignment import THRESHOLD, Assignment, AssignmentError, Gradescope, load
from autograder.course import gradescope_machine as machines
from autograder.course import isolation
from autograder.course.gradescope_limit import GRADED, kept_results, refusal
from autograder.course.gradescope_metadata import read_metadata
from autograder.course.machine import this_machine
from autograder.project import Project
from autograder.report.results import LeaderboardEntry, Results, TestResult, not_graded, write_atomically
from autograder.safe_text import for_terminal
from autograder.stopping import raising
from autograder.submission import SubmissionError, find_submissions

RELEASE = "release.json"
"""The file of the zip that says which lab it grades: `lab`, and `version`, a digest of the lab's files."""

METADATA = "submission_metadata.json"

WRITTEN, NOT_WRITTEN = 0, 1


class MachineError(Exception):
    """Nothing can be graded here, whatever was handed in; the text is for the instructor and says what to do."""


@dataclass(frozen=True)
class Place:
    """The folders that Gradescope gives an autograder.

    Attributes:
        root: `/autograder`.
    """

    root: Path

    @property
    def source(self) -> Path:
        """Return where the zip was unpacked."""
        return self.root / "source"

    @property
    def submission(self) -> Path:
        """Return the folder of the student's files."""
        return self.root / "submission"

    @property
    def metadata(self) -> Path:
        """Return the file that says who handed in, and when."""
        return self.root / METADATA

    @property
    def results(self) -> Path:
        """Return the file that is asked for."""
        return self.root / "results" / "results.json"


class _StoppedError(Exception):
    """The time is up: `run_autograder` has sent the signal that says so."""


class _LateError(Exception):
    """A grading with training has taken its part of the time."""


def results_of(place: Place, seconds: float) -> Results:
    """Grade what was handed in; return results whatever happens.

    Args:
        place: Where everything lies.
        seconds: How long it may take.
    """
    began = time.monotonic()
    try:
        with _stoppable():
            results = _graded(place, began + seconds)
    except MachineError as error:
        _say(str(error))
        results = not_graded(f"{error}. Nothing is wrong with your files; tell your instructor.")
    except SubmissionError as error:
        results = not_graded(_without_place(str(error), place))
    except _StoppedError:
        took = time.monotonic() - began
        _say(f"stopped after {took:.0f} s; the lab's [gradescope] minutes and Gradescope's timeout can be longer")
        results = not_graded(f"it was stopped after {took:.0f} s. Is there an endless loop, or too much work?")
    except Exception:
        traceback.print_exc()
        results = not_graded("there is an error in the grading, not in your files; tell your instructor.")
    return results.model_copy(update={"execution_time": round(time.monotonic() - began, 1)})


def _graded(place: Place, end: float) -> Results:
    """Grade until `end` on the monotonic clock at the latest."""
    try:
        facts = json.loads((place.source / RELEASE).read_text(encoding="utf-8"))
        project = Project(place.source, facts["lab"])
        assignment = load(project.assignment)
    except (AssignmentError, OSError, ValueError, KeyError) as error:
        raise MachineError(f"the autograder's zip is not whole ({error})") from None
    _say(f"{assignment.name}, version {facts['version'][:12]}")
    metadata = read_metadata(place.metadata)
    for note in metadata.notes:
        _say(note)
    refused = refusal(assignment.gradescope, metadata)
    if refused is not None:
        _say(f"not graded: too many in {assignment.gradescope.per_hours:g} h; the results of {refused.kept.time} stay")
        return kept_results(refused, assignment.gradescope)
    path = _handed_in(place, assignment)
    found = _with_training(project, assignment, path, place, end) if _profile(assignment) is not None else None
    if found is None:
        found = _without_training(project, assignment, path, place, end)
    settings = assignment.gradescope
    return found.model_copy(
        update={
            "tests": tuple(_shown_when(test, settings) for test in found.tests),
            "leaderboard": _leaderboard(found, assignment) if settings.leaderboard else None,
            "extra_data": {**found.extra_data, "lab": assignment.name, "version": facts["version"]},
        }
    )


def _with_training(project: Project, assignment: Assignment, path: Path, place: Place, end: float) -> Results | None:
    """Grade with the training run; return None where that did not end in its part of the time."""
    began = time.monotonic()
    seconds = machines.WITH_TRAINING * (end - began)
    try:
        with _alarm(seconds):
            found = _grade(project, assignment, path, place, seconds, training=True)
    except _LateError:
        found = None
    if found is not None and (found.extra_data.get(GRADED) is not False or time.monotonic() - began < seconds / 2):
        return found
    _say(f"no result with a training run in {time.monotonic() - began:.0f} s: the tests are graded without it")
    return None


def _without_training(project: Project, assignment: Assignment, path: Path, place: Place, end: float) -> Results:
    """Grade the tests alone, and say so where the lab has a training run."""
    found = _grade(project, assignment, path, place, end - time.monotonic(), training=False)
    if _profile(assignment) is None:
        return found
    text = (
        "The training run did not end in time, so its points are missing here: hand in again, or ask your instructor."
    )
    return found.model_copy(update={"output": f"{text}\n\n{found.output}".strip()})


def _handed_in(place: Place, assignment: Assignment) -> Path:
    """Return the submission: the folder, or the one zip, notebook or folder in it; opening it says what is wrong."""
    found = find_submissions([place.submission], [*assignment.files, f"{assignment.name}.ipynb"])
    return found[0][1] if len(found) == 1 else place.submission


def _grade(
    project: Project, assignment: Assignment, path: Path, place: Place, seconds: float, *, training: bool
) -> Results:
    """Grade in confined workers, and print what the instructor may read of it."""
    machine = this_machine()
    try:
        assignment = machines.fitted(assignment, machine, seconds, training=training)
    except machines.TooSmallError as error:
        raise MachineError(str(error)) from None
    _say(f"{machine.memory_mib} MiB, {machine.processors:g} processors; {machines.in_words(assignment.limits)}")
    from autograder.course.grading import DETAILS, Gradebook  # noqa: PLC0415 - not where nothing is graded
    from autograder.course.local import Engine, EngineError, Setup  # noqa: PLC0415 - likewise
    from autograder.course.uids import Claims  # noqa: PLC0415 - likewise
    from autograder.kit.fashion_mnist import DataError  # noqa: PLC0415 - likewise: it loads torch
    from autograder.training.data import locate  # noqa: PLC0415 - likewise

    profile = _profile(assignment) if training else None
    with Engine() as engine, tempfile.TemporaryDirectory(prefix="autograder-results-") as out:
        try:
            data = locate() if profile is not None else None
            layers = isolation.layers_for_grading()
            claims = Claims(1) if "uid" in layers else None
            secrets = [project.assignment / "hidden", project.solutions, place.submission, place.results.parent]
            secrets += [place.metadata] if place.metadata.exists() else []
            isolation.hold_secrets(layers, claims.uids[0] if claims else None, secrets)
            engine.begin(
                Setup(
                    assignment=assignment,
                    solutions=project.solutions,
                    data=data,
                    profile=profile,
                    layers=layers,
                    uids=tuple(claims.uids) if claims else (),
                    jobs=1,
                    warm=profile is not None,
                )
            )
        except (DataError, EngineError, isolation.IsolationError, PermissionError) as error:
            raise MachineError(str(error).partition("\n")[0]) from None
        book = Gradebook(assignment, project.solutions, Path(out), "confined", kept=[])
        book.grade(engine, [("submission", path)], lambda _: None)
        for _, reason in book.failed:
            _say(reason)
        details = Path(out, "submission", DETAILS)
        print(details.read_text(encoding="utf-8") if details.exists() else "", flush=True)
        ((_, results),) = book.kept or []
    return results


def _profile(assignment: Assignment) -> str | None:
    """Return the lab's training profile for this container: Gradescope has no GPU, and several sizes."""
    return assignment.training.profile_for("cpu", this_machine().processors) if assignment.training else None


def _shown_when(test: TestResult, settings: Gradescope) -> TestResult:
    """Hold a test's result back as the lab's settings say, where the test itself does not."""
    wanted = settings.hidden_visibility if test.extra_data.get("hidden") else settings.public_visibility
    return test.model_copy(update={"visibility": wanted}) if test.visibility == "visible" else test


def _leaderboard(results: Results, assignment: Assignment) -> tuple[LeaderboardEntry, ...] | None:
    """Return the accuracy of the student's own network, or None where none was measured.

    Where the network's public tests failed, it was the reference's that was trained.
    """
    if assignment.training is None:
        return None
    own = all(
        test.status == "passed"
        for test in results.tests
        if test.tags == (assignment.training.network,) and not test.extra_data.get("hidden")
    )
    accuracy = next((test.extra_data.get("test_accuracy") for test in results.tests if test.tags == (THRESHOLD,)), None)
    if not own or not isinstance(accuracy, float) or not accuracy < 1:  # every image right is not plausible
        return None
    return (LeaderboardEntry(name="test accuracy", value=round(accuracy, 4), order="desc"),)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Within this context the signal to end raises, once, so that what was started is cleaned up."""
    stop = raising(_StoppedError)

    def stop_once(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(number, frame)

    before = signal.signal(signal.SIGTERM, stop_once)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Within this context what takes longer is ended by an exception, once."""

    def ring(_: int, __: FrameType | None) -> None:
        raise _LateError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _without_place(text: str, place: Place) -> str:
    return text.replace(str(place.submission.resolve()), "your submission").replace(
        str(place.submission), "your submission"
    )


def _say(message: str) -> None:
    print(f"autograder: {for_terminal(message)}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Write the results file; return whether it could be written."""
    place = Place(Path(arguments[0]))
    results = results_of(place, float(arguments[1]))
    try:
        write_atomically(place.results, results.to_json())
    except OSError as error:
        _say(f"the results could not be written: {error}")
        return NOT_WRITTEN
    return WRITTEN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
