"""The store of what was graded: found by content, whole or not there, shared by several runs."""

import dataclasses
import multiprocessing
import sqlite3

import pytest
from labs import LABS, ROOT

from autograder.course.grading import Gradebook
from autograder.course.store import STORE, NoRoomError, Store, StoreError
from autograder.report.results import Results, TestResult, not_graded
from autograder.submission import Layout, Submission

VERSION = "v1"
SETTINGS = {"isolation": "confined", "profile": None}
ANNA = Submission("anna", {"a.py": "x = 1\n"}, [], "00" * 32)


def results(points):
    test = TestResult(name="a: one", score=points, max_score=4.0, status="passed", tags=("a",))
    return Results(tests=(test,))


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path, VERSION, SETTINGS) as opened:
        yield opened


def test_a_grading_is_found_again(store):
    store.add(ANNA, results(3.0), "for the instructor", 1.5)

    found = store.find(ANNA)
    assert (found.results, found.details, found.seconds) == (results(3.0), "for the instructor", 1.5)


def test_it_is_there_when_the_store_is_opened_again(tmp_path):
    with Store(tmp_path, VERSION, SETTINGS) as first:
        first.add(ANNA, results(3.0), "", 1.0)
    with Store(tmp_path, VERSION, SETTINGS) as second:
        assert second.find(ANNA).results == results(3.0)


def test_the_same_files_of_somebody_else_have_the_same_results(store):
    store.add(ANNA, results(3.0), "", 1.0)

    assert store.find(dataclasses.replace(ANNA, name="ben")).results == results(3.0)


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"a.py": "x = 2\n"}},
        {"files": {"b.py": "x = 1\n"}},
        {"notes": ["b.py is ignored"]},
        {"layout": Layout({}, {})},
    ],
    ids=["text", "name", "note", "notebook"],
)
def test_another_content_is_not_found(store, change):
    store.add(ANNA, results(3.0), "", 1.0)

    assert store.find(dataclasses.replace(ANNA, **change)) is None


@pytest.mark.parametrize(
    ("version", "settings"), [("v2", SETTINGS), (VERSION, {**SETTINGS, "profile": "cpu"})], ids=["version", "profile"]
)
def test_a_grading_with_another_version_or_other_settings_is_not_found(tmp_path, store, version, settings):
    store.add(ANNA, results(3.0), "", 1.0)

    with Store(tmp_path, version, settings) as other:
        assert other.find(ANNA) is None


def test_the_last_grading_counts(store):
    store.add(ANNA, results(3.0), "", 1.0)
    store.add(ANNA, results(4.0), "", 1.0)

    assert store.find(ANNA).results == results(4.0)
    assert [grading.results for grading in store.latest()] == [results(4.0)]


def test_each_name_has_its_last_grading_in_order(store):
    ben = dataclasses.replace(ANNA, name="ben", files={"a.py": ""})
    for submission, points in ((ben, 1.0), (ANNA, 2.0), (ben, 3.0)):
        store.add(submission, results(points), "", 1.0)

    assert [(grading.name, grading.results.total) for grading in store.latest()] == [("anna", 2.0), ("ben", 3.0)]


def test_what_was_found_adds_a_row_only_under_another_name(tmp_path, store):
    store.add(ANNA, results(3.0), "", 1.0)
    for name in ("anna", "ben", "ben"):
        store.add(dataclasses.replace(ANNA, name=name), results(3.0), "", None)

    assert rows(tmp_path, "SELECT name FROM gradings ORDER BY id") == [("anna",), ("ben",)]


def test_what_could_not_be_graded_is_listed_and_tried_again(store):
    store.add_not_graded("anna", not_graded("it is no zip"), "")

    assert [grading.results.total for grading in store.latest()] == [0.0]
    assert not store.has("anna")


def test_it_knows_the_names_that_this_version_has_graded(tmp_path, store):
    store.add(ANNA, results(3.0), "", 1.0)

    assert store.has("anna")
    assert not store.has("ben")
    with Store(tmp_path, "v2", SETTINGS) as newer:
        assert not newer.has("anna")


def test_text_that_is_no_utf8_is_kept(store):
    odd = dataclasses.replace(ANNA, files={"a.py": "'\ud800'"})
    store.add(odd, results(1.0), "\ud800 and \x00", 1.0)

    assert store.find(odd).details == "\ud800 and \x00"


def _add_many(folder, name):
    with Store(folder, VERSION, SETTINGS) as store:
        for number in range(50):
            store.add(dataclasses.replace(ANNA, name=f"{name}-{number}"), results(1.0), "", 1.0)


def test_several_programs_write_at_once_and_nothing_is_lost(tmp_path):
    running = [multiprocessing.Process(target=_add_many, args=(tmp_path, name)) for name in "abcd"]
    for process in running:
        process.start()
    for process in running:
        process.join()

    assert [process.exitcode for process in running] == [0, 0, 0, 0]
    with Store(tmp_path, VERSION, SETTINGS) as store:
        assert len(list(store.latest())) == 200


def _open_each(folders, together):
    try:
        for folder in folders:
            together.wait()
            Store(folder, VERSION, SETTINGS).close()
    except BaseException:
        together.abort()  # the other one need not wait for it any more
        raise


def test_programs_that_make_it_at_the_same_time_wait_for_each_other(tmp_path):
    folders = [tmp_path / str(number) for number in range(200)]
    for folder in folders:
        folder.mkdir()
    together = multiprocessing.Barrier(2, timeout=60)
    running = [multiprocessing.Process(target=_open_each, args=(folders, together)) for _ in range(2)]
    for process in running:
        process.start()
    for process in running:
        process.join()

    assert [process.exitcode for process in running] == [0, 0]


def test_a_store_of_another_format_is_left_alone(tmp_path):
    database = sqlite3.connect(tmp_path / STORE)
    database.execute("PRAGMA user_version = 99")
    database.close()

    with pytest.raises(StoreError, match="was written by another version of autograder"):
        Store(tmp_path, VERSION, SETTINGS)


def test_a_file_that_is_no_store_is_told(tmp_path):
    (tmp_path / STORE).write_bytes(b"something else" * 1000)

    with pytest.raises(StoreError, match="file is not a database"):
        Store(tmp_path, VERSION, SETTINGS)


class NobodyGraded:
    """An engine for a class without submissions."""

    def grade_all(self, submissions):
        return iter(submissions)


def test_that_a_store_can_no_longer_be_read_is_told_once(store, tmp_path, monkeypatch):
    def full(self, *_, **__):
        raise NoRoomError("store.sqlite cannot be used (disk I/O error)")

    monkeypatch.setattr(Store, "has", full)
    monkeypatch.setattr(Store, "latest", full)
    book = Gradebook(LABS["mlp"], ROOT / "solutions" / "mlp", tmp_path, "none", store)
    book.grade(NobodyGraded(), [("one", tmp_path / "missing")], lambda _: None)

    assert [reason for name, reason in book.failed if name == STORE] == ["store.sqlite cannot be used (disk I/O error)"]
    assert [line.split(",")[0] for line in (tmp_path / "grades.csv").read_text().splitlines()] == ["submission", "one"]


def rows(folder, query):
    database = sqlite3.connect(folder / STORE)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def test_a_store_that_cannot_be_made_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(self):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Store, "_prepare", full)
    with pytest.raises(NoRoomError, match="disk is full"):
        Store(tmp_path, VERSION, SETTINGS)
    assert list(tmp_path.iterdir()) == []
