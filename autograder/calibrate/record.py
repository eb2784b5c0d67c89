"""Writes a threshold and the runs that it was set by into `assignment.toml`, and leaves all else there as it is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from autograder.assignment import Calibration
from autograder.calibrate.model import Proposal
from autograder.report.results import write_atomically


def written(text: str, profile: str, proposal: Proposal, calibration: Calibration) -> str:
    """Return the text of an `assignment.toml` with a profile's threshold, doubt and calibration.

    Args:
        text: As it is; a valid one that has the profile.
        profile: The name.
        proposal: What is written.
        calibration: Likewise.
    """
    document = tomlkit.parse(text)
    table = document["training"]["profiles"][profile]
    assert isinstance(table, Table)
    table["threshold"] = proposal.threshold
    table["doubt"] = proposal.doubt
    facts = dataclasses.asdict(calibration)
    if "calibration" in table:
        kept = table["calibration"]
        assert isinstance(kept, Table)
        kept.update(facts)
    else:
        # tomlkit puts no empty line behind a table that it is given.
        new = tomlkit.table()
        for key, value in facts.items():
            new.add(key, value)
        table["calibration"] = new.add(tomlkit.nl())
    header = f"[training.profiles.{profile}.calibration]"
    before, found, after = tomlkit.dumps(document).partition(header)
    return f"{before.rstrip()}\n\n{found}{after.rstrip()}\n"


def write(path: Path, profile: str, proposal: Proposal, calibration: Calibration) -> None:
    """Write them into a file, at once or not at all."""
    write_atomically(path, written(path.read_text(encoding="utf-8"), profile, proposal, calibration))
