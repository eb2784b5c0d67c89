"""Fashion-MNIST is found where it is promised to be looked for, and read only if it is the published one."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from autograder.kit import fashion_mnist
from autograder.kit.fashion_mnist import CLASSES, FILES, DataError, find, load, read_idx, verify

SMALL = {
    ("train", "images"): np.arange(3 * 28 * 28).reshape(3, 28, 28) % 256,
    ("train", "labels"): np.array([9, 0, 1]),
    ("test", "images"): np.full((2, 28, 28), 255),
    ("test", "labels"): np.array([5, 6]),
}


def idx(array: np.ndarray) -> bytes:
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return bytes((0, 0, 8, array.ndim)) + lengths + array.astype(np.uint8).tobytes()


def put(folder: Path, *, packed: bool = True) -> Path:
    """Write the four small files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for key, array in SMALL.items():
        data = idx(array)
        name = FILES[key].name
        (folder / (f"{name}.gz" if packed else name)).write_bytes(gzip.compress(data) if packed else data)
    return folder


@pytest.fixture
def small_is_published(monkeypatch):
    for key, array in SMALL.items():
        data = idx(array)
        small = FILES[key]._replace(size=len(data), sha256=hashlib.sha256(data).hexdigest())
        monkeypatch.setitem(FILES, key, small)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A machine that has the data nowhere: every place that is looked at is below this folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(fashion_mnist, "DEBIAN_FOLDER", str(tmp_path / "debian"))
    return tmp_path


@pytest.mark.parametrize(("train", "count"), [(True, 60_000), (False, 10_000)])
def test_the_published_data_is_read(fashion_mnist_folder, train, count):
    images, labels = load(fashion_mnist_folder, train=train)
    assert (images.shape, images.dtype) == ((count, 28, 28), torch.uint8)
    assert (labels.shape, labels.dtype) == ((count,), torch.int64)
    assert torch.bincount(labels).tolist() == [count // 10] * 10


def test_the_first_example_of_the_published_data_is_an_ankle_boot(fashion_mnist_folder):
    images, labels = load(fashion_mnist_folder, train=True)
    assert CLASSES[labels[0]] == "Ankle boot"
    assert images[0].sum() == 76247


@pytest.mark.parametrize("packed", [True, False])
def test_images_and_labels_are_read_as_they_were_written(tmp_path, small_is_published, packed):
    images, labels = load(put(tmp_path, packed=packed), train=True)
    assert torch.equal(images, torch.from_numpy(SMALL["train", "images"]).to(torch.uint8))
    assert labels.tolist() == [9, 0, 1]


def test_the_test_set_is_another_one(tmp_path, small_is_published):
    images, labels = load(put(tmp_path), train=False)
    assert images.shape == (2, 28, 28)
    assert labels.tolist() == [5, 6]


def test_what_is_read_may_be_changed(tmp_path, small_is_published):
    images, _ = load(put(tmp_path), train=False)
    images[0] = 0
    assert images[1].min() == 255


def test_another_content_is_refused_and_named(tmp_path):
    put(tmp_path)
    with pytest.raises(DataError) as raised:
        load(tmp_path, train=True)
    assert str(raised.value).startswith(
        f"{tmp_path}/train-images-idx3-ubyte.gz is not the published one: its content has SHA-256 "
    )


def test_the_refusal_says_what_to_do(tmp_path):
    with pytest.raises(DataError, match="Remove that file and get it again") as raised:
        load(put(tmp_path), train=True)
    assert "autograder data --fetch" in str(raised.value)


def test_all_four_files_are_verified(tmp_path, small_is_published):
    put(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(np.array([5, 7]))))
    with pytest.raises(DataError, match=r"t10k-labels-idx1-ubyte\.gz is not the published one"):
        verify(tmp_path)


def test_a_missing_file_is_named(tmp_path, small_is_published):
    put(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataError, match=r"t10k-labels-idx1-ubyte is missing, packed \(\.gz\) and unpacked"):
        verify(tmp_path)


def test_a_sound_folder_is_verified_in_silence(tmp_path, small_is_published):
    assert verify(put(tmp_path)) is None


