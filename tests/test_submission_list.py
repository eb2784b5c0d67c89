"""The submissions among the paths that were given, each under a safe name of its own."""

import os
import string
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import SubmissionError, find_submissions
from autograder.submission_list import safe_name

WANTED = ["convolution.py", "pooling.py"]


def make(root, *places):
    for place in places:
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if place.endswith("/"):
            path.mkdir(exist_ok=True)
        elif place.endswith(".zip"):
            zipfile.ZipFile(path, "w").close()
        else:
            path.touch()


def found(root, *paths):
    """Names and paths below `root` of what is found in `root`, or in `paths` in it."""
    result = find_submissions([root / path for path in paths] or [root], WANTED)
    return [(name, str(path.relative_to(root))) for name, path in result]


def refused(*paths):
    with pytest.raises(SubmissionError) as caught:
        find_submissions(paths, WANTED)
    message = str(caught.value)
    assert message.isprintable(), "an error is one line"
    return message


@pytest.mark.parametrize(
    ("places", "path"),
    [
        (["alice/convolution.py"], "alice"),
        (["alice/kit/pooling.py", "alice/.git/x", "alice/__MACOSX/x", "alice/readme.txt"], "alice"),
        (["alice.zip"], "alice.zip"),
        (["alice.py"], "alice.py"),
        (["alice.ipynb"], "alice.ipynb"),
        (["alice.tar"], "alice.tar"),
    ],
)
def test_a_path_can_be_a_submission_itself(tmp_path, places, path):
    make(tmp_path, *places)

    assert found(tmp_path, path) == [("alice", path)]


def test_a_folder_of_submissions(tmp_path):
    make(
        tmp_path,
        "class/bob/convolution.py", "class/alice.zip", "class/eve/", "class/carol/lab/pooling.py",
        "class/dan/cnn/kit/pooling.py", "class/grades.csv", "class/.git/x", "class/__MACOSX/x",
        "class/.hidden.zip",
    )  # fmt: skip

    assert found(tmp_path, "class") == [
        ("alice", "class/alice.zip"),
        ("bob", "class/bob"),
        ("carol", "class/carol"),
        ("dan", "class/dan"),
        ("eve", "class/eve"),
    ]


def test_one_zip_in_a_folder_is_the_submission(tmp_path):
    make(tmp_path, "class/alice.zip")

    assert found(tmp_path, "class") == [("alice", "class/alice.zip")]


@pytest.mark.parametrize("ending", ["zip", "ipynb"])
def test_one_folder_beside_a_zip_or_a_notebook_is_a_submission_like_it(tmp_path, ending):
    make(tmp_path, f"class/alice.{ending}", "class/bob/pooling.py")

    assert found(tmp_path, "class") == [("alice", f"class/alice.{ending}"), ("bob", "class/bob")]


def test_a_notebook_and_a_stray_module_are_listed_so_that_no_one_is_lost(tmp_path):
    make(tmp_path, "class/alice.ipynb", "class/bob_pooling.py")

    assert found(tmp_path, "class") == [
        ("alice", "class/alice.ipynb"),
        ("bob_pooling", "class/bob_pooling.py"),
    ]


def test_the_labs_notebook_makes_a_folder_a_submission_as_its_files_do(tmp_path):
    make(tmp_path, "alice/cnn.ipynb", "alice/helper.py", "bob/kit/cnn.ipynb")
    wanted = [*WANTED, "cnn.ipynb"]

    assert find_submissions([tmp_path / "alice"], wanted) == [("alice", tmp_path / "alice")]
    assert find_submissions([tmp_path / "bob"], wanted) == [("bob", tmp_path / "bob")]


def test_a_tree_with_a_folder_for_each_student_and_one_in_it_for_each_lab(tmp_path):
    make(tmp_path, "submitted/alice/cnn/cnn.ipynb", "submitted/bob/cnn/cnn.ipynb", "submitted/bob/mlp/mlp.ipynb")

    assert found(tmp_path, "submitted") == [("alice", "submitted/alice"), ("bob", "submitted/bob")]


def test_several_paths_and_one_of_them_twice(tmp_path):
    make(tmp_path, "alice/pooling.py", "class/bob.zip", "class/carol.zip")

    assert found(tmp_path, "class", "alice", "class/bob.zip", "alice/../alice") == [
        ("alice", "alice"),
        ("bob", "class/bob.zip"),
        ("carol", "class/carol.zip"),
    ]


