"""The curves of a submission's training run, as a picture."""

from __future__ import annotations

import io
from typing import Any

from autograder.assignment import THRESHOLD
from autograder.report.results import Results


def training_curves(results: Results) -> str | None:
    """Return the picture as SVG; None where nothing was trained.

    Args:
        results: Of one submission.
    """
    facts = _facts(results)
    if not facts.get("loss_curve"):
        return None
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415 - only where a network was trained

    from autograder.kit.curves import draw  # noqa: PLC0415 - likewise

    figure = draw(facts["loss_curve"], facts["train_accuracy"], facts["test_accuracies"], facts["threshold"])
    figure.suptitle(f"profile {facts['profile']}: {facts['epochs']} x {facts['images']:,} images", fontsize="medium")
    FigureCanvasSVG(figure)
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()


def _facts(results: Results) -> dict[str, Any]:
    return next((test.extra_data for test in results.tests if test.tags == (THRESHOLD,)), {})
