"""A folder or file of a student becomes text; what is left out is said, and nothing else is touched."""

import ast
import os
import re

import pytest

from autograder import submission_trees
from autograder.submission import open_submission

WANTED = ["convolution.py", "pooling.py"]
POOLING_MISSING = "pooling.py is missing: its exercises count as not begun"


def write(folder, **contents):
    """Writes files; a name's double underscore is a slash, and ".py" is added to the last part."""
    for name, content in contents.items():
        path = folder.joinpath(*f"{name}.py".split("__"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def folder(tmp_path):
    """A submission in which both files of the lab are there."""
    path = tmp_path / "alice"
    path.mkdir()
    write(path, convolution="c = 1\n", pooling="p = 1\n")
    return path


def test_a_folder_gives_its_files_in_the_labs_order(folder):
    write(folder, another="a = 1\n")

    submission = open_submission(folder, ["pooling.py", "convolution.py"])

    assert submission.name == "alice"
    assert list(submission.files.items()) == [
        ("pooling.py", "p = 1\n"),
        ("convolution.py", "c = 1\n"),
        ("another.py", "a = 1\n"),
    ]
    assert submission.notes == []


def test_the_name_can_be_given(folder):
    assert open_submission(folder, WANTED, name="alice-2").name == "alice-2"


def test_the_digest_says_whether_names_and_texts_are_the_same(folder, tmp_path):
    other = tmp_path / "bob"
    write(other, convolution=b"\xef\xbb\xbfc = 1\r\n", pooling="p = 1\n")
    first = open_submission(folder, WANTED).digest
    same = open_submission(other, WANTED).digest
    write(other, pooling="p = 2\n")
    changed = open_submission(other, WANTED).digest
    write(other, pooling="p = 1\n", more="")
    longer = open_submission(other, WANTED).digest

    assert re.fullmatch("[0-9a-f]{64}", first)
    assert first == same
    assert len({first, changed, longer}) == 3


def test_a_single_file_of_the_lab_is_a_submission_without_its_neighbours(folder):
    write(folder, helper="")

    submission = open_submission(folder / "convolution.py", WANTED)

    assert submission.name == "convolution"
    assert list(submission.files) == ["convolution.py"]
    assert submission.notes == [POOLING_MISSING]


def test_a_missing_file_is_noted(folder):
    (folder / "pooling.py").unlink()

    assert open_submission(folder, WANTED).notes == [POOLING_MISSING]


def test_a_file_whose_name_differs_in_case_is_pointed_out(folder):
    (folder / "pooling.py").rename(folder / "Pooling.py")

    submission = open_submission(folder, WANTED)

    assert submission.notes == ["pooling.py is missing (Pooling.py is another name): its exercises count as not begun"]


@pytest.mark.parametrize("place", ["kit", "checkout__labs__cnn"])
def test_the_files_may_lie_in_a_sub_folder(tmp_path, place):
    write(tmp_path / "alice", **{f"{place}__convolution": "c = 1\n", f"{place}__helper": ""})

    assert list(open_submission(tmp_path / "alice", WANTED).files) == ["convolution.py", "helper.py"]


def test_the_folder_nearest_to_the_top_is_taken(folder):
    write(folder, old__convolution="c = 0\n", old__pooling="p = 0\n", old__older__convolution="c = -1\n")

    assert open_submission(folder, WANTED).files == {"convolution.py": "c = 1\n", "pooling.py": "p = 1\n"}


@pytest.mark.parametrize(
    "name", ["__MACOSX", ".git", ".venv", "venv", "__pycache__", "node_modules", "tests", "support"]
)
def test_some_folders_are_not_looked_into(tmp_path, name):
    path = tmp_path / "alice"
    (path / name).mkdir(parents=True)
    (path / name / "convolution.py").touch()
    write(path, mine__convolution="c = 1\n")

    assert open_submission(path, WANTED).files == {"convolution.py": "c = 1\n"}


def test_the_lab_may_have_a_file_with_any_name(tmp_path):
    write(tmp_path, types="t = 1\n", train="u = 1\n")

    assert open_submission(tmp_path, ["types.py", "train.py"]).files == {
        "types.py": "t = 1\n",
        "train.py": "u = 1\n",
    }


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("torch", "its name hides the library torch"),
        ("numpy", "its name hides the library numpy"),
        ("random", "its name hides Python's own module random"),
        ("_io", "its name hides Python's own module _io"),
        ("sitecustomize", "no exercise can need it"),
        ("usercustomize", "no exercise can need it"),
        ("setup", "no exercise can need it"),
        ("test_pooling", "tests are not part of what is graded"),
        ("pooling_test", "tests are not part of what is graded"),
        ("pooling (1)", "only a name of plain letters, digits and _ can be imported"),
        ("pooling-2", "only a name of plain letters, digits and _ can be imported"),
        ("class", "only a name of plain letters, digits and _ can be imported"),
        ("ｔorch", "only a name of plain letters, digits and _ can be imported"),
        ("", "only a name of plain letters, digits and _ can be imported"),
    ],
)
def test_a_module_that_is_no_helper_is_ignored_with_a_note(folder, name, reason):
    write(folder, **{name: "raise SystemExit"})

    submission = open_submission(folder, WANTED)

    assert list(submission.files) == WANTED
    assert submission.notes == [f"{name}.py is ignored: {reason}"]


@pytest.mark.parametrize(
    "name",
    ["conftest.py", "train.py", "__init__.py", "notes.txt", "model.pt", "image.png", "x.pyc", "a.so", "b.PY"],
)
def test_what_everyone_has_is_ignored_without_a_word(folder, name):
    (folder / name).write_bytes(b"\x00\xff")

    submission = open_submission(folder, WANTED)

    assert list(submission.files) == WANTED
    assert submission.notes == []


