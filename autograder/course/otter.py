"""Otter's plugin: grades what was handed in with `autograder grade`, and puts the points into Otter's results.

Otter runs a student's notebook in a kernel and believes what that kernel says. With this plugin the kernel gets an
empty notebook and an empty folder; the points come from our own processes. It stands on these facts of Otter's
grading, the same in 6.0 and 7.0 (`otter/run/run_autograder/`):

1. `before_grading` is called in the folder `submission` beside `source`, before anything of the student's is unpickled;
2. `before_execution` is called after the notebook was read, and what it returns is run;
3. `after_grading` is called with the results that are written, one file of tests for each question.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import otter
from otter.plugins import AbstractOtterPlugin
from otter.test_files.abstract_test import TestCase, TestCaseResult

from autograder.course.front_end import FrontEndError, grade, tests_of
from autograder.project import Project
from autograder.report.results import Results, TestResult
from autograder.safe_text import for_terminal

GRADING = "grading"
"""The folder of Otter's zip that holds the lab."""

HANDED_IN = "handed-in"
"""The folder beside Otter's own in which the submission waits while Otter's kernel runs."""

KNOWN_VERSIONS = ("6", "7")

_OTTERS_OWN = ("tests", "__init__.py")
"""What Otter puts into the folder of the submission and still needs there."""


class GradingError(Exception):
    """Nothing was graded, and the submission is not to blame: Otter ends without results, and this line says why."""


class GradingPlugin(AbstractOtterPlugin):  # type: ignore[misc]
    """Grades one submission.

    Args:
        submission_path: The notebook or script that was handed in; empty while `otter assign` runs.
        submission_metadata: What Gradescope tells of it.
        plugin_config: `lab`, the lab's name.

    Raises:
        GradingError: This is another Otter than the ones that the plugin knows.
    """

    submission_path: str

    def __init__(
        self, submission_path: str, submission_metadata: dict[str, Any], plugin_config: dict[str, Any]
    ) -> None:
        if otter.__version__.partition(".")[0] not in KNOWN_VERSIONS:
            raise GradingError(
                f"this is Otter-Grader {otter.__version__}, and autograder grades with {' and '.join(KNOWN_VERSIONS)}: "
                f"install otter-grader>={KNOWN_VERSIONS[0]},<{int(KNOWN_VERSIONS[-1]) + 1}"
            )
        super().__init__(submission_path, submission_metadata, plugin_config)
        self._config: Any = None

    def before_grading(self, config: Any) -> None:
        """Take away what else was handed in: Otter would unpickle its log, and its kernel import from its folder.

        Args:
            config: Otter's settings of this grading.
        """
        self._config = config
        config.grade_from_log = False  # the log is the student's
        handed_in = Path(self.submission_path)
        root = self._root()
        # As root on Gradescope: a worker is another user, and sees neither the lab nor the student's address.
        for secret, mode in (("source", 0o700), ("results", 0o700), ("submission_metadata.json", 0o600)):
            if (root / secret).exists():
                (root / secret).chmod(mode)
        for path in handed_in.parent.iterdir():
            if path != handed_in and path.name not in _OTTERS_OWN and path.suffix != ".pdf":
                _remove(path)

    def before_execution(self, submission: Any) -> Any:
        """Return an empty notebook for Otter's kernel to run, and put the student's where that does not look.

        Args:
            submission: The notebook, as Otter has read it.
        """
        del submission
        handed_in = Path(self.submission_path)
        place = self._root() / HANDED_IN
        place.mkdir(mode=0o700, exist_ok=True)
        self.submission_path = str(handed_in.rename(place / handed_in.name))
        return nbformat.v4.new_notebook()

    def after_grading(self, results: Any) -> None:
        """Grade, and give each question its points and messages.

        Args:
            results: Otter's results, which nothing of the student's had a part in.

        Raises:
            GradingError: There are no points to give.
        """
        if results.has_catastrophic_failure():
            raise GradingError(f"Otter's kernel did not run: {results.catastrophic_error}")
        project = Project(self._root() / "source" / "files" / GRADING, self.plugin_config["lab"])
        try:
            found = grade(project.name, Path(self.submission_path), project.root)
        except FrontEndError as error:
            raise GradingError(f"this submission was not graded, and is not to blame: {error}") from None
        self._fill_in(results, found)

    def _fill_in(self, results: Any, found: Results) -> None:
        graded = {tag for test in found.tests if test.score is not None for tag in test.tags}
        if missing := graded - set(results.results):
            raise GradingError(f"Otter's tests have no question {' and '.join(sorted(missing))}: assign the lab anew")
        for name in list(results.results):
            question, tests = results.get_result(name), tests_of(found, name)
            if found.tests and name not in graded:  # left out of this grading, as the training may be
                del results.results[name]
                continue
            cases = [_case(test) for test in tests] or [_not_opened(name, found.output, question.possible)]
            question.all_or_nothing = False
            question.test_cases = [case.test_case for case in cases]
            question.test_case_results = cases
            results.update_score(name, sum(test.score or 0.0 for test in tests))
        if found.output:
            results.set_output(found.output)
        # Otter shows all questions at once or later: where some of a lab wait, a summary shows those that need not.
        self._config.force_public_test_summary = any(test.visibility != "visible" for test in found.tests)

    def _root(self) -> Path:
        """Return the folder of this grading, which on Gradescope is `/autograder`.

        Raises:
            GradingError: Otter has not made it as the plugin knows it, and so nothing in it is to be removed.
        """
        place = Path(self.submission_path).parent
        if place.name not in ("submission", HANDED_IN) or not (place.parent / "source" / "files" / GRADING).is_dir():
            raise GradingError(
                f"{for_terminal(str(place))} is not where Otter grades with a zip that holds {GRADING}/: "
                "use the zip that `otter assign` made"
            )
        return place.parent


def _case(test: TestResult) -> Any:
    """Return a test of ours as a case of Otter's; of one that students never see there are only its points."""
    secret = test.visibility == "hidden"
    said = "" if secret else test.output
    passed = test.status == "passed"
    case = TestCase(
        name=f"{test.tags[0]}: not shown" if secret else test.name,
        body="",
        hidden=test.visibility != "visible",
        points=test.max_score,
        success_message=(said or None) if passed else None,
        failure_message=None,
    )
    points = f"{test.score:g} of {test.max_score:g} points"
    return TestCaseResult(test_case=case, message=points if passed else f"{points}\n{said}".rstrip(), passed=passed)


def _not_opened(name: str, reason: str, points: float) -> Any:
    case = TestCase(f"{name}: not graded", "", hidden=False, points=points, success_message=None, failure_message=None)
    return TestCaseResult(test_case=case, message=reason, passed=False)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
