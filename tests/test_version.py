"""A lab's version is another where anything differs that can change a score, and only there."""

import pytest

from autograder.course import version


@pytest.fixture
def project(tiny_lab):
    return tiny_lab()


@pytest.fixture
def program(tmp_path):
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "grade.py").write_text("x = 1\n")
    return folder


def test_the_same_files_elsewhere_are_the_same_version(tiny_lab, program):
    assert version.version_of(tiny_lab(), program) == version.version_of(tiny_lab(), program)


@pytest.mark.parametrize(
    "name",
    [
        "assignments/tiny/assignment.toml",
        "assignments/tiny/hidden/test_smooth.py",
        "assignments/tiny/public/test_smooth.py",
        "solutions/tiny/signals.py",
    ],
)
def test_a_change_of_the_lab_is_another_version(project, program, name):
    before = version.version_of(project, program)
    with (project.root / name).open("a") as file:
        file.write("# more\n")

    assert version.version_of(project, program) != before


def test_a_new_file_is_another_version(project, program):
    before = version.version_of(project, program)
    (project.assignment / "hidden" / "test_more.py").touch()

    assert version.version_of(project, program) != before


def test_a_change_of_the_program_is_another_version(project, program):
    before = version.version_of(project, program)
    (program / "grade.py").write_text("x = 2\n")

    assert version.version_of(project, program) != before


def test_another_torch_is_another_version(project, program, monkeypatch):
    before = version.version_of(project, program)
    monkeypatch.setattr(version.metadata, "version", lambda name: "0.1" if name == "torch" else "1")

    assert version.version_of(project, program) != before


def test_samples_and_compiled_files_are_no_part_of_it(project, program):
    before = version.version_of(project, program)
    for folder in ("samples/one", "accepted", "__pycache__", "hidden/__pycache__"):
        (project.assignment / folder).mkdir(parents=True, exist_ok=True)
        (project.assignment / folder / "more.py").touch()

    assert version.version_of(project, program) == before
