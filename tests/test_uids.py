import pwd

import pytest

from autograder.course.uids import FIRST, LAST, Claims


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path / "autograder-users"


def test_two_gradings_never_share_a_user():
    one, other = Claims(3), Claims(3)
    assert len({*one.uids, *other.uids}) == 6
    assert all(FIRST <= uid <= LAST for uid in [*one.uids, *other.uids])
    one.release()
    other.release()


def test_a_user_that_was_given_back_is_free_again():
    first = Claims(1)
    first.release()
    second = Claims(1)
    assert second.uids == first.uids
    second.release()


def test_a_user_that_the_system_has_is_left_out(monkeypatch):
    real = pwd.getpwuid
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: object() if uid == FIRST else real(uid))
    claims = Claims(1)
    assert claims.uids == [FIRST + 1]
    claims.release()


def test_a_link_in_the_folders_place_is_refused(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError, match="remove it"):
        Claims(1)
