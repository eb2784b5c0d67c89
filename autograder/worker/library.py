"""Keeps the standard library and the installed packages importable after the change of user.

An interpreter may lie in a folder that only its owner can enter (a home of mode 0700). Student code that imports a
module late would then fail for a reason that is none of its own. Descriptors opened before the change lead to the
same folders by `/proc/self/fd/N`, past the closed door and to nothing else.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path


def folders() -> list[Path]:
    """Return the folders of the standard library and of installed packages.

    Not what else is on `sys.path`: a project that is installed in place puts its own folder there, tests and all.
    """
    paths = sysconfig.get_paths()
    found = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return [Path(entry) for entry in dict.fromkeys([*found, *site.getsitepackages()]) if Path(entry).is_dir()]


def open_folders() -> dict[str, int]:
    """Open each library folder while that is still allowed; take every other one off `sys.path`."""
    known = folders()
    sys.path[:] = [entry for entry in sys.path if any(Path(entry).is_relative_to(folder) for folder in known)]
    wanted = dict.fromkeys([*map(str, known), *(entry for entry in sys.path if Path(entry).is_dir())])
    return {entry: os.open(entry, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC) for entry in wanted}


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


def prepare() -> None:
    """Look through the modules once, before workers are forked: it takes longer than all the rest."""
    _loaded()


def reroute(opened: dict[str, int]) -> list[str]:
    """Lead every folder that cannot be entered any more past its closed door; return these folders."""
    closed = [entry for entry in opened if not os.access(entry, os.R_OK | os.X_OK)]
    if not closed:
        return []
    ways = {entry: f"/proc/self/fd/{opened[entry]}" for entry in sorted(closed, key=len, reverse=True)}
    sys.path[:] = [_led(entry, ways) for entry in sys.path]
    packages, loaders = _loaded()
    for paths in packages:
        paths[:] = [_led(path, ways) for path in paths]
    for loader in loaders:
        loader.path = _led(loader.path, ways)
    sys.path_importer_cache.clear()
    return closed


def close_all_but(rerouted: list[str], opened: dict[str, int]) -> None:
    """Close the folders that can be entered by their own names."""
    for entry, descriptor in opened.items():
        if entry not in rerouted:
            os.close(descriptor)


def _led(path: str, ways: dict[str, str]) -> str:
    for entry, way in ways.items():  # the longest first
        if path == entry or path.startswith(entry + os.sep):
            return way + path[len(entry) :]
    return path