PLACES = ["mine", ".data/FMNIST", "debian", "cache/autograder/fashion-mnist"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("below", ["", "FashionMNIST/raw"])
@pytest.mark.parametrize("packed", [True, False])
def test_each_place_is_looked_at(home, place, below, packed):
    folder = put(home / place / below, packed=packed)
    assert find(home / "mine") == folder


@pytest.mark.parametrize("first", range(len(PLACES)))
def test_an_earlier_place_wins(home, first):
    folders = [put(home / place) for place in PLACES[first:]]
    assert find(home / "mine") == folders[0]


def test_a_place_with_three_files_is_passed_over(home):
    (put(home / "mine") / "t10k-labels-idx1-ubyte.gz").unlink()
    debian = put(home / "debian")
    assert find(home / "mine") == debian


def test_packed_and_unpacked_files_may_be_mixed(home):
    folder = put(home / "mine")
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    (folder / "t10k-labels-idx1-ubyte").write_bytes(idx(SMALL["test", "labels"]))
    assert find(folder) == folder


def test_the_folder_may_be_given_by_a_tilde(home):
    put(home / "mine")
    assert find(Path("~/mine")) == home / "mine"


def test_a_relative_cache_folder_is_ignored(home, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert fashion_mnist.cache_folder() == home / ".cache" / "autograder" / "fashion-mnist"


def test_where_it_was_looked_for_and_how_to_get_it_is_told(home):
    with pytest.raises(DataError) as raised:
        find(home / "mine")
    message = str(raised.value)
    places = "\n".join(f"  {home / place}" for place in PLACES)
    assert f"Looked for it in:\n{places}\n" in message
    for way in ("autograder data --fetch", "apt-get install dataset-fashion-mnist", "torchvision"):
        assert way in message


def test_a_folder_that_may_not_be_looked_into_is_passed_over(home, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refuse)
    with pytest.raises(DataError, match="Fashion-MNIST is not on this machine"):
        find(home / "mine")


SOUND = idx(np.arange(6).reshape(1, 2, 3))


@pytest.mark.parametrize("name", ["array", "array.gz"])
def test_an_idx_file_is_an_array_and_its_checksum(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(SOUND) if name.endswith(".gz") else SOUND)
    array, sha256 = read_idx(path, 3, len(SOUND))
    assert torch.equal(array, torch.arange(6, dtype=torch.uint8).reshape(1, 2, 3))
    assert sha256 == hashlib.sha256(SOUND).hexdigest()


def test_an_idx_file_may_hold_nothing(tmp_path):
    path = tmp_path / "array"
    path.write_bytes(idx(np.zeros((0, 28, 28))))
    array, _ = read_idx(path, 3, 100)
    assert array.shape == (0, 28, 28)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "starts with nothing, expected 00 00 08 03"),
        (b"<!DOCTYPE html>", "starts with 3c 21 44 4f, expected 00 00 08 03"),
        (b"\0\0\x0d" + SOUND[3:], "starts with 00 00 0d 03, expected 00 00 08 03"),
        (idx(np.arange(6)), "starts with 00 00 08 01, expected 00 00 08 03"),
        (SOUND[:15], "ends within its header"),
        (SOUND[:-1], "has 21 bytes, but its header says 22: shape (1, 2, 3)"),
        (SOUND + b"\0", "has over 22 bytes, but its header says 22: shape (1, 2, 3)"),
        (b"\0\0\x08\x03" + b"\xff" * 18, "has 22 bytes, but its header says 79228162458924105385300197391"),
    ],
)
def test_a_damaged_idx_file_is_told(tmp_path, data, what):
    path = tmp_path / "array"
    path.write_bytes(data)
    with pytest.raises(DataError) as raised:
        read_idx(path, 3, len(SOUND))
    assert str(raised.value).startswith(f"{path} {what}")


@pytest.mark.parametrize(
    "data",
    [SOUND, gzip.compress(SOUND, mtime=0)[:-9], gzip.compress(SOUND, mtime=0)[:10] + b"\xff" * 30],
    ids=["unpacked", "cut off", "overwritten"],
)
def test_a_damaged_gzip_file_is_told(tmp_path, data):
    path = tmp_path / "array.gz"
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"array\.gz cannot be read \("):
        read_idx(path, 3, len(SOUND))


def test_a_gzip_file_that_unpacks_to_more_is_not_unpacked_to_its_end(tmp_path):
    path = tmp_path / "array.gz"
    path.write_bytes(gzip.compress(SOUND + bytes(10_000_000)))
    with pytest.raises(DataError, match="has over 22 bytes"):
        read_idx(path, 3, len(SOUND))
