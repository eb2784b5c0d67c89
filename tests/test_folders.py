import os

import pytest

from autograder import folders


def test_a_folder_that_is_not_there_is_no_error(tmp_path):
    folders.remove(tmp_path / "nothing")


def test_files_and_folders_go(tmp_path):
    full = tmp_path / "full"
    (full / "a" / "b").mkdir(parents=True)
    (full / "a" / "b" / "file").write_text("x")
    (full / "file").write_text("x")
    folders.remove(full)
    assert not full.exists()


def test_a_tree_deeper_than_a_path_may_be_long(tmp_path):
    full = tmp_path / "deep"
    full.mkdir()
    descriptor = os.open(full, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("level", dir_fd=descriptor)
        inner = os.open("level", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)
    folders.remove(full)
    assert not full.exists()


def test_a_link_is_removed_and_its_target_is_not(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    full = tmp_path / "full"
    full.mkdir()
    (full / "link").symlink_to(kept)
    folders.remove(full)
    assert (kept / "file").exists()


def test_folders_without_rights_go_too(tmp_path):
    full = tmp_path / "full"
    (full / "closed" / "inner").mkdir(parents=True)
    (full / "closed").chmod(0)
    folders.remove(full)
    assert not full.exists()


def test_folders_whose_names_look_like_ours_go_too(tmp_path):
    full = tmp_path / "full"
    for number in range(30):
        (full / f"d{number}" / "sub" / "x").mkdir(parents=True)
        (full / f".remove-{number}" / "y" / "z").mkdir(parents=True)
    folders.remove(full)
    assert not full.exists()


def test_a_link_in_the_folders_own_place_is_refused(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    link = tmp_path / "link"
    link.symlink_to(kept)
    with pytest.raises(OSError, match="directory"):
        folders.remove(link)
    assert kept.exists()
