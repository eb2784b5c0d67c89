"""A calibration as a picture: the runs, the model's curve, the threshold and its doubt."""

from __future__ import annotations

import io
import math
import statistics
from typing import TYPE_CHECKING

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from autograder.calibrate.findings import Calibrated

_POINTS = 400


def calibration_plot(title: str, found: Calibrated) -> str:
    """Return the picture as SVG.

    Args:
        title: Of the lab and its profile.
        found: The calibration.
    """
    proposal = found.proposal
    figure = Figure(figsize=(8, 4), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.hist(found.decisive, bins=12, density=True, color="#9ecae1", label=f"{proposal.count} runs")
    low, high = proposal.floor - 0.01, proposal.highest + 2 * proposal.deviation
    places = [low + (high - low) * i / _POINTS for i in range(_POINTS + 1)]
    logs = [math.log(1 - accuracy) for accuracy in found.decisive]
    curve = statistics.NormalDist(statistics.fmean(logs), statistics.stdev(logs))
    axes.plot(places, [curve.pdf(math.log(1 - x)) / (1 - x) for x in places], color="#08519c", label="model")
    for run in found.others:
        axes.plot(run.accuracies[-1], 0, "|", color="#636363", markersize=14, clip_on=False)
    if found.others:
        axes.plot([], [], "|", color="#636363", label="other right answers")
    axes.axvline(proposal.threshold, color="#a50f15", label=f"threshold {proposal.threshold:.3f}")
    axes.axvspan(proposal.floor, proposal.threshold, color="#a50f15", alpha=0.12, label="repeated")
    axes.set(title=title, xlabel="test accuracy", yticks=[])
    axes.legend(frameon=False)
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()
