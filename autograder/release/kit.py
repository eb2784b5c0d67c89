"""The student's kit: stubs, public tests with a snapshot of the right values, and what they need to run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from autograder.assignment import Assignment, load
from autograder.grader.suite import SuiteError
from autograder.lab import public_facts
from autograder.project import Project
from autograder.release.leaks import leaks
from autograder.report.results import write_atomically
from autograder.source import read_all

SUPPORT = "support"
SCRIPTS = ("train.py",)
"""Files of `autograder.kit` that students run, and so find at the top of the kit."""

_IGNORED = ("__pycache__", ".pytest_cache", ".venv")


class ReleaseError(Exception):
    """The kit cannot be made; every problem on a line of its own."""


def make(project: Project) -> dict[str, bytes]:
    """Return the kit's files by name; raise where the lab is not sound or the kit would give something away."""
    assignment = load(project.assignment)
    sources = read_all(assignment, project.solutions)
    recorded = _record(project)
    facts = public_facts(assignment)
    texts = {source.path.name: source.stub() for source in sources}
    for path in sorted((project.assignment / "public").glob("test_*.py")):
        texts[f"tests/{path.name}"] = path.read_text(encoding="utf-8")
    texts |= _support()
    texts[f"{SUPPORT}/lab.json"] = _json(facts)
    texts[f"{SUPPORT}/expected.json"] = _snapshot(recorded["values"])
    texts["README.md"] = _readme(assignment, recorded["worth"])
    for name in ("conftest.py", "pytest.ini", "requirements.txt"):
        texts[name] = _template(name)
    made = {name: text.encode() for name, text in sorted(texts.items())}
    found = leaks(made, sources, project.assignment)
    if found:
        raise ReleaseError("\n".join(["the kit would give answers away:", *found]))
    return made


def write(made: Mapping[str, bytes], target: Path) -> None:
    """Write the kit; files of an earlier release that are gone from it are removed."""
    if target.exists() and any(target.iterdir()) and not (target / SUPPORT / "lab.json").exists():
        raise ReleaseError(f"{target} holds something that is no kit: name an empty folder with --out")
    for name, data in made.items():
        write_atomically(target / name, data.decode())
    for name in _present(target) - set(made):
        (target / name).unlink()


def drift(made: Mapping[str, bytes], target: Path) -> list[str]:
    """Return how the kit on disk differs from the one that its source gives, a line for each file."""
    present = _present(target) if target.is_dir() else set()
    lines = [f"{target / name}: missing" for name in sorted(set(made) - present)]
    lines += [f"{target / name}: not from the source" for name in sorted(present - set(made))]
    lines += [
        f"{target / name}: differs from its source"
        for name in sorted(set(made) & present)
        if (target / name).read_bytes() != made[name]
    ]
    return lines


def _present(target: Path) -> set[str]:
    return {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_file() and not set(path.relative_to(target).parts) & set(_IGNORED)
    }


def _record(project: Project) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "autograder.release.record",
        str(project.assignment),
        str(project.solutions),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SuiteError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "the tests did not run")
    found: dict[str, Any] = json.loads(done.stdout)
    if found["failed"]:
        raise ReleaseError("\n".join(["the reference fails its own public tests:", *found["failed"]]))
    return found


def _support() -> dict[str, str]:
    texts = {}
    for entry in resources.files("autograder.kit").iterdir():
        if entry.name.endswith(".py"):
            name = entry.name if entry.name in SCRIPTS else f"{SUPPORT}/{entry.name}"
            texts[name] = entry.read_text(encoding="utf-8")
    return texts


def _template(name: str) -> str:
    return resources.files("autograder.release").joinpath("templates", name).read_text(encoding="utf-8")


def _readme(assignment: Assignment, worth: Mapping[str, float]) -> str:
    rows = [
        f"| `{exercise.name}` | `{exercise.file}` | {exercise.points:g} | {worth.get(exercise.name, 0.0):g} | "
        f"{'●' * exercise.difficulty}{'○' * (5 - exercise.difficulty)} | {exercise.minutes} |"
        for exercise in assignment.exercises
    ]
    rules = [
        f"- `{exercise.name}`: no {_list(exercise.forbids)} of a library"
        for exercise in assignment.exercises
        if exercise.forbids
    ]
    return Template(_template("README.md")).substitute(
        title=assignment.title,
        files=_list([f"`{file}`" for file in assignment.files]),
        first=assignment.files[0],
        exercises="\n".join(rows),
        rules="\n".join(rules) or "- none",
        points=f"{assignment.points:g}",
        training=_training(assignment),
    )


def _training(assignment: Assignment) -> str:
    training = assignment.training
    if training is None:
        return ""
    profiles = [
        f"on {'a GPU' if profile.device == 'cuda' else 'a processor'} at least {profile.threshold:g} after "
        f"{profile.epochs} epoch{'s' if profile.epochs > 1 else ''} of {profile.images:,} images"
        for profile in training.profiles.values()
    ]
    return (
        f"Another {training.points:g} points are for what `{training.network}()` learns from your "
        f"`{training.dataset}`: its accuracy on the test images must be {_list(profiles, 'or')}. "
        "The grader trains it with Adam (learning rate 0.001), cross-entropy and batches of 32, as `train.py` does."
    )


def _list(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _snapshot(values: Mapping[str, Any]) -> str:
    """Write one compare a line, so that a change shows where it is."""
    lines = []
    for key, entries in sorted(values.items()):
        inner = ",\n".join(f"  {json.dumps(entry)}" for entry in entries)
        lines.append(f" {json.dumps(key)}: [\n{inner}\n ]" if entries else f" {json.dumps(key)}: []")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
