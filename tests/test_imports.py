"""Imports run one way, and the two sides of the trust boundary do not meet."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / "autograder"


def imported(path):
    """The names of the program's modules that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(["autograder", *path.relative_to(PROGRAM).parts[:-1]][: None if node.level == 1 else 1])
            names |= {f"{package}.{node.module}" if node.module else f"{package}.{alias.name}" for alias in node.names}
    return {name for name in names if name and name.startswith("autograder")}


def imports_of(folder):
    return {name for path in (PROGRAM / folder).rglob("*.py") for name in imported(path)}


@pytest.mark.parametrize(
    ("side", "other"),
    [
        ("worker", "grader"),
        ("grader", "worker"),
        ("worker", "course"),
        ("worker", "report"),
        ("worker", "release"),
        ("grader", "course"),
        ("grader", "release"),
        ("training", "grader"),
        ("training", "worker"),
        ("report", "course"),
        ("report", "grader"),
    ],
)
def test_one_side_does_not_import_the_other(side, other):
    assert not {name for name in imports_of(side) if name.split(".")[1:2] == [other]}


def test_the_kit_imports_nothing_of_the_program():
    templates = {"autograder.kit"}
    assert {name for name in imports_of("kit") if ".".join(name.split(".")[:2]) not in templates} == set()


@pytest.mark.parametrize("module", ["worker.main", "zygote"])
def test_loading_the_workers_code_loads_nothing_of_the_graders(module):
    look = f"import sys, autograder.{module}; print([m for m in sys.modules if m.startswith('autograder.grader')])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_starts_without_torch():
    look = "import sys, autograder.cli, autograder.course.command; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
