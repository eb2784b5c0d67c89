"""Keeps the standard library and the installed packages importable after the change of user.

An interpreter may lie in a folder that only its owner can enter (a home of mode 0700). Student code that imports a
module late would then fail for a reason that is none of its own. Descriptors opened before the change lead to the
same folders by `/proc/self/fd/N`, past the closed door and to nothing else.
"""

from __future__ import annotations

import fcntl
import json
import os
import site
import sys
import sysconfig
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path

LOWEST = 10
"""The first number of a library folder's descriptor."""


def folders() -> list[Path]:
    """Return the folders of the standard library and of installed packages.

    Not what else is on `sys.path`: a project that is installed in place puts its own folder there, tests and all.
    """
    paths = sysconfig.get_paths()
    found = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return [Path(entry) for entry in dict.fromkeys([*found, *site.getsitepackages()]) if Path(entry).is_dir()]


class Folders:
    """The library folders, opened while that is still allowed; every other one is taken off `sys.path`.

    Attributes:
        opened: The descriptor of each folder.
        rerouted: The folders that modules are no longer looked for by their names, but by way of the descriptor.
    """

    def __init__(self) -> None:
        known = folders()
        sys.path[:] = [entry for entry in sys.path if any(Path(entry).is_relative_to(folder) for folder in known)]
        wanted = dict.fromkeys([*map(str, known), *(entry for entry in sys.path if Path(entry).is_dir())])
        self.opened = {entry: _open(entry) for entry in wanted}
        self.rerouted: list[str] = []

    def reroute(self) -> None:
        """Lead every folder that cannot be entered any more past its closed door."""
        self._reroute(self._closed())

    def reroute_for(self, uid: int) -> None:
        """Do likewise before this process becomes that user; a process that does finds out what is closed then.

        Forks then share the changed paths: to change them takes longer than all else that a worker's start does.
        """
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.setgroups([])
                os.setresgid(uid, uid, uid)
                os.setresuid(uid, uid, uid)
                os.write(writing, json.dumps(self._closed()).encode())
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        os.waitpid(pid, 0)
        self._reroute(json.loads(said or b"[]"))  # what it could not say, each worker finds out for itself

    def close_unneeded(self) -> None:
        """Close the folders that can be entered by their own names."""
        for entry, descriptor in self.opened.items():
            if entry not in self.rerouted:
                os.close(descriptor)

    def _closed(self) -> list[str]:
        entries = (entry for entry in self.opened if entry not in self.rerouted)
        return [entry for entry in entries if not os.access(entry, os.R_OK | os.X_OK)]

    def _reroute(self, closed: list[str]) -> None:
        if not closed:
            return
        ways = {entry: f"/proc/self/fd/{self.opened[entry]}" for entry in sorted(closed, key=len, reverse=True)}
        sys.path[:] = [_led(entry, ways) for entry in sys.path]
        packages, loaders = _loaded()
        for paths in packages:
            paths[:] = [_led(path, ways) for path in paths]
        for loader in loaders:
            loader.path = _led(loader.path, ways)
        sys.path_importer_cache.clear()
        self.rerouted += closed


def _open(folder: str) -> int:
    """Open a folder at a number that is out of the way of a worker's own descriptors."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, LOWEST)
    finally:
        os.close(descriptor)


@cache
def _loaded() -> tuple[list[list[str]], list[SourceFileLoader]]:
    """Return what leads to the files of the modules that are loaded: packages' paths, and loaders.

    A loader reads the source again, for tracebacks and for torch.func.
    """
    packages, loaders = [], []
    for module in list(sys.modules.values()):
        paths, loader = getattr(module, "__path__", None), getattr(module, "__loader__", None)
        if isinstance(paths, list):
            packages.append(paths)
        if isinstance(loader, SourceFileLoader):
            loaders.append(loader)
    return packages, loaders


def _led(path: str, ways: dict[str, str]) -> str:
    for entry, way in ways.items():  # the longest first
        if path == entry or path.startswith(entry + os.sep):
            return way + path[len(entry) :]
    return path
