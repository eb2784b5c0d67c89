"""The commands as a person meets them: what they print, what they leave behind, and their exit status."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).parents[1]
SOLUTIONS = ROOT / "solutions" / "cnn"
SCHEMA = json.loads((Path(__file__).parent / "schema" / "results.schema.json").read_text())


def autograder(*arguments, folder=ROOT):
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def complaint(done):
    """The one line on stderr of a command that could not be carried out."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 2, done.stderr
    assert len(lines) == 1, done.stderr
    return lines[0]


def zip_of(path, **files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def encrypted(path):
    """A zip whose only entry says that it is encrypted."""
    zip_of(path, **{"convolution.py": "x = 1"})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)


@pytest.fixture(scope="module")
def bad_class(tmp_path_factory):
    """A class in which everything that can be wrong with a submission is, and one good submission."""
    folder = tmp_path_factory.mktemp("class")
    good = folder / "good"
    good.mkdir()
    for path in SOLUTIONS.glob("*.py"):
        (good / path.name).write_text(path.read_text())
    (folder / "empty").mkdir()
    (folder / "unrelated").mkdir()
    (folder / "unrelated" / "essay.txt").write_text("words")
    (folder / "no-zip.zip").write_text("this is no archive")
    encrypted(folder / "encrypted.zip")
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("convolution.py", b"0" * (64 << 20))
    (folder / "huge").mkdir()
    with (folder / "huge" / "convolution.py").open("wb") as file:
        file.truncate(200 << 20)
    (folder / "latin").mkdir()
    (folder / "latin" / "convolution.py").write_bytes("# naïve\ndef output_size(n, k): pass\n".encode("latin-1"))
    out = tmp_path_factory.mktemp("results")
    return autograder("grade", "cnn", folder, "--out", out, "--no-training"), out


NOT_GRADED = ("empty", "unrelated", "no-zip", "encrypted", "bomb", "huge")


def test_the_good_submission_is_graded_whatever_lies_beside_it(bad_class):
    _, out = bad_class
    results = json.loads((out / "good" / "results.json").read_text())
    assert sum(test.get("score", 0) for test in results["tests"]) == 104


def test_the_exit_status_says_that_some_could_not_be_graded(bad_class):
    done, _ = bad_class
    assert done.returncode == 1


@pytest.mark.parametrize("name", NOT_GRADED)
def test_a_submission_that_cannot_be_graded_gets_one_clear_line_and_its_results(bad_class, name):
    done, out = bad_class
    said = [line for line in done.stderr.splitlines() if line.startswith(f"autograder: {name}: not graded: ")]
    assert len(said) == 1, done.stderr
    results = json.loads((out / name / "results.json").read_text())
    jsonschema.validate(results, SCHEMA)
    assert results["score"] == 0
    assert results["output"].startswith("This submission could not be graded: ")


def test_a_file_in_another_encoding_is_graded_with_a_note(bad_class):
    _, out = bad_class
    results = json.loads((out / "latin" / "results.json").read_text())
    assert "Latin-1" in results["output"]
    assert results["tests"]


def test_every_results_file_follows_gradescopes_rules(bad_class):
    _, out = bad_class
    found = sorted(out.glob("*/results.json"))
    assert len(found) == len(NOT_GRADED) + 2
    for path in found:
        jsonschema.validate(json.loads(path.read_text()), SCHEMA)


