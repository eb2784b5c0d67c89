"""The plugin in Otter's hands: what it takes away, what it hands back, and when it gives no points at all."""

from types import SimpleNamespace

import nbformat
import otter
import pytest
from otter.plugins import PluginCollection
from otter.run import AutograderConfig
from otter.test_files import GradingResults
from otter.test_files import abstract_test as cases_of
from otter.test_files.exception_test import ExceptionTestFile

from autograder.assignment import THRESHOLD
from autograder.course import otter as ours
from autograder.course.front_end import FrontEndError
from autograder.release.otter_notebook import PLUGIN
from autograder.report.results import Results, not_graded
from autograder.report.results import TestResult as OurTest


@pytest.fixture
def place(tmp_path):
    """The folders of a grading, as Otter makes them: `submission`, `source`, `results`."""
    for folder in ("submission/tests", "source/files/grading", "results"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "submission_metadata.json").write_text("{}")
    (tmp_path / "submission" / "tiny.ipynb").write_text("{}")
    return tmp_path


@pytest.fixture
def plugin(place):
    made = ours.GradingPlugin(str(place / "submission" / "tiny.ipynb"), {}, {"lab": "tiny"})
    made.before_grading(AutograderConfig({"show_hidden": True, "show_all_public": True}))
    return made


@pytest.fixture
def graded(plugin, monkeypatch):
    """Has Otter's results filled in from ours; gives what Gradescope gets, by name."""

    def fill_in(found, names=("smooth", "average")):
        monkeypatch.setattr(ours, "grade", lambda lab, submission, start: found)
        results = GradingResults([question(name) for name in names])
        plugin.before_execution(None)
        plugin.after_grading(results)
        shown = results.to_gradescope_dict(plugin._config)
        return {test["name"]: test for test in shown["tests"]}, shown, results

    return fill_in


def question(name):
    """A question as Otter's kernel has it: two cases, both failed, for there was no notebook."""
    cases = [cases_of.TestCase(f"{name} - {i}", "", False, 1.25, None, None) for i in (1, 2)]
    made = ExceptionTestFile(name, f"tests/{name}.py", cases, all_or_nothing=True)
    made.test_case_results = [cases_of.TestCaseResult(case, "no notebook", False) for case in cases]
    return made


def result(exercise, score, points, *, output="", visibility="visible", title="A row"):
    return OurTest(
        name=f"{exercise}: {title}",
        score=score,
        max_score=points,
        status="passed" if score == points else "failed",
        output=output,
        tags=(exercise,),
        visibility=visibility,
        extra_data={"hidden": False},
    )


NOT_RUN = OurTest(name="Accuracy threshold", output="Not run: left out.", tags=(THRESHOLD,))


# what it takes away


def test_only_the_submission_and_otters_cases_stay_in_its_folder(place):
    folder = place / "submission"
    for name in (".OTTER_LOG", "otter/__init__.py", "grading/assignments/tiny/hidden/test_smooth.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "elsewhere").symlink_to(place / "source")
    (folder / "tiny.pdf").touch()
    (folder / "__init__.py").touch()
    config = AutograderConfig({"grade_from_log": True})
    ours.GradingPlugin(str(folder / "tiny.ipynb"), {}, {"lab": "tiny"}).before_grading(config)

    assert {path.name for path in folder.iterdir()} == {"tiny.ipynb", "tiny.pdf", "tests", "__init__.py"}
    assert (place / "source" / "files" / "grading").is_dir()
    assert config.grade_from_log is False


def test_no_other_user_can_enter_what_is_secret(plugin, place):
    modes = {name: (place / name).stat().st_mode & 0o077 for name in ("source", "results", "submission_metadata.json")}

    assert modes == {"source": 0, "results": 0, "submission_metadata.json": 0}


def test_otters_kernel_gets_an_empty_notebook_and_a_folder_without_the_submission(plugin, place):
    given = plugin.before_execution(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("forge()")]))

    assert given.cells == []
    assert [path.name for path in (place / "submission").iterdir()] == ["tests"]
    assert (place / "handed-in" / "tiny.ipynb").is_file()


def test_a_script_named_after_a_library_is_taken_away_too(place):
    script = (place / "submission" / "tiny.ipynb").rename(place / "submission" / "otter.py")
    made = ours.GradingPlugin(str(script), {}, {"lab": "tiny"})
    made.before_execution(None)

    assert not script.exists()
    assert made.submission_path == str(place / "handed-in" / "otter.py")


def test_nothing_is_removed_from_a_folder_that_is_not_otters(tmp_path):
    book = tmp_path / "submission" / "tiny.ipynb"
    (book.parent / "notes").mkdir(parents=True)
    book.touch()

    with pytest.raises(ours.GradingError, match="use the zip that `otter assign` made"):
        ours.GradingPlugin(str(book), {}, {"lab": "tiny"}).before_grading(AutograderConfig())
    assert (book.parent / "notes").is_dir()


# what it hands back


def test_each_question_has_our_points_and_our_most(graded):
    tests = (result("smooth", 1.0, 1.0), result("smooth", 0.5, 4.0, output="half"), result("average", 2.5, 2.5))
    shown, _, results = graded(Results(tests=tests))

    assert {name: (test["score"], test["max_score"]) for name, test in shown.items()} == {
        "smooth": (1.5, 5.0),
        "average": (2.5, 2.5),
    }
    assert (results.total, results.possible) == (4.0, 7.5)


