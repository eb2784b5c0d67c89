"""What cannot be opened gives one line that says what it is, where, and what to do."""

import os

import pytest

from autograder import submission_trees
from autograder.submission import SubmissionError, open_submission

WANTED = ["convolution.py", "pooling.py"]


def write(folder, name):
    """Writes an empty file; the folders that lead to it come into being."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


@pytest.fixture
def folder(tmp_path):
    """A submission with a file of the lab."""
    write(tmp_path, "alice/convolution.py")
    return tmp_path / "alice"


def refused(path, wanted=WANTED):
    with pytest.raises(SubmissionError) as caught:
        open_submission(path, wanted)
    message = str(caught.value)
    assert message.isprintable(), "an error is one line"
    return message


def test_two_folders_as_near_are_refused_by_name(tmp_path):
    write(tmp_path, "alice/new/convolution.py")
    write(tmp_path, "alice/old/pooling.py")

    message = refused(tmp_path / "alice")

    assert message.endswith("alice holds files of the lab in new and in old: hand in one folder")


def test_a_folder_that_is_a_link_is_not_entered(folder, tmp_path):
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "lab").symlink_to(folder)

    assert "no file of this lab was found" in refused(tmp_path / "bob")


@pytest.mark.parametrize("name", ["nowhere", "nowhere.zip", "a\x00b", "x" * 300, "alice/convolution.py/deeper"])
def test_a_path_that_leads_nowhere(folder, tmp_path, name):
    assert refused(tmp_path / name).startswith(str(tmp_path))


def test_an_empty_folder(tmp_path):
    message = refused(tmp_path)

    assert message == f"no file of this lab was found in {tmp_path}: expected convolution.py, pooling.py"


def test_a_folder_with_other_files_alone(tmp_path):
    write(tmp_path, "main.py")
    write(tmp_path, "deeper/main.py")

    assert "no file of this lab was found" in refused(tmp_path)


def test_a_folder_with_a_notebook_alone_where_none_is_read(tmp_path):
    (tmp_path / "lab.ipynb").write_text("{}")

    assert refused(tmp_path) == f"no file of this lab was found in {tmp_path}: expected convolution.py, pooling.py"


def test_a_folder_whose_files_cannot_be_read(tmp_path):
    (tmp_path / "convolution.py").symlink_to("/etc/passwd")

    message = refused(tmp_path)

    assert message == f"no file of this lab could be read in {tmp_path}: convolution.py is a symbolic link"


def test_a_folder_that_may_not_be_read(folder, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)

    assert refused(folder) == f"{folder} cannot be opened: Permission denied"


def test_files_deeper_than_eight_folders_are_not_found(tmp_path):
    write(tmp_path, "a/b/c/d/e/f/g/h/i/convolution.py")

    assert "no file of this lab was found" in refused(tmp_path)


def test_a_folder_with_too_much_in_it(tmp_path, monkeypatch):
    monkeypatch.setattr(submission_trees, "ENTRIES", 50)
    for i in range(51):
        write(tmp_path, f"{i}.txt")

    assert refused(tmp_path).endswith("holds more than 50 files and folders: hand in the lab's files alone")


def test_a_link_to_a_folder(folder, tmp_path):
    (tmp_path / "bob").symlink_to(folder)

    assert refused(tmp_path / "bob").endswith("is a symbolic link: hand in what it points to")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("other.py", "is no file of this lab: expected convolution.py, pooling.py"),
        ("lab.ipynb", "is a notebook: hand in the lab's .py files, convolution.py, pooling.py"),
        ("lab.tar.gz", "is no submission: hand in a folder or a zip file with convolution.py, pooling.py"),
    ],
)
def test_a_file_that_is_no_submission(tmp_path, name, message):
    (tmp_path / name).write_text("{}")

    assert refused(tmp_path / name).endswith(message)


@pytest.mark.parametrize("name", ["convolution.py", "alice.zip"])
def test_a_pipe_in_place_of_a_file(tmp_path, name):
    os.mkfifo(tmp_path / name)

    assert refused(tmp_path / name).endswith("is not a regular file: hand in a folder or a zip file")


def test_the_path_is_escaped_in_an_error(tmp_path):
    (tmp_path / "\x1b[2J").mkdir()

    assert r"\x1b[2J" in refused(tmp_path / "\x1b[2J")


def test_a_sub_folder_that_may_not_be_read_is_passed_over(tmp_path, monkeypatch):
    write(tmp_path, "locked/x.py")
    write(tmp_path, "open/convolution.py")
    original = os.open

    def opened(path, *arguments, **options):
        if path == "locked":
            raise PermissionError(13, "Permission denied")
        return original(path, *arguments, **options)

    monkeypatch.setattr(os, "open", opened)

    assert list(open_submission(tmp_path, WANTED).files) == ["convolution.py"]
    assert "no file of this lab was found" in refused(tmp_path, ["pooling.py"])
