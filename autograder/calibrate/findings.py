"""What a calibration has found."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.calibrate.model import Proposal
from autograder.calibrate.runs import Run


@dataclass(frozen=True)
class Calibrated:
    """The runs of one profile, and what they come to.

    Attributes:
        runs: of all programs.
        program: the one whose runs the proposal is made of.
        proposal: the threshold.
    """

    runs: tuple[Run, ...]
    program: str
    proposal: Proposal

    @property
    def decisive(self) -> list[float]:
        """The accuracies that the proposal is made of, from the lowest on."""
        return sorted(run.accuracies[-1] for run in self.runs if run.program == self.program)

    @property
    def others(self) -> list[Run]:
        """The runs of the other right programs."""
        return [run for run in self.runs if run.program != self.program]

    @property
    def repeated(self) -> list[Run]:
        """Those of the others that would be repeated: below the threshold."""
        return [run for run in self.others if run.accuracies[-1] < self.proposal.threshold]

    @property
    def failing(self) -> list[Run]:
        """Those of the others that would fail at once: below the floor."""
        return [run for run in self.others if run.accuracies[-1] < self.proposal.floor]