def test_all_points_are_exactly_what_is_possible(graded):
    """Otter compares the two when it tries the solutions out, to the last bit."""
    _, _, results = graded(Results(tests=tuple(result("smooth", 0.1, 0.1) for _ in range(10))), names=("smooth",))

    assert results.total == results.possible


def test_a_message_stands_with_its_test_and_its_points(graded):
    tests = (result("smooth", 0.0, 2.0, output="index  yours  expected"), result("average", 1.0, 1.0))
    shown, _, _ = graded(Results(tests=tests))

    assert "smooth: A row result:\n        0 of 2 points\n        index  yours  expected" in shown["smooth"]["output"]
    assert shown["average"]["output"] == "average results: All test cases passed!"
    assert {test["visibility"] for test in shown.values()} == {"visible"}


def test_what_a_passed_test_says_is_shown(graded):
    found = Results(tests=(result(THRESHOLD, 4.0, 4.0, output="Test accuracy 0.8812"),))
    shown, _, _ = graded(found, names=(THRESHOLD,))

    assert "Test accuracy 0.8812" in shown[THRESHOLD]["output"]


def test_of_a_test_that_students_never_see_there_are_only_points(graded):
    tests = (result("smooth", 0.0, 2.0, output="secret", visibility="hidden", title="A trap"), result("smooth", 1, 1.0))
    shown, _, _ = graded(Results(tests=tests), names=("smooth",))

    assert "secret" not in str(shown)
    assert "A trap" not in str(shown)
    assert "smooth: not shown result:\n        0 of 2 points" in shown["smooth"]["output"]


@pytest.mark.parametrize("visibility", ["hidden", "after_due_date", "after_published"])
def test_where_some_tests_wait_all_questions_do_and_a_summary_shows_the_others(graded, visibility):
    tests = (result("smooth", 0.0, 2.0, output="later", visibility=visibility), result("average", 0, 1.0, output="now"))
    shown, _, _ = graded(Results(tests=tests))

    assert shown["smooth"]["visibility"] == shown["average"]["visibility"] == "after_published"
    assert shown["Public Tests"]["visibility"] == "visible"
    assert "now" in shown["Public Tests"]["output"]
    assert "later" not in shown["Public Tests"]["output"]


def test_training_that_was_left_out_is_no_question(graded):
    shown, _, results = graded(Results(tests=(result("smooth", 5.0, 5.0), NOT_RUN)), names=("smooth", THRESHOLD))

    assert set(shown) == {"smooth"}
    assert results.total == results.possible == 5.0


def test_a_submission_that_cannot_be_opened_gets_no_points_and_the_reason(graded):
    shown, whole, results = graded(not_graded("tiny.ipynb is no notebook of this lab."))

    assert results.total == 0
    assert results.possible == 5.0
    assert "tiny.ipynb is no notebook of this lab." in whole["output"]
    assert "tiny.ipynb is no notebook of this lab." in shown["smooth"]["output"]


def test_a_note_to_the_student_is_the_output_of_all(graded):
    _, whole, _ = graded(Results(tests=(result("smooth", 5.0, 5.0),), output="cell 3 was not run"), names=("smooth",))

    assert whole["output"] == "cell 3 was not run"


# when it gives no points at all


def test_where_nothing_was_graded_otter_ends_without_results(plugin, monkeypatch):
    def fail(lab, submission, start):
        raise FrontEndError("this machine lacks seccomp")

    monkeypatch.setattr(ours, "grade", fail)
    results = GradingResults([question("smooth")])
    plugin.before_execution(None)

    with pytest.raises(ours.GradingError, match="not to blame: this machine lacks seccomp"):
        plugin.after_grading(results)


def test_where_otters_kernel_did_not_run_there_are_no_points(plugin):
    with pytest.raises(ours.GradingError, match="Otter's kernel did not run: no ports"):
        plugin.after_grading(GradingResults.without_results(OSError("no ports")))


def test_an_exercise_that_is_no_question_is_an_error_of_the_release(graded):
    with pytest.raises(ours.GradingError, match="no question average: assign the lab anew"):
        graded(Results(tests=(result("smooth", 5.0, 5.0), result("average", 0.0, 1.0))), names=("smooth",))


@pytest.mark.parametrize("version", ["5.7.1", "8.0.0", "70.1"])
def test_another_otter_is_refused_in_one_line(version, monkeypatch):
    monkeypatch.setattr(ours, "otter", SimpleNamespace(__version__=version))

    with pytest.raises(ours.GradingError, match=rf"^this is Otter-Grader {version}, .* install otter-grader>=6,<8$"):
        ours.GradingPlugin("", {}, {"lab": "tiny"})


def test_otter_loads_it_by_the_name_in_the_master_notebook():
    (loaded,) = PluginCollection([{PLUGIN: {"lab": "tiny"}}], "", {})._plugins

    assert isinstance(loaded, ours.GradingPlugin)
    assert otter.__version__.split(".")[0] in ours.KNOWN_VERSIONS