def test_the_same_name_gets_a_number(tmp_path):
    make(tmp_path, "a/x/pooling.py", "a/x.zip", "b/x.zip", "b/X/pooling.py", "b/x-2/pooling.py")

    assert found(tmp_path, "a", "b") == [
        ("X", "b/X"),
        ("x-2", "b/x-2"),
        ("x-3", "a/x"),
        ("x-4", "a/x.zip"),
        ("x-5", "b/x.zip"),
    ]


def test_a_zip_beside_its_folder(tmp_path):
    make(tmp_path, "x.zip", "x/pooling.py", "y.zip")

    assert found(tmp_path) == [("x", "x"), ("x-2", "x.zip"), ("y", "y.zip")]


def test_a_dot_in_the_name_of_a_folder_is_part_of_it(tmp_path):
    make(tmp_path, "alice.smith/", "bob.jones.zip")

    assert [name for name, _ in found(tmp_path)] == ["alice.smith", "bob.jones"]


def test_the_current_folder_has_its_own_name(tmp_path, monkeypatch):
    make(tmp_path, "alice/pooling.py")
    monkeypatch.chdir(tmp_path / "alice")

    assert find_submissions([Path()], WANTED) == [("alice", tmp_path / "alice")]


def test_a_link_that_is_given_is_followed_and_one_in_a_folder_is_listed(tmp_path):
    make(tmp_path, "real/alice/pooling.py", "real/bob/pooling.py", "class/eve/")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "one").symlink_to("real/alice")
    (tmp_path / "class" / "stolen").symlink_to("../real/alice")
    (tmp_path / "class" / "gone.zip").symlink_to("nowhere")

    assert found(tmp_path, "link") == [("alice", "real/alice"), ("bob", "real/bob")]
    assert found(tmp_path, "one") == [("one", "real/alice")]
    assert found(tmp_path, "class") == [
        ("eve", "class/eve"),
        ("gone", "class/gone.zip"),
        ("stolen", "class/stolen"),
    ]


def test_the_order_does_not_depend_on_the_folder(tmp_path):
    names = [f"student{i:02}" for i in range(30)]
    make(tmp_path, *(f"{name}/pooling.py" for name in reversed(names)))

    assert [name for name, _ in found(tmp_path)] == names


@pytest.mark.parametrize("name", ["nowhere", "a\x00b", "x" * 300, "circle", "\x1b[2J"])
def test_a_path_that_leads_nowhere(tmp_path, name):
    (tmp_path / "circle").symlink_to("circle")

    assert refused(tmp_path / name).startswith(str(tmp_path))


def test_a_folder_without_any_submission(tmp_path):
    make(tmp_path, "readme.txt", ".git/x")

    message = refused(tmp_path)

    assert message == f"{tmp_path} holds no submission, a folder or zip file with convolution.py, pooling.py"


def test_a_folder_that_may_not_be_read(tmp_path, monkeypatch):
    def denied(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", denied)

    assert refused(tmp_path) == f"{tmp_path} cannot be read"


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("alice", "alice"),
        ("Åsa Öberg-2.1", "Åsa Öberg-2.1"),
        ("A\u030asa", "Åsa"),
        ("李雷", "李雷"),
        ("a/b\\c:d*e", "a_b_c_d_e"),
        ("\x1b[2J\n", "__2J_"),
        ("x\u202egnp", "x_gnp"),
        ("\udcff", "_"),
        ("-rf", "_rf"),
        (".hidden", "_hidden"),
        (".", "submission"),
        ("..", "submission"),
        ("", "submission"),
        ("   ", "submission"),
        (" x. ", "x"),
        ("=1+1", "_1_1"),
        ("x" * 300, "x" * 200),
        ("é" * 150, "é" * 100),
    ],
    ids=ascii,
)
def test_a_name_is_safe_for_a_file(stem, name):
    assert safe_name(stem) == name


@settings(deadline=None, derandomize=True, database=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_any_name_becomes_safe(stem):
    name = safe_name(stem)

    assert 0 < len(name.encode()) <= 200
    assert name == safe_name(name)
    assert not name.startswith(("-", ".", " "))
    assert not set(name) & (set(string.punctuation) - set("-_."))
    assert name.isprintable()
