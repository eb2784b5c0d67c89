"""`run_autograder` as Gradescope runs it: a valid results file is left, whatever happens."""

import json
import os
import shutil
import subprocess

import pytest
from gradescope_places import SCHEMA, Place, score
from jsonschema import validate

from autograder.course import gradescope
from autograder.course.gradescope import Place as Folders
from autograder.course.gradescope import results_of
from autograder.course.machine import Machine

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="Gradescope's autograders run as root")


@pytest.fixture
def place(tmp_path, tiny_lab):
    """An image of the small lab; handed in is the reference."""
    project = tiny_lab()
    made = Place(tmp_path / "autograder", project)
    made.hand_in({path.name: path.read_text() for path in project.solutions.iterdir()})
    return made


def with_settings(tiny_lab, settings):
    toml = "assignments/tiny/assignment.toml"
    return tiny_lab({toml: f"{(tiny_lab().root / toml).read_text()}\n[gradescope]\n{settings}\n"})


def previous(**changes):
    """One entry of previous_submissions, an hour before the submission of `metadata`."""
    results = {"tests": [{"name": "one", "score": 7.0, "max_score": 11.5}], "extra_data": {}}
    return {
        "submission_time": "2026-04-06T13:00:00-07:00",
        "score": 7.0,
        "autograder_error": False,
        "results": results,
    } | (changes)


def metadata(*earlier):
    return {
        "created_at": "2026-04-06T14:00:00-07:00",
        "users": [{"email": "someone@example.com", "id": 1, "name": "Some One"}],
        "assignment": {"total_points": "11.5"},
        "previous_submissions": list(earlier),
    }


# a grading


def test_the_reference_gets_every_point(place):
    place.metadata(metadata())
    place.run()
    assert place.status == 0
    assert score(place.results) == 11.5
    assert place.results["execution_time"] > 0
    assert "leaderboard" not in place.results  # this lab trains nothing


def test_the_labs_version_and_the_layers_are_in_the_results(place):
    place.run()
    extra = place.results["extra_data"]
    assert extra["version"] == json.loads((place.root / "source" / "release.json").read_text())["version"]
    assert extra["lab"] == "tiny"
    assert {"uid", "seccomp"} <= set(extra["layers"]) if os.geteuid() == 0 else "seccomp" in extra["layers"]


def test_a_hidden_tests_values_are_printed_for_the_instructor_and_kept_from_students(place):
    place.hand_in(
        {"pieces.py": (place.root / "submission" / "pieces.py").read_text().replace("number**2", "number * 2")}
    )
    printed = place.run()
    assert "the square" in printed
    assert "the square" not in json.dumps(place.results)
    assert place.results["stdout_visibility"] == "hidden"


def test_a_zip_that_was_handed_in_is_opened(place, tmp_path):
    shutil.make_archive(str(tmp_path / "work"), "zip", place.root / "submission")
    shutil.rmtree(place.root / "submission")
    (place.root / "submission").mkdir()
    shutil.move(tmp_path / "work.zip", place.root / "submission" / "work.zip")
    place.run()
    assert score(place.results) == 11.5


def test_when_hidden_results_are_shown_is_the_labs_choice(tmp_path, tiny_lab):
    project = with_settings(tiny_lab, 'hidden_visibility = "after_published"')
    place = Place(tmp_path / "autograder", project)
    place.hand_in({path.name: path.read_text() for path in project.solutions.iterdir()})
    place.run()
    shown = {(test["extra_data"]["hidden"], test["visibility"]) for test in place.results["tests"]}
    assert shown == {(False, "visible"), (True, "after_published")}


@ROOT_ONLY
def test_student_code_reads_nothing_that_is_not_its_own(place):
    place.metadata(metadata())
    secret = [
        place.root / "submission_metadata.json",
        place.root / "source" / "assignments" / "tiny" / "hidden" / "test_smooth.py",
        place.root / "source" / "solutions" / "tiny" / "signals.py",
        place.root / "results" / "results.json",
        place.root / "submission" / "signals.py",
    ]
    look = f"""
for path in {[str(path) for path in secret]!r}:
    try:
        open(path).read()
    except OSError:
        print("refused")
    else:
        print("READ")
"""
    place.hand_in({"signals.py": look + (place.root / "submission" / "signals.py").read_text()})
    printed = place.run()
    assert printed.count("refused") >= len(secret)
    assert "READ" not in printed


# nothing to grade


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "holds no submission"),
        ({"essay.txt": "text"}, "holds no submission"),
        ({"signals.zip": b"PK\x03\x04 broken"}, "could not be graded"),
        ({"one/signals.py": "", "two/signals.py": ""}, "holds files of the lab in one and in two"),
    ],
    ids=["empty folder", "another file", "broken zip", "two folders"],
)
def test_what_cannot_be_opened_is_told_to_the_student(place, files, said):
    shutil.rmtree(place.root / "submission")
    (place.root / "submission").mkdir()
    place.hand_in(files)
    place.run()
    assert (place.status, score(place.results)) == (0, 0)
    assert said in place.results["output"]
    assert str(place.root) not in json.dumps(place.results)


def test_a_program_that_does_not_import_is_graded_for_the_rest(place):
    place.hand_in({"signals.py": "def smooth(:"})
    place.run()
    assert 0 < score(place.results) < 11.5


