"""The zip for Gradescope: what is in it, the same bytes every time, and how one on disk is checked."""

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.release import gradescope
from autograder.release.gradescope import ZipError, drift, make, write


@pytest.fixture(scope="module")
def project(tiny_lab):
    return tiny_lab({"assignments/tiny/accepted/other.py": "def smooth(x, k): ...\n"})


@pytest.fixture(scope="module")
def made(project):
    return make(project)


def opened(made):
    return zipfile.ZipFile(io.BytesIO(made))


# what is in it


def test_gradescopes_two_scripts_are_at_the_top_and_can_be_run(made):
    with opened(made) as archive:
        modes = {name: archive.getinfo(name).external_attr >> 16 for name in ("setup.sh", "run_autograder")}
        assert archive.read("run_autograder").startswith(b"#!")
    assert all(mode & 0o777 == 0o755 and stat.S_ISREG(mode) for mode in modes.values())


def test_it_holds_all_that_grading_needs(made, project):
    names = set(opened(made).namelist())
    lab = {
        path.relative_to(project.root).as_posix()
        for folder in (project.assignment, project.solutions)
        for path in folder.rglob("*.*")
    }
    assert lab - names == {"assignments/tiny/accepted/other.py"}
    assert {"autograder/zygote.py", "autograder/kit/marks.py", "pyproject.toml", "constraints.txt"} <= names


def test_caches_and_hidden_files_stay_out(tiny_lab):
    project = tiny_lab(
        {"assignments/tiny/hidden/__pycache__/test_smooth.pyc": "", "assignments/tiny/hidden/.swp": "", "x.pyc": ""}
    )
    assert not [name for name in opened(make(project)).namelist() if "__pycache__" in name or "/." in name]


def test_the_readme_says_to_the_instructor_what_to_do(made):
    text = opened(made).read("README.md").decode()
    assert "# The autograder of Signals" in text
    assert "10 minutes" in " ".join(text.split())


def test_the_labs_version_changes_with_a_hidden_test_and_not_with_the_grader(tiny_lab, made):
    hidden = "assignments/tiny/hidden/test_pairs.py"
    other = tiny_lab({hidden: (tiny_lab().root / hidden).read_text() + "# another\n"})
    version, same, changed = (
        json.loads(opened(each).read("release.json"))["version"] for each in (made, make(tiny_lab()), make(other))
    )
    assert version == same != changed


def test_no_address_and_no_place_of_this_machine_is_in_the_scripts(made):
    with opened(made) as archive:
        texts = [archive.read(name).decode() for name in ("setup.sh", "run_autograder", "settings.sh", "README.md")]
    assert not [text for text in texts if "://" in text or f"{Path.home()}/" in text]


def test_the_scripts_are_sound_for_bash(made, tmp_path):
    with opened(made) as archive:
        for name in ("setup.sh", "run_autograder", "settings.sh"):
            done = subprocess.run(["bash", "-n"], input=archive.read(name), capture_output=True, check=False)
            assert done.stderr == b""


@pytest.mark.parametrize("index", ["", "https://packages.example/cpu", "file:///a b/$HOME'`"])
def test_an_index_for_torch_reaches_the_script_as_it_was_named(project, tmp_path, index):
    with opened(make(project, index)) as archive:
        settings = archive.read("settings.sh").decode()
    done = subprocess.run(["bash", "-c", settings + '\nprintf %s "$TORCH_INDEX"'], capture_output=True, check=True)
    assert done.stdout.decode() == index


def test_the_grader_is_told_to_stop_before_gradescope_stops_it(tiny_lab):
    toml = "assignments/tiny/assignment.toml"
    longer = tiny_lab({toml: (tiny_lab().root / toml).read_text() + "\n[gradescope]\nminutes = 40\n"})
    settings = opened(make(longer)).read("settings.sh").decode()
    assert int(re.search(r"^SECONDS_FOR_GRADING=(\d+)$", settings, re.MULTILINE)[1]) == 40 * 60 - 45


# the same bytes


def test_two_zips_of_the_same_sources_are_the_same(made, tiny_lab):
    assert make(tiny_lab()) == made


