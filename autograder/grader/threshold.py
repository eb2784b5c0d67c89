"""The accuracy threshold: the student's network on the student's data set, judged by labels they never see.

The worker trains with the grader's loop and answers with logits for the test images; the labels stay here. Where
the student's own data set or network failed its tests, the reference's takes its place, so that one mistake costs
once; a network that was never written has nothing to be measured. An accuracy that is below the threshold by no more
than its doubt is that of a right network with a bad seed about as often as not: such a run is repeated once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograder.grader.session import OutOfTime
from autograder.grader.trained import LossNotFinite, Trained
from autograder.grader.training_run import TrainingData, TrainingRun
from autograder.grader.worker_client import StartError
from autograder.kit.errors import StudentError, TimedOut
from autograder.kit.outcomes import DONE, NOT_BEGUN, WRONG, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from autograder.assignment import Assignment, Profile, Training
    from autograder.grader.order import Order
    from autograder.grader.reference import Reference
    from autograder.grader.session import Session

COST_LITTLE = {"mode-ignored", "mode-changed", "softmax-output", "relu-missing", "scale-none", "scale-twice"}
"""Mistakes that a network may reach the threshold with, and that students should hear of all the same."""


class Threshold:
    """Judges the training of one submission.

    Args:
        session: Its workers.
        assignment: The lab; it has a training.
        reference: What is lent.
        data: Fashion-MNIST.
        order: Names the profile and the submission.
    """

    def __init__(
        self, session: Session, assignment: Assignment, reference: Reference, data: TrainingData, order: Order
    ) -> None:
        assert assignment.training is not None
        assert order.profile is not None
        self._training: Training = assignment.training
        self._profile: Profile = self._training.profiles[order.profile]
        self._seconds = assignment.limits.training_seconds
        self._facts = {
            "profile": order.profile,
            "device": self._profile.device,
            "images": self._profile.images,
            "epochs": self._profile.epochs,
            "threshold": self._profile.threshold,
        }
        self._run: Callable[[int], TrainingRun] = lambda attempt: TrainingRun(
            session, assignment, reference, data, order, attempt
        )

    def judge(self, states: Mapping[str, str], hints: Mapping[str, str]) -> tuple[Outcome, dict[str, Any]]:
        """Train and judge; return the outcome, and the facts of the run for `extra_data`.

        Args:
            states: Of each exercise, by its tests so far.
            hints: What was recognised in an exercise that failed.
        """
        nothing = self._nothing_to_measure(states)
        if nothing is not None:
            return nothing, {}
        own_network, own_data = (states[name] == DONE for name in (self._training.network, self._training.dataset))
        try:
            run = self._run(0)
            if not own_network and not run.has_network():
                text = f"Not run: `{self._training.network}` gives no network that could be measured."
                return _wrong(text), self._facts
            first = run.train(own_network=own_network, own_data=own_data)
        except StartError:
            raise
        except Exception as error:
            return self._failed(error)
        second = self._repeated(first, own_network=own_network, own_data=own_data)
        return self._judged(first, second, hints)

    def _repeated(self, first: Trained, *, own_network: bool, own_data: bool) -> Trained | None:
        """Train once more where the first run is in doubt; None where it is not, or where no time is left for it."""
        floor = round(self._profile.threshold - self._profile.doubt, 6)
        if not floor <= first.accuracy < self._profile.threshold:
            return None
        try:
            return self._run(1).train(own_network=own_network, own_data=own_data)
        except StartError:
            raise
        except Exception:  # it is not held against the first run, which ended
            return None

    def _judged(
        self, first: Trained, second: Trained | None, hints: Mapping[str, str]
    ) -> tuple[Outcome, dict[str, Any]]:
        best = first if second is None or first.accuracy >= second.accuracy else second
        reached = best.accuracy >= self._profile.threshold
        implausible = best.accuracy == 1.0
        found = best.finding() if not best.lent else None
        facts = {**self._facts, **best.facts()}
        text = [self._measured(best)]
        if second is not None:
            facts["runs"] = [first.accuracy, second.accuracy]
            text.append(
                f"It was trained twice, with two seeds, since the first run's accuracy, {first.accuracy:.4f}, is less "
                f"than {self._profile.doubt:g} below the threshold, which may be bad luck; the better run counts."
            )
        if best.lent:
            hint = hints.get(best.lent, "")
            stood_in = f"Your `{best.lent}` failed its tests, so the reference's was used here."
            text.append(f"{stood_in} A hint for yours: {hint}" if hint else stood_in)
        if implausible:
            text.append("Every one of the images right is not plausible: no points.")
        elif found is not None and (not reached or found.id in COST_LITTLE):
            facts["diagnosis"] = found.id
            text.append(found.text)
        if implausible or not reached:
            return _wrong(" ".join(text)), facts
        return Outcome(DONE, self._training.points, " ".join(text), ""), facts

    def _measured(self, run: Trained) -> str:
        each = ", ".join(f"{epoch.test_accuracy:.4f}" for epoch in run.epochs)
        after_each = f" After each epoch: {each}." if len(run.epochs) > 1 else ""
        epochs = f"{self._profile.epochs} epoch{'s' if self._profile.epochs > 1 else ''}"
        return (
            f"Test accuracy {run.accuracy:.4f} after {epochs} of {self._profile.images:,} images "
            f"({self._facts['profile']}); the threshold is {self._profile.threshold:g}.{after_each}"
        )

    def _failed(self, error: Exception) -> tuple[Outcome, dict[str, Any]]:
        """Return what is told where the training did not end."""
        facts = dict(self._facts)
        if isinstance(error, LossNotFinite):
            facts["diagnosis"] = error.finding.id
        if isinstance(error, (TimedOut, OutOfTime)):
            text = (
                f"The training did not end within {self._seconds:g} s, many times what the reference takes. "
                "Does your network or your data set compute more than it has to, or wait for something?"
            )
            return _wrong(text), facts
        # What else the student's images and labels did to our own loop is the student's, too.
        return _wrong(
            str(error) if isinstance(error, StudentError) else "The training could not use your answer."
        ), facts

    def _nothing_to_measure(self, states: Mapping[str, str]) -> Outcome | None:
        """Return what to say instead of training, or None where there is something to train."""
        network, dataset = self._training.network, self._training.dataset
        if states[network] == NOT_BEGUN:
            return Outcome(NOT_BEGUN, 0.0, f"`{network}` is not begun.", "")
        if states[network] != DONE and states[dataset] != DONE:
            return _wrong(f"Not run: it needs `{network}` or `{dataset}` to pass its own tests.")
        return None


def _wrong(text: str) -> Outcome:
    return Outcome(WRONG, 0.0, text, "")