# everything that can go wrong


@pytest.mark.parametrize(
    "python",
    ["exit 3", "kill -9 $$", "kill -11 $$", "exec /nowhere", "echo nonsense >&2; exit 1"],
    ids=["ends", "killed", "crashes", "no interpreter", "complains"],
)
def test_a_grader_that_dies_leaves_a_valid_file(place, python):
    place.python(python)
    place.run()
    assert place.status == 0
    assert score(place.results) == 0
    assert "tell your instructor" in place.results["output"] or "too long" in place.results["output"]


def test_a_grader_that_hangs_is_ended_and_told(place):
    place.python("exec sleep 1000")
    place.setting("SECONDS_FOR_GRADING", 1)
    place.run()
    assert "it took too long" in place.results["output"]


def test_a_grader_that_is_told_to_stop_says_so_without_a_traceback(place):
    place.setting("SECONDS_FOR_GRADING", 2)
    printed = place.run()
    assert "was stopped after" in place.results["output"] or "took too long" in place.results["output"]
    assert "Traceback" not in printed


def test_one_that_is_ended_from_outside_leaves_a_valid_file(place):
    fifo = place.root / "started"
    os.mkfifo(fifo)
    place.python(f"echo started > {fifo}; exec sleep 1000")
    with place.start() as running:
        assert fifo.read_text() == "started\n"
        running.terminate()
        running.communicate(timeout=60)
    assert running.returncode == 0
    assert "ended before there was a result" in place.results["output"]


def test_one_that_is_killed_outright_leaves_a_valid_file_too(place):
    fifo, over = place.root / "started", place.root / "over"
    os.mkfifo(fifo)
    os.mkfifo(over)
    place.python(f"echo started > {fifo}; read _ < {over}")
    with place.start() as running:
        assert fifo.read_text() == "started\n"
        running.kill()
        over.write_text("now\n")
        running.communicate(timeout=60)
    assert "ended before there was a result" in place.results["output"]


def test_an_error_in_the_grader_is_told_to_the_instructor_only(place):
    (place.root / "source" / "assignments" / "tiny" / "hidden" / "test_smooth.py").write_text("import secret_module\n")
    printed = place.run()
    assert score(place.results) == 0
    assert "secret_module" in printed
    assert "tell your instructor" in place.results["output"]


def test_a_zip_that_is_not_whole_is_told(place):
    (place.root / "source" / "release.json").unlink()
    place.run()
    assert "the autograder's zip is not whole" in place.results["output"]


def test_a_container_that_is_too_small_is_told_with_the_one_to_choose(place, monkeypatch, capsys):
    monkeypatch.setattr(gradescope, "this_machine", lambda: Machine(384, 0.5))
    found = json.loads(results_of(Folders(place.root), 60).to_json())
    validate(found, SCHEMA)
    assert "this container has 384 MiB of memory" in found["output"]
    assert "1 CPU and 1.5 GB of RAM" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["folder", "link", "link to nowhere"])
def test_what_lies_in_the_results_place_is_replaced(place, tmp_path, kind):
    results = place.root / "results" / "results.json"
    results.parent.mkdir()
    other = tmp_path / "other"
    other.write_text("kept")
    if kind == "folder":
        results.mkdir()
        (results / "file").touch()
    else:
        results.symlink_to(other if kind == "link" else tmp_path / "nowhere")
    place.python("exit 1")
    place.run()
    assert "ended before there was a result" in place.results["output"]
    assert other.read_text() == "kept"


def test_where_nothing_can_be_written_the_status_says_so(place):
    (place.root / "results").write_text("a file")
    printed = place.run()
    assert place.status != 0
    assert "cannot be made" in printed


def test_odd_metadata_costs_nothing_and_is_told_to_the_instructor(place):
    place.metadata('{"created_at": 3, "previous_submissions": {"a": 1}}')
    printed = place.run()
    assert score(place.results) == 11.5
    assert "submission_metadata.json has no time in created_at" in printed
    assert "submission_metadata" not in json.dumps(place.results)


# too many, too soon


def test_one_that_comes_too_soon_keeps_the_last_score_and_is_told_kindly(tmp_path, tiny_lab):
    place = Place(tmp_path / "autograder", with_settings(tiny_lab, "graded_submissions = 1\nper_hours = 24"))
    place.hand_in({"signals.py": "", "pieces.py": ""})
    place.metadata(metadata(previous()))
    place.run()
    assert score(place.results) == 7
    assert "you have lost nothing" in place.results["output"]
    assert [test["name"] for test in place.results["tests"]] == ["one"]
    assert place.results["extra_data"]["graded"] is False


def test_one_after_an_error_of_the_autograder_is_graded(tmp_path, tiny_lab):
    project = with_settings(tiny_lab, "graded_submissions = 1")
    place = Place(tmp_path / "autograder", project)
    place.hand_in({path.name: path.read_text() for path in project.solutions.iterdir()})
    place.metadata(metadata(previous(autograder_error=True, score=None, results=None)))
    place.run()
    assert score(place.results) == 11.5


def test_nothing_runs_on_afterwards(place):
    place.hand_in({"signals.py": "import threading, time\nthreading.Thread(target=time.sleep, args=(1e6,)).start()\n"})
    place.run()
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(place.root) not in running
