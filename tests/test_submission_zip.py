"""Zip files of students: what is in them is read, what they claim is not believed."""

import contextlib
import io
import stat
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import Submission, SubmissionError, open_submission

WANTED = ["convolution.py", "pooling.py"]


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """Returns the bytes of a zip; `entries` are pairs of a name, or a ZipInfo, and its content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


GOOD = zipped([("lab/convolution.py", "c = 1\n" * 50), ("lab/pooling.py", "p = 1\n"), ("lab/helper.py", "")])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "alice.zip"


def opened(path, data):
    path.write_bytes(data)
    return open_submission(path, WANTED)


def refused(path, data):
    with pytest.raises(SubmissionError) as caught:
        opened(path, data)
    message = str(caught.value)
    assert message.isprintable(), "an error is one line"
    return message


def with_fields(data, local, central):
    """Overwrites 16-bit or 32-bit fields in every local header and every entry of the directory."""
    changed = bytearray(data)
    for magic, fields in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        start = changed.find(magic)
        while start >= 0:
            for offset, form, value in fields:
                struct.pack_into(form, changed, start + offset, value)
            start = changed.find(magic, start + 4)
    return bytes(changed)


@pytest.mark.parametrize("prefix", ["", "lab/", "./", "a/b/c/", "a\\b\\"])
def test_the_files_of_a_zip_are_read_wherever_they_lie(path, prefix):
    entries = [("convolution.py", "c = 1\r\n"), ("helper.py", "h = 1\n"), ("torch.py", ""), ("data.csv", "1")]

    submission = opened(path, zipped([(prefix + name, content) for name, content in entries]))

    assert submission.name == "alice"
    assert submission.files == {"convolution.py": "c = 1\n", "helper.py": "h = 1\n"}
    assert submission.notes == [
        "pooling.py is missing: its exercises count as not begun",
        "torch.py is ignored: its name hides the library torch",
    ]


def test_a_zip_and_a_folder_with_the_same_files_have_the_same_digest(path, tmp_path):
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "pooling.py").write_text("p = 1\n")

    assert opened(path, zipped([("pooling.py", "p = 1\n")])).digest == open_submission(tmp_path / "bob", WANTED).digest


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_and_deflated_entries_are_read(path, method):
    assert opened(path, zipped([("pooling.py", "p = 1\n")], method)).files == {"pooling.py": "p = 1\n"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_are_named(path, method):
    message = refused(path, zipped([("pooling.py", "p = 1\n")], method))

    assert message.endswith("pooling.py is compressed in an unusual way (zip with the method deflate)")


def test_a_mac_zip_is_read_past_its_extras(path):
    entries = [
        ("lab/", ""),
        ("lab/pooling.py", "p = 1\n"),
        ("__MACOSX/pooling.py", "\x00"),
        ("lab/.DS_Store", ""),
    ]

    assert opened(path, zipped(entries)).files == {"pooling.py": "p = 1\n"}


def test_a_zip_in_a_zip_is_not_opened(path):
    assert "no file of this lab was found" in refused(path, zipped([("inner.zip", GOOD)]))


def test_two_folders_as_near_are_refused_by_name(path):
    message = refused(path, zipped([("new/convolution.py", ""), ("old/convolution.py", "")]))

    assert message.endswith("holds files of the lab in new and in old: hand in one folder")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"PK\x03\x04",
        GOOD[:-30],
        GOOD[: len(GOOD) // 2],
        b"\x1f\x8b\x08" + bytes(100),
        bytes(70_000),
    ],
    ids=["empty", "text", "magic", "without its end", "half", "gzip", "zeros"],
)
def test_what_is_no_zip_is_said_to_be_none(path, data):
    assert refused(path, data) == f"{path} is no zip file, or only a part of one: zip the folder again"


def test_an_empty_zip_holds_no_file_of_the_lab(path):
    assert "no file of this lab was found" in refused(path, zipped([]))


def test_an_encrypted_zip(path):
    data = with_fields(GOOD, [(6, "<H", 1)], [(8, "<H", 1)])

    assert refused(path, data).endswith("is encrypted: zip the folder again, without a password")


@pytest.mark.parametrize(
    "name",
    [
        "/convolution.py",
        "../convolution.py",
        "a/../../pooling.py",
        "..\\pooling.py",
        "\\x.py",
        "C:\\x.py",
        "c:x.py",
    ],
)
def test_a_name_that_points_out_of_the_archive(path, name):
    message = refused(path, zipped([("pooling.py", ""), (name, "")]))

    assert "points out of the archive" in message
    assert "zip the folder again" in message


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["lab/pooling.py", "lab//pooling.py", "lab\\pooling.py", "./lab/pooling.py"])
def test_a_file_that_is_there_twice(path, other):
    message = refused(path, zipped([("lab/pooling.py", "p = 1\n"), (other, "p = 2\n")]))

    assert message.endswith("holds lab/pooling.py twice: zip the folder again")


@pytest.mark.parametrize(
    ("mode", "problem"), [(stat.S_IFLNK, "is a symbolic link"), (stat.S_IFIFO, "is not a regular file")]
)
def test_an_entry_that_is_no_file(path, mode, problem):
    entry = zipfile.ZipInfo("pooling.py")
    entry.external_attr = (mode | 0o644) << 16

    submission = opened(path, zipped([("convolution.py", ""), (entry, "/etc/passwd")]))

    assert list(submission.files) == ["convolution.py"]
    assert submission.notes == [f"pooling.py {problem}: its exercises count as not begun"]


def test_a_bomb_is_named_with_its_size(path):
    submission = opened(
        path, zipped([("convolution.py", ""), ("pooling.py", bytes(20 << 20)), ("x.py", bytes(2 << 20))])
    )

    assert submission.notes == [
        "pooling.py is 20.0 MiB large, where at most 1.0 MiB are read: its exercises count as not begun",
        "x.py is ignored: it is 2.0 MiB large, where at most 1.0 MiB are read",
    ]


def test_a_bomb_that_claims_to_be_small_is_not_inflated(path):
    data = zipped([("pooling.py", bytes(20 << 20))])
    path.write_bytes(with_fields(data, [(22, "<I", 10)], [(24, "<I", 10)]))

    tracemalloc.start()
    try:
        with pytest.raises(SubmissionError, match=r"pooling.py is damaged in the zip file"):
            open_submission(path, WANTED)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 4 << 20


def test_a_directory_larger_than_any_is_not_read(path):
    size = 6 << 20
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100, 100, size, 0, 0)
    path.write_bytes(bytes(size) + end)

    tracemalloc.start()
    try:
        with pytest.raises(SubmissionError, match="is no zip file"):
            open_submission(path, WANTED)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 1 << 20


def test_too_many_entries(path):
    message = refused(path, zipped([(f"{i}.txt", "") for i in range(10_001)]))

    assert message.endswith("holds more than 10,000 files and folders: hand in the lab's files alone")


def test_a_large_entry_of_no_interest_is_left_alone(path):
    assert opened(path, zipped([("pooling.py", ""), ("data.bin", bytes(20 << 20))])).notes[1:] == []


def test_a_damaged_file_is_named(path):
    data = with_fields(GOOD, [(14, "<I", 0)], [(16, "<I", 0)])

    assert "convolution.py is damaged in the zip file; pooling.py is damaged" in refused(path, data)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "alice.zip"


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 4), st.binary(max_size=6)), min_size=1, max_size=6))
def test_a_mutated_zip_is_opened_or_refused(scratch, edits):
    data = bytearray(GOOD)
    for start, cut, new in edits:
        data[start : start + cut] = new
    scratch.write_bytes(data)

    with contextlib.suppress(SubmissionError):
        assert type(open_submission(scratch, WANTED)) is Submission
