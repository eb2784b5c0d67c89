"""What a lab's kit and a student's process may know of it: names, files, points; nothing that is judged by."""

from __future__ import annotations

import dataclasses
from typing import Any

from autograder.assignment import Assignment

_PUBLIC = ("name", "file", "points", "minutes", "difficulty", "builds_on", "forbids", "gives", "bonus")


def public_facts(assignment: Assignment) -> dict[str, Any]:
    """Return the contents of the kit's `lab.json`."""
    training = dataclasses.asdict(assignment.training) if assignment.training else None
    for profile in training["profiles"].values() if training else []:
        del profile["calibration"]
    return {
        "title": assignment.title,
        "files": list(assignment.files),
        "exercises": [{key: _plain(getattr(exercise, key)) for key in _PUBLIC} for exercise in assignment.exercises],
        "given": assignment.given,
        "training": training,
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
