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


MEBI = 1 << 20


def test_a_folder_within_its_limits_holds_no_more(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(b"x" * MEBI)
    assert not folders.holds_more(tmp_path, 2 * MEBI, 2)


def test_files_in_folders_add_up(tmp_path):
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_bytes(b"x" * MEBI)
    assert folders.holds_more(tmp_path, 2 * MEBI, 100)


def test_many_empty_files_are_too_many(tmp_path):
    for number in range(11):
        (tmp_path / str(number)).touch()
    assert not folders.holds_more(tmp_path, MEBI, 11)
    assert folders.holds_more(tmp_path, MEBI, 10)


def test_a_file_of_holes_takes_no_room(tmp_path):
    with (tmp_path / "holes").open("wb") as file:
        file.truncate(100 * MEBI)
    assert not folders.holds_more(tmp_path, MEBI, 10)


def test_what_a_link_leads_to_does_not_count(tmp_path):
    (tmp_path / "outside").write_bytes(b"x" * 4 * MEBI)
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "up").symlink_to(tmp_path)
    assert not folders.holds_more(tmp_path / "inside", MEBI, 10)


def test_folders_nested_without_end_are_too_many(tmp_path):
    deepest = tmp_path.joinpath(*["d"] * (folders.DEEPEST + 1))
    deepest.mkdir(parents=True)
    assert folders.holds_more(tmp_path, MEBI, 1000)
