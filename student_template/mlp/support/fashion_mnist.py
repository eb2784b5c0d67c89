"""Fashion-MNIST, found on this machine and read from its four files.

60,000 training and 10,000 test images of clothing, 28 × 28 pixels from 0 to 255, in ten classes
(Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747). The files are in the IDX format of MNIST, gzipped or not.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

LECTURE_FOLDER = "~/.data/FMNIST"
DEBIAN_PACKAGE = "dataset-fashion-mnist"
DEBIAN_FOLDER = "/usr/share/datasets/fashion-mnist"

WAYS_TO_GET_IT = f"""\
To get it, do one of these:
  autograder data --fetch                 where autograder is installed; takes Debian's package, without root
  apt-get install {DEBIAN_PACKAGE}   on Debian and Ubuntu, as root
  torchvision.datasets.FashionMNIST("{LECTURE_FOLDER}", download=True)   in Python with torchvision"""


class DataError(Exception):
    """Fashion-MNIST is not there, or a file of it is not what it should be; the message says what to do."""


class _File(NamedTuple):
    """One of the four files.

    Attributes:
        name: without `.gz`.
        axes: of the array in it.
        size: of the unpacked file, in bytes.
        sha256: of the unpacked file. Packed ones differ in their gzip header: Debian's lack the name and have
            another date (with both put back, all four have the MD5 sums that torchvision expects).
    """

    name: str
    axes: int
    size: int
    sha256: str


FILES = {
    ("train", "images"): _File(
        "train-images-idx3-ubyte",
        3,
        47_040_016,
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    ),
    ("train", "labels"): _File(
        "train-labels-idx1-ubyte",
        1,
        60_008,
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    ),
    ("test", "images"): _File(
        "t10k-images-idx3-ubyte",
        3,
        7_840_016,
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    ),
    ("test", "labels"): _File(
        "t10k-labels-idx1-ubyte",
        1,
        10_008,
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ),
}


def _at_home(place: str | Path) -> Path:
    """Return a place whose `~` is the home; as it is where the user has none."""
    return Path(os.path.expanduser(place))  # noqa: PTH111 - Path.expanduser fails for a user without a home


def find(folder: Path | None = None) -> Path:
    """Find the folder that holds all four files.

    Looked at in this order, each also with torchvision's `FashionMNIST/raw` below it: `folder`,
    `~/.data/FMNIST`, the folder of Debian's package, and autograder's own. What is in the files is checked
    when they are loaded.

    Raises:
        DataError: none of them holds the files; the message lists them, and the ways to get the data.
    """
    places = [_at_home(LECTURE_FOLDER), Path(DEBIAN_FOLDER), cache_folder()]
    if folder is not None:
        places.insert(0, _at_home(folder))
    for place in places:
        for candidate in (place, place / "FashionMNIST" / "raw"):
            if all(_path(candidate, file) for file in FILES.values()):
                return candidate
    looked = "\n".join(f"  {place}" for place in places)
    raise DataError(f"Fashion-MNIST is not on this machine. Looked for it in:\n{looked}\n{WAYS_TO_GET_IT}")


def load(folder: Path | None = None, *, train: bool) -> tuple[Tensor, Tensor]:
    """Read the training or the test set.

    Args:
        folder: where to look first; see `find`.
        train: the 60,000 training examples if true, else the 10,000 for testing.

    Returns:
        Images, uint8 (N, 28, 28), and labels, int64 (N,), which index `CLASSES`.

    Raises:
        DataError: the data is not found, or a file has another content than the published one.
    """
    place = find(folder)
    part = "train" if train else "test"
    return _read(place, FILES[part, "images"]), _read(place, FILES[part, "labels"]).long()


def verify(folder: Path) -> None:
    """Check the content of the four files in a folder.

    Raises:
        DataError: one is missing, or has another content than the published one; the message names it.
    """
    for file in FILES.values():
        _read(folder, file)


def cache_folder() -> Path:
    """Give the folder that autograder keeps its own copy in; it need not exist."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG base directory specification has a relative path ignored.
    base = Path(cache) if cache.startswith("/") else _at_home("~/.cache")
    return base / "autograder" / "fashion-mnist"


def read_idx(path: Path, axes: int, size: int) -> tuple[Tensor, str]:
    """Read an array of bytes from an IDX file, gzipped if its name ends in `.gz`.

    The format: two zero bytes, 8 for unsigned bytes, the number of axes, the length of each axis as a
    big-endian 32-bit integer, and the array in C order (LeCun, Cortes and Burges, the MNIST database).

    Args:
        path: the file.
        axes: how many the array must have.
        size: what the unpacked file may have at most, in bytes.

    Returns:
        The array, uint8, and the SHA-256 of the unpacked file in hexadecimal digits.

    Raises:
        DataError: it cannot be read, or is no such file.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            # One byte more than there may be shows that there are more.
            data = bytearray(stream.read(size + 1))
    except (OSError, EOFError, zlib.error) as error:
        raise _bad(path, f"cannot be read ({error})") from None
    start = 4 + 4 * axes
    if data[:4] != bytes((0, 0, 8, axes)):
        raise _bad(path, f"starts with {data[:4].hex(' ') or 'nothing'}, expected 00 00 08 {axes:02x}")
    if len(data) < start:
        raise _bad(path, "ends within its header")
    shape = [int.from_bytes(data[i : i + 4], "big") for i in range(4, start, 4)]
    count = 1
    for length in shape:
        count *= length
    if len(data) != start + count:
        got = f"over {size}" if len(data) > size else f"{len(data)}"
        raise _bad(path, f"has {got} bytes, but its header says {start + count}: shape {tuple(shape)}")
    array = torch.frombuffer(data, dtype=torch.uint8)[start:].reshape(shape)
    return array, hashlib.sha256(data).hexdigest()


def _read(folder: Path, file: _File) -> Tensor:
    path = _path(folder, file)
    if path is None:
        raise DataError(f"{folder / file.name} is missing, packed (.gz) and unpacked.\n{WAYS_TO_GET_IT}")
    array, sha256 = read_idx(path, file.axes, file.size)
    if sha256 != file.sha256:
        raise _bad(path, f"is not the published one: its content has SHA-256 {sha256}, not {file.sha256}")
    return array


def _path(folder: Path, file: _File) -> Path | None:
    for path in (folder / file.name, folder / f"{file.name}.gz"):
        try:
            if path.is_file():
                return path
        except OSError:
            # A folder of another user may not be looked into.
            continue
    return None


def _bad(path: Path, what: str) -> DataError:
    return DataError(f"{path} {what}. Remove that file and get it again.\n{WAYS_TO_GET_IT}")
