"""Fashion-MNIST for the grader: found where the kit looks for it, or got from outside.

Nothing is ever put in its place: where it is not to be had, a DataError says so.
"""

from __future__ import annotations

import importlib
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from autograder.kit.fashion_mnist import (
    DEBIAN_FOLDER,
    DEBIAN_PACKAGE,
    FILES,
    WAYS_TO_GET_IT,
    DataError,
    cache_folder,
    find,
    verify,
)

_APT_SECONDS = 600
_SOCKET_SECONDS = 30.0


def locate(folder: Path | None = None) -> Path:
    """Find the folder that holds Fashion-MNIST, or have torchvision download it to autograder's own folder.

    Args:
        folder: where to look first; see `autograder.kit.fashion_mnist.find`.

    Raises:
        DataError: it is not on this machine, and torchvision cannot download it either; the message says why.
    """
    try:
        return find(folder)
    except DataError as error:
        reason = _download(cache_folder())
        if reason is not None:
            raise DataError(f"{error}\nThe last of these was tried too: {reason}") from None
    return find(cache_folder())


def fetch(target: Path | None = None) -> Path:
    """Get Fashion-MNIST from Debian's package, as any user, without installing anything.

    apt-get downloads it with lists and a cache of its own in a temporary folder: no root is needed, the
    system's state is left alone, and signatures are checked as always.

    Args:
        target: where to put the four files; autograder's own folder by default. If they are there already,
            nothing is downloaded.

    Returns:
        The target, with four files of the published content in it.

    Raises:
        DataError: there is no apt-get, the package is not to be had, a file has another content, or the
            target cannot be written.
    """
    target = cache_folder() if target is None else target
    try:
        verify(target)
    except DataError:
        _fetch(target)
        # Also of what was there before: an unpacked file that is damaged would be read first.
        verify(target)
    return target


def _fetch(target: Path) -> None:
    for program in ("apt-get", "dpkg-deb"):
        if shutil.which(program) is None:
            what = f"There is no {program} here, which would get Debian's package {DEBIAN_PACKAGE}."
            raise DataError(f"{what}\n{WAYS_TO_GET_IT}")
    with tempfile.TemporaryDirectory(prefix="autograder-apt-") as name:
        folder = Path(name)
        # apt-get as root hands its downloads to a user of its own, who must be able to get here.
        folder.chmod(0o755)
        unpacked = _package(folder) / DEBIAN_FOLDER.removeprefix("/")
        verify(unpacked)
        try:
            _move(unpacked, target)
        except OSError as error:
            message = f"{error.filename} cannot be written ({error.strerror}), name another folder."
            raise DataError(message) from None


def _package(folder: Path) -> Path:
    """Download and unpack Debian's package below a folder; give the root of what was in it."""
    options = [f"Dir::State::Lists={folder}/lists", f"Dir::Cache={folder}/cache", "Acquire::Languages=none"]
    for made in ("lists/partial", "cache/archives/partial", "package", "root"):
        (folder / made).mkdir(parents=True)
    apt = ["apt-get", "-q", *(part for option in options for part in ("-o", option))]
    # An update that fails in part (a dead third-party source, a hook for root alone) may know the package.
    updated = _run([*apt, "update"], folder)
    downloaded = _run([*apt, "download", DEBIAN_PACKAGE], folder / "package")
    packages = list((folder / "package").glob("*.deb"))
    if downloaded.returncode != 0 or not packages:
        said = "\n".join(f"  {line}" for line in (updated.stdout + downloaded.stdout).splitlines()[-10:])
        raise DataError(
            f"apt-get could not download {DEBIAN_PACKAGE}; on Ubuntu it is in the component universe. "
            f"It said:\n{said}\n{WAYS_TO_GET_IT}"
        )
    unpacked = _run(["dpkg-deb", "-x", str(packages[0]), str(folder / "root")], folder)
    if unpacked.returncode != 0:
        raise DataError(f"dpkg-deb could not unpack {packages[0].name}: {unpacked.stdout.strip()}")
    return folder / "root"


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; give its status, and its output and complaints as one text."""
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_APT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"{command[0]} did not end within {_APT_SECONDS} s. Is there a network?\n{WAYS_TO_GET_IT}"
        raise DataError(message) from None


def _move(source: Path, target: Path) -> None:
    """Move the four files, each at once, so that no reader ever meets half of one."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=target) as name:
        for file in FILES.values():
            # A copy first: the temporary folder may be on another file system, where a move is none.
            new = Path(shutil.copy(source / f"{file.name}.gz", name))
            new.chmod(0o644)
        for file in FILES.values():
            (Path(name) / f"{file.name}.gz").replace(target / f"{file.name}.gz")


def _download(folder: Path) -> str | None:
    """Let torchvision download to a folder; give the reason if it cannot."""
    try:
        # An extra, and slow to import.
        datasets = importlib.import_module("torchvision.datasets")
    except Exception as error:  # a broken installation can raise anything
        return f"torchvision cannot be imported here ({type(error).__name__}: {error})."
    timeout = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_SOCKET_SECONDS)
    try:
        datasets.FashionMNIST(str(folder), download=True)
    except (OSError, RuntimeError) as error:
        text = " ".join(str(error).split())
        return f"torchvision's download failed ({type(error).__name__}: {text})."
    finally:
        socket.setdefaulttimeout(timeout)
    return None