def test_a_name_that_could_steer_a_terminal_is_escaped(folder):
    (folder / "\x1b[2Jé\udcff.py").touch()

    assert open_submission(folder, WANTED).notes[0].startswith(r"\x1b[2Jé\udcff.py is ignored")


def test_a_large_file_of_no_interest_costs_nothing(folder):
    (folder / "data.bin").touch()
    os.truncate(folder / "data.bin", 200 << 20)

    assert open_submission(folder, WANTED).notes == []


def test_a_file_of_the_lab_that_is_too_large_is_named_with_its_size(folder):
    os.truncate(folder / "pooling.py", 200 << 20)

    submission = open_submission(folder, WANTED)

    assert list(submission.files) == ["convolution.py"]
    assert submission.notes == [
        "pooling.py is 200.0 MiB large, where at most 1.0 MiB are read: its exercises count as not begun"
    ]


def test_a_file_of_the_largest_size_is_taken(folder):
    write(folder, pooling=b"#" * (1 << 20))

    assert len(open_submission(folder, WANTED).files["pooling.py"]) == 1 << 20


def test_a_file_that_grows_while_it_is_read_is_not_read_to_its_end():
    with pytest.raises(submission_trees.UnusableFileError, match="large"):
        submission_trees._read(lambda size: bytes(min(size, 1000)))


def test_at_most_4_mib_are_taken_the_labs_files_first(folder):
    write(folder, **dict.fromkeys(("a", "b", "c", "d", "convolution"), b"#" * (1 << 20)))

    submission = open_submission(folder, WANTED)

    assert list(submission.files) == ["convolution.py", "pooling.py", "a.py", "b.py"]
    assert submission.notes == [
        "c.py is ignored: it is more than the 4.0 MiB in all that are read",
        "d.py is ignored: it is more than the 4.0 MiB in all that are read",
    ]


def test_at_most_100_files_are_taken_and_notes_have_an_end(folder):
    write(folder, **{f"helper{i:03}": "" for i in range(150)})

    submission = open_submission(folder, WANTED)

    assert len(submission.files) == 100
    assert len(submission.notes) == 20
    assert submission.notes[-1] == "33 more files are ignored"


@pytest.mark.parametrize("target", ["/etc/passwd", "convolution.py", "nowhere"])
def test_a_link_is_never_followed(folder, target):
    (folder / "pooling.py").unlink()
    (folder / "pooling.py").symlink_to(target)
    (folder / "helper.py").symlink_to(target)

    submission = open_submission(folder, WANTED)

    assert list(submission.files) == ["convolution.py"]
    assert submission.notes == [
        "pooling.py is a symbolic link: its exercises count as not begun",
        "helper.py is ignored: it is a symbolic link",
    ]


def test_a_pipe_is_not_opened(folder):
    (folder / "pooling.py").unlink()
    os.mkfifo(folder / "pooling.py")

    assert open_submission(folder, WANTED).notes == [
        "pooling.py is not a regular file: its exercises count as not begun"
    ]


def test_a_folder_with_the_name_of_a_file_is_no_file(folder):
    (folder / "pooling.py").unlink()
    (folder / "pooling.py").mkdir()

    assert open_submission(folder, WANTED).notes == [POOLING_MISSING]


def test_a_file_that_may_not_be_read_is_noted(folder, monkeypatch):
    original = os.open

    def opened(path, *arguments, **options):
        if path == "pooling.py":
            raise PermissionError(13, "Permission denied")
        return original(path, *arguments, **options)

    monkeypatch.setattr(os, "open", opened)

    assert open_submission(folder, WANTED).notes == [
        "pooling.py cannot be read (Permission denied): its exercises count as not begun"
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("x = 'größer'\n".encode(), "x = 'größer'\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"x = 1\r\ny = 2\rz = 3\n", "x = 1\ny = 2\nz = 3\n"),
    ],
    ids=["empty", "utf-8", "byte order mark", "line ends"],
)
def test_text_is_read_as_python_reads_it(folder, data, text):
    write(folder, pooling=data)

    submission = open_submission(folder, WANTED)

    assert submission.files["pooling.py"] == text
    assert submission.notes == []


def test_text_that_is_not_utf_8_is_read_as_latin_1(folder):
    write(folder, pooling=b"x = 'gr\xf6\xdfer'\n")

    submission = open_submission(folder, WANTED)

    assert submission.files["pooling.py"] == "x = 'größer'\n"
    assert submission.notes == ["pooling.py is not in UTF-8; it was read as Latin-1"]


@pytest.mark.parametrize("encoding", ["latin-1", "rot13", "no-such-thing", "utf-16"])
def test_a_coding_line_does_not_matter(folder, encoding):
    write(folder, pooling=f"# -*- coding: {encoding} -*-\nx = 'ö'\n")

    text = open_submission(folder, WANTED).files["pooling.py"]

    assert ast.literal_eval(ast.parse(text).body[0].value) == "ö"


@pytest.mark.parametrize("data", [b"x = 1\x00\n", "x = 1\n".encode("utf-16"), bytes(100)])
def test_what_is_no_text_is_left_out(folder, data):
    write(folder, pooling=data, helper=data)

    submission = open_submission(folder, WANTED)

    assert list(submission.files) == ["convolution.py"]
    assert submission.notes == [
        "pooling.py is not text in UTF-8: its exercises count as not begun",
        "helper.py is ignored: it is not text in UTF-8",
    ]