def test_the_grades_have_a_line_for_each(bad_class):
    _, out = bad_class
    with (out / "grades.csv").open(newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert set(rows) == {*NOT_GRADED, "good", "latin"}
    assert rows["good"]["points"] == "104"
    assert rows["empty"]["remark"].startswith("This submission could not be graded")


def test_the_table_shows_each_and_says_where_the_results_are(bad_class):
    done, out = bad_class
    assert "not graded" in done.stdout
    assert f"Results: {out}/<submission>/results.json, {out}/grades.csv" in done.stdout


def test_a_missing_path_is_told_and_the_others_are_graded(tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "network.py").write_text("import torch\n")
    done = autograder("grade", "cnn", tmp_path / "s", tmp_path / "nowhere", "--out", tmp_path / "out", "--no-training")
    assert done.returncode == 1
    assert f"autograder: {tmp_path}/nowhere: there is no such file or folder" in done.stderr
    assert (tmp_path / "out" / "s" / "results.json").is_file()


def test_nothing_but_missing_paths_is_a_wrong_command(tmp_path):
    done = autograder("grade", "cnn", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("autograder: there is nothing to grade: name a submission")


def test_an_unknown_lab_is_told_with_the_known_ones(tmp_path):
    assert "no lab is called 'cmn'" in complaint(autograder("grade", "cmn", SOLUTIONS, "--out", tmp_path))


def test_a_place_that_cannot_be_written_is_told_before_anything_is_graded(tmp_path):
    (tmp_path / "file").touch()
    line = complaint(autograder("grade", "cnn", SOLUTIONS, "--out", tmp_path / "file" / "out"))
    assert "cannot be written" in line


def test_a_folder_without_labs_is_told(tmp_path):
    line = complaint(autograder("release", "cnn", folder=tmp_path))
    assert "run this in the folder that holds assignments/" in line


def test_a_profile_that_the_machine_lacks_is_told(tmp_path):
    done = autograder("grade", "cnn", SOLUTIONS, "--out", tmp_path / "out", "--data", tmp_path, "--device", "cuda")
    if Path("/dev/nvidia0").exists():
        assert "Fashion-MNIST" in done.stdout + done.stderr
    else:
        assert "there is no GPU here" in complaint(done)


def test_without_confinement_it_says_so_loudly_and_in_the_results(tmp_path):
    done = autograder("grade", "cnn", SOLUTIONS, "--out", tmp_path, "--no-training", "--isolation", "none")
    assert done.returncode == 0
    assert "UNCONFINED" in done.stderr
    results = json.loads((tmp_path / "cnn" / "results.json").read_text())
    assert results["extra_data"]["isolation"] == "none"


ENDLESS = """
def output_size(n, k, stride=1, padding=0):
    while True:
        pass
"""


def test_stopped_by_ctrl_c_it_ends_soon_and_leaves_nothing_running(tmp_path):
    (tmp_path / "class" / "endless").mkdir(parents=True)
    (tmp_path / "class" / "endless" / "convolution.py").write_text(ENDLESS)
    (tmp_path / "class" / "empty").mkdir()
    command = [sys.executable, "-m", "autograder", "grade", "cnn", "class", "--out", "out", "--no-training"]
    command[5] = str(tmp_path / "class")
    command[7] = str(tmp_path / "out")
    command[:0] = ["env", "--default-signal=INT"]  # tests that run in the background hand on that it is ignored
    running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (tmp_path / "out" / "empty" / "details.txt").exists():  # written while the endless one is graded
        assert running.poll() is None
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=120)  # against a hang, on a machine however busy
    assert running.returncode == 130
    assert (
        said.strip().splitlines()[-1]
        == "autograder: stopped: 1 of 2 are graded and kept; the same command goes on from there"
    )
    assert (tmp_path / "out" / "grades.csv").exists()
    unfinished = json.loads((tmp_path / "out" / "endless" / "results.json").read_text())
    assert "the grading ended before a result was written here" in unfinished["output"]
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


def test_names_cannot_drive_the_terminal(tmp_path):
    evil = tmp_path / "evil\x1b[2J"
    evil.mkdir()
    (evil / "network.py").write_text("import torch\n")
    done = autograder("grade", "cnn", tmp_path, "--out", tmp_path / "out", "--no-training")
    assert "\x1b" not in done.stdout + done.stderr


@pytest.fixture(scope="module")
def kit(tiny_lab, tmp_path_factory):
    """The small lab's project, and its kit as the command makes it."""
    project, folder = tiny_lab(), tmp_path_factory.mktemp("released") / "kit"
    assert autograder("release", "tiny", "--out", folder, folder=project.root).returncode == 0
    return project, folder


def test_a_kit_is_what_its_source_gives(kit):
    project, folder = kit
    done = autograder("release", "tiny", "--out", folder, "--check", folder=project.root)
    assert done.returncode == 0, done.stderr
    assert "up to date" in done.stdout


def test_a_kit_that_has_drifted_is_told_by_file(kit, tmp_path):
    project, folder = kit
    drifted = shutil.copytree(folder, tmp_path / "kit")
    with (drifted / "signals.py").open("a") as file:
        file.write("# changed\n")
    done = autograder("release", "tiny", "--out", drifted, "--check", folder=project.root)
    assert done.returncode == 1
    assert f"{drifted}/signals.py: differs from its source" in done.stderr


def test_doctor_tries_what_a_submission_would_and_finds_it_refused():
    done = autograder("doctor")
    assert done.returncode == 0, done.stdout
    assert done.stdout.strip().endswith("Submissions can be graded here.")
    assert "POSSIBLE" not in done.stdout


def test_help_is_quick_to_read_and_names_every_command():
    done = autograder("--help")
    assert all(command in done.stdout for command in ("release", "grade", "data", "doctor"))