def test_neither_dates_nor_modes_nor_order_of_the_sources_matter(made, tiny_lab):
    project = tiny_lab()
    for path in sorted(project.root.rglob("*.py"), reverse=True):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
        path.chmod(0o755)
        os.utime(path, (0, 0))
    assert make(project) == made


# a zip on disk


def test_a_zip_that_was_just_made_is_up_to_date(project, made, tmp_path):
    write(made, tmp_path / "tiny.zip")
    assert drift(project, tmp_path / "tiny.zip") == []


def test_the_index_that_a_zip_was_made_with_is_no_drift(project, tmp_path):
    write(make(project, "https://packages.example/cpu"), tmp_path / "tiny.zip")
    assert drift(project, tmp_path / "tiny.zip") == []


def test_what_has_drifted_is_told_by_file(project, made, tmp_path):
    target = tmp_path / "tiny.zip"
    with zipfile.ZipFile(target, "w") as changed, opened(made) as archive:
        for entry in archive.infolist():
            if entry.filename == "LICENSE":
                continue
            text = archive.read(entry)
            changed.writestr(entry, text + b"#" if entry.filename == "assignments/tiny/hidden/test_pairs.py" else text)
        changed.writestr("more.py", "")
    assert drift(project, target) == [
        f"{target}: LICENSE is missing",
        f"{target}: more.py is not from the source",
        f"{target}: assignments/tiny/hidden/test_pairs.py differs from its source",
    ]


def test_a_script_that_cannot_be_run_any_more_has_drifted(project, made, tmp_path):
    target = tmp_path / "tiny.zip"
    with zipfile.ZipFile(target, "w") as changed, opened(made) as archive:
        for entry in archive.infolist():
            changed.writestr(entry.filename, archive.read(entry))
    assert drift(project, target) == [
        f"{target}: run_autograder differs from its source",
        f"{target}: setup.sh differs from its source",
    ]


def test_a_broken_zip_has_drifted(project, tmp_path):
    (tmp_path / "tiny.zip").write_bytes(b"PK")
    (line,) = drift(project, tmp_path / "tiny.zip")
    assert "cannot be read as a zip" in line


def test_without_a_zip_there_is_nothing_to_check(project, tmp_path):
    with pytest.raises(ZipError, match=r"is not there .* `autograder release tiny --to gradescope`"):
        drift(project, tmp_path / "tiny.zip")


def test_a_zip_is_made_from_a_clone(project, tmp_path, monkeypatch):
    shutil.copytree(Path(gradescope.autograder.__file__).parent, tmp_path / "autograder")
    monkeypatch.setattr(gradescope.autograder, "__file__", str(tmp_path / "autograder" / "__init__.py"))
    with pytest.raises(ZipError, match=r"pyproject\.toml is missing: the zip is made from a clone"):
        make(project)


# the command


def release(project, *arguments):
    command = [sys.executable, "-m", "autograder", "release", "tiny", *map(str, arguments)]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)


def test_the_command_puts_it_below_build_and_finds_it_there(project):
    missing = release(project, "--to", "gradescope", "--check")
    done = release(project, "--to", "gradescope")
    checked = release(project, "--to", "gradescope", "--check")
    assert (missing.returncode, done.returncode, checked.returncode) == (1, 0, 0)
    assert "is not there" in missing.stderr
    assert (project.root / "build" / "gradescope" / "tiny.zip").is_file()
    assert "up to date (gradescope)" in checked.stdout


def test_drift_is_told_with_the_command_that_mends_it(project, tmp_path):
    (tmp_path / "tiny.zip").write_bytes(b"")
    done = release(project, "--to", "gradescope", "--out", tmp_path, "--check")
    assert done.returncode == 1
    assert f"make it again: {tmp_path}/tiny.zip: `autograder release tiny --to gradescope`" in done.stderr


def test_all_makes_every_target_in_a_folder_of_its_own(project, tmp_path):
    done = release(project, "--to", "all", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "student" / "signals.py").is_file()
    assert (tmp_path / "gradescope" / "tiny.zip").is_file()
