"""The page for authors, followed to the letter: its commands, its files, and what it says that comes out.

What is a step: each command behind a `$` in a console block, and each block of code below a line that ends with a
file's name. Everything else on the page is text.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "authoring.md"
SECONDS = 120
"""For one command; the longest takes a few."""


@dataclass(frozen=True)
class Step:
    """A command with its exit status and the output that is quoted, or a file with its text."""

    line: int
    command: str = ""
    status: int = 0
    output: tuple[str, ...] = ()
    file: str = ""
    text: str = ""


def steps_of(page):
    """Give the page's steps in order."""
    steps = []
    lines = page.splitlines()
    above, number = "", 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("```"):
            end = lines.index("```", number + 1)
            named = re.search(r"`([\w./-]+)`:$", above)
            if line == "```console":
                steps += commands_of(lines[number + 1 : end], number + 2)
            elif named:
                steps.append(Step(number + 1, file=named[1], text="\n".join([*lines[number + 1 : end], ""])))
            number = end
        above = line if line.strip() else above
        number += 1
    return steps


def commands_of(lines, first):
    """Give the steps of one console block, whose first line has this number on the page."""
    steps = []
    for number, line in enumerate(lines, first):
        if line.startswith("$ "):
            command, _, comment = line.removeprefix("$ ").partition("#")
            said = re.fullmatch(r"\s*exit status (\d+)", comment)
            steps.append(Step(number, command=command.strip(), status=int(said[1]) if said else 0))
        else:
            before = steps.pop()
            steps.append(Step(before.line, before.command, before.status, (*before.output, line)))
    return steps


def difference(quoted, output):
    """Say how the output is not what is quoted, or give None; white space and empty lines do not count."""
    text = "".join(f"{' '.join(line.split())}\n" for line in output.splitlines() if line.strip())
    pattern = ""
    for line in quoted:
        words = " ".join(line.split())
        if words == "...":
            pattern += r"(?:.*\n)*?"
        elif words:
            pattern += ".*".join(re.escape(part) for part in words.split("...")) + r"\n"
        if not re.match(pattern, text):
            return f"no such line where it is quoted: {line}"
    return None if not quoted or re.fullmatch(pattern, text) else "there is more output than is quoted"


def follow(page, folder, commands):
    """Take the steps of a page in a folder; give what went wrong first, or None.

    Args:
        page: Its text.
        folder: Where it begins.
        commands: A folder with the programs that the page may call, before all others.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "COV", "COLUMNS", "FORCE_COLOR"))
    }
    environment["PATH"] = f"{commands}{os.pathsep}{os.environ['PATH']}"
    here = folder
    for step in steps_of(page):
        if step.file:
            path = here / step.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
            continue
        into = re.fullmatch(r"cd ([\w./-]+)", step.command)
        if into:
            here = (here / into[1]).resolve(strict=True)
            continue
        done = subprocess.run(
            ["bash", "-c", step.command],
            cwd=here,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        output = done.stdout + done.stderr
        wrong = difference(step.output, output)
        if done.returncode != step.status:
            return f"line {step.line}: $ {step.command}\nexit status {done.returncode}, not {step.status}\n{output}"
        if wrong is not None:
            return f"line {step.line}: $ {step.command}\n{wrong}\n{output}"
    return None


@pytest.fixture(scope="module")
def commands(tmp_path_factory):
    """A folder with `autograder` and `pytest` as this Python has them."""
    folder = tmp_path_factory.mktemp("commands")
    for name in ("autograder", "pytest"):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n')
        script.chmod(0o755)
    return folder


def test_the_page_works_as_it_stands(tmp_path, commands):
    wrong = follow(PAGE.read_text(encoding="utf-8"), tmp_path, commands)
    if wrong is not None:
        pytest.fail(f"{PAGE.name}, {wrong}", pytrace=False)


def test_no_step_of_the_page_is_overlooked():
    text = PAGE.read_text(encoding="utf-8")
    steps = steps_of(text)
    commands = [step.command.split()[:2] for step in steps if step.command]
    assert len(commands) == len(re.findall(r"^\$ ", text, re.MULTILINE))
    for command in ("new", "verify", "release", "grade"):
        assert ["autograder", command] in commands
    walk = text[: text.index("\n## For looking things up")]
    assert len([step for step in steps if step.file]) == len(re.findall(r"^```(?:python|toml)$", walk, re.MULTILINE))


FILE = "Write this into `notes/a.txt`:\n\n```text\nfirst\nsecond\n```\n\n"


@pytest.mark.parametrize(
    "steps",
    [
        "```console\n$ cat notes/a.txt\nfirst\nsecond\n```",
        "```console\n$ cat notes/a.txt\n...\nsec...\n```",
        "```console\n$ cat notes/a.txt\nfirst\n...\n```",
        "```console\n$ cd notes\n$ grep -c second a.txt\n1\n$ grep third a.txt   # exit status 1\n```",
    ],
    ids=["the whole output", "its end", "its beginning", "a folder and an exit status"],
)
def test_a_page_that_works_is_followed_to_its_end(tmp_path, commands, steps):
    assert follow(FILE + steps, tmp_path, commands) is None


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (
            "```console\n$ true\n$ grep third notes/a.txt\n```",
            "line 10: $ grep third notes/a.txt\nexit status 1, not 0",
        ),
        ("```console\n$ cat notes/a.txt   # exit status 1\n```", "line 9: $ cat notes/a.txt\nexit status 0, not 1"),
        (
            "```console\n$ cat notes/a.txt\nthird\n```",
            "line 9: $ cat notes/a.txt\nno such line where it is quoted: third",
        ),
        (
            "```console\n$ cat notes/a.txt\nsecond\nfirst\n```",
            "line 9: $ cat notes/a.txt\nno such line where it is quoted: second",
        ),
        (
            "```console\n$ cat notes/a.txt\nirst\n```",
            "line 9: $ cat notes/a.txt\nno such line where it is quoted: irst",
        ),
        ("```console\n$ cat notes/a.txt\nfirst\n```", "line 9: $ cat notes/a.txt\nthere is more output than is quoted"),
    ],
    ids=["a command fails", "one does not fail", "no such line", "another order", "a part of a line", "a line more"],
)
def test_a_page_that_does_not_work_is_told_by_its_step(tmp_path, commands, steps, told):
    assert follow(FILE + steps, tmp_path, commands).startswith(told)
