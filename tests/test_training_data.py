"""Fashion-MNIST is got from Debian's package or by torchvision, and nothing else ever takes its place."""

from __future__ import annotations

import gzip
import hashlib
import os
import sys
from types import SimpleNamespace

import pytest

from autograder.kit import fashion_mnist
from autograder.kit.fashion_mnist import FILES, DataError
from autograder.training.data import fetch, locate

CONTENT = {key: bytes((0, 0, 8, file.axes)) + bytes(4 * file.axes) for key, file in FILES.items()}


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without the data, without programs and without torchvision; four tiny files are the data."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(fashion_mnist, "DEBIAN_FOLDER", str(tmp_path / "debian"))
    monkeypatch.setitem(sys.modules, "torchvision.datasets", None)
    for key, data in CONTENT.items():
        tiny = FILES[key]._replace(size=len(data), sha256=hashlib.sha256(data).hexdigest())
        monkeypatch.setitem(FILES, key, tiny)
    (tmp_path / "bin").mkdir()
    return tmp_path


def program(machine, name, text):
    """Put a shell script on the machine's PATH."""
    path = machine / "bin" / name
    path.write_text(f"#!/bin/sh\nPATH={os.defpath}\n{text}\n")
    path.chmod(0o755)


def debian(machine, *, content=CONTENT, apt="touch fashion.deb"):
    """Give the machine an apt-get that downloads a package, and a dpkg-deb that unpacks it to the content."""
    package = machine / "package" / "usr" / "share" / "datasets" / "fashion-mnist"
    package.mkdir(parents=True)
    for key, data in content.items():
        (package / f"{FILES[key].name}.gz").write_bytes(gzip.compress(data))
    program(machine, "apt-get", f'echo "$@" >> {machine}/apt.log; case "$*" in *download*) {apt};; esac')
    program(machine, "dpkg-deb", f'test -f "$2" && cp -r {machine}/package/. "$3"')


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_package_s_files_are_put_into_autograders_own_folder(machine):
    debian(machine)
    assert fetch() == machine / "cache" / "autograder" / "fashion-mnist"
    assert names(fetch()) == sorted(f"{file.name}.gz" for file in FILES.values())


def test_the_package_s_files_are_put_where_it_is_asked_for(machine):
    debian(machine)
    assert fetch(machine / "here") == machine / "here"
    assert fashion_mnist.find(machine / "here") == machine / "here"


def test_the_system_s_lists_and_cache_are_left_alone(machine):
    debian(machine)
    fetch()
    for line in (machine / "apt.log").read_text().splitlines():
        assert "-o Dir::State::Lists=/" in line
        assert "-o Dir::Cache=/" in line


def test_data_that_is_there_is_not_fetched_again(machine):
    debian(machine)
    fetch()
    (machine / "apt.log").unlink()
    fetch()
    assert not (machine / "apt.log").exists()


def test_an_update_that_fails_does_not_matter_if_the_package_comes(machine):
    debian(machine)
    apt = machine / "bin" / "apt-get"
    apt.write_text(apt.read_text().replace("esac", "*) echo 'W: not sandboxed'; exit 100;; esac"))
    assert len(names(fetch())) == 4


def test_what_apt_says_is_passed_on(machine):
    debian(machine, apt='echo "E: Unable to locate package" >&2; exit 100')
    with pytest.raises(DataError, match="apt-get could not download") as raised:
        fetch()
    assert "It said:\n  E: Unable to locate package\n" in str(raised.value)


@pytest.mark.parametrize("missing", ["apt-get", "dpkg-deb"])
def test_without_debian_s_programs_the_package_and_the_other_ways_are_named(machine, missing):
    debian(machine)
    (machine / "bin" / missing).unlink()
    with pytest.raises(DataError, match=f"There is no {missing} here") as raised:
        fetch()
    assert "dataset-fashion-mnist" in str(raised.value)
    assert "torchvision" in str(raised.value)


def test_a_package_that_cannot_be_unpacked_is_told(machine):
    debian(machine)
    program(machine, "dpkg-deb", "echo no archive >&2; exit 2")
    with pytest.raises(DataError, match=r"dpkg-deb could not unpack fashion\.deb: no archive"):
        fetch()


def test_another_content_is_not_let_in(machine):
    debian(machine, content=dict.fromkeys(CONTENT, CONTENT["train", "images"]))
    with pytest.raises(DataError, match="train-labels-idx1-ubyte"):
        fetch(machine / "here")
    assert not (machine / "here").exists()


def test_a_damaged_unpacked_file_is_named_and_kept(machine):
    debian(machine)
    (machine / "here").mkdir()
    damaged = machine / "here" / "train-images-idx3-ubyte"
    damaged.write_bytes(b"mine")
    with pytest.raises(DataError, match=r"here/train-images-idx3-ubyte starts with 6d 69 6e 65"):
        fetch(machine / "here")
    assert damaged.read_bytes() == b"mine"


def test_a_folder_that_cannot_be_made_is_told(machine):
    debian(machine)
    (machine / "file").write_text("")
    with pytest.raises(DataError, match=r"file/here cannot be written \(Not a directory\), name another folder"):
        fetch(machine / "file" / "here")


def test_data_on_the_machine_needs_no_torchvision(machine):
    debian(machine)
    folder = fetch(machine / "mine")
    assert locate(folder) == folder


def put_by(torchvision_root):
    raw = torchvision_root / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    for key, data in CONTENT.items():
        (raw / FILES[key].name).write_bytes(data)


def test_torchvision_downloads_as_a_last_resort(machine, monkeypatch):
    def download(root, *, download):
        assert download
        put_by(machine / root)

    monkeypatch.setitem(sys.modules, "torchvision.datasets", SimpleNamespace(FashionMNIST=download))
    assert locate() == machine / "cache/autograder/fashion-mnist/FashionMNIST/raw"


def test_a_missing_torchvision_is_told_beside_the_places(machine):
    with pytest.raises(DataError, match="torchvision cannot be imported here") as raised:
        locate(machine / "mine")
    assert f"Looked for it in:\n  {machine / 'mine'}\n" in str(raised.value)


@pytest.mark.parametrize(
    "error", [RuntimeError("Error downloading\n train"), ConnectionError("no route"), TimeoutError()]
)
def test_a_failed_download_is_told(machine, monkeypatch, error):
    def download(root, *, download):
        raise error

    monkeypatch.setitem(sys.modules, "torchvision.datasets", SimpleNamespace(FashionMNIST=download))
    with pytest.raises(DataError, match=f"torchvision's download failed \\({type(error).__name__}: ") as raised:
        locate()
    assert "Looked for it in:" in str(raised.value)


def test_a_download_that_leaves_no_data_is_no_success(machine, monkeypatch):
    datasets = SimpleNamespace(FashionMNIST=lambda root, *, download: None)
    monkeypatch.setitem(sys.modules, "torchvision.datasets", datasets)
    with pytest.raises(DataError, match="Fashion-MNIST is not on this machine"):
        locate()
