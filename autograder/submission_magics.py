"""Takes out of a notebook's cell what is no Python: IPython's magics, shell lines and questions.

Every line keeps its number: what is left out becomes `pass`, or a blank line where it went on from the one above.
"""

from __future__ import annotations

import re

# Their body runs in the notebook's own namespace, as Python.
_OF_PYTHON = frozenset({
    "capture", "debug", "heat", "ipytest", "lprun", "memit", "memray_flamegraph", "mprun", "prun", "pyinstrument",
    "scalene", "skip", "snakeviz", "time", "timeit", "wandb",
})  # fmt: skip
_CELL_MAGIC = re.compile(r"%%\s*(?P<name>!|[\w.]*)")
# No logical line of Python begins with one of these.
_ESCAPES = ("%", "!", "?", ",", ";", "/")
# `x = !ls` and `x = %timeit -o f()`; after a `=` neither character can stand in Python.
_ASSIGNED = re.compile(r"[\w.,*()\[\] \t]+=\s*[%!](?!=)")
# `torch.nn?`, `??conv2d`, `torch.*pad*?`; a `?` that ends a comment does not match.
_QUESTION = re.compile(r"[%\w.*\[\]]+\s*\?{1,2}\s*;?\s*$")
_INDENT = re.compile(r"[ \t]*")
# What matters for where a logical line ends: strings, comments, brackets and a backslash at the end of a line.
_TOKEN = re.compile(
    r"""(?P<long>\"\"\"|''')
    | (?P<short>"(?:[^"\\\n]|\\[\s\S])*["\n]?|'(?:[^'\\\n]|\\[\s\S])*['\n]?)
    | (?P<comment>\#[^\n]*)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<joined>\\\n)
    | (?P<end>\n)""",
    re.VERBOSE,
)


def python_of(text: str) -> str | None:
    r"""Return a cell's Python, line for line, or None where the cell is in another language.

    For example, "%matplotlib inline\nx = 1" becomes "pass\nx = 1", and a cell that begins with `%%bash` None.

    Args:
        text: The cell as the student has it, lines ending in "\n".
    """
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), None)
    if first is None:
        return text
    magic = _CELL_MAGIC.match(lines[first].lstrip())
    if magic:
        if magic["name"] not in _OF_PYTHON:
            return None
        lines[first] = ""
    return _without_escapes(_dedented(lines))


def _dedented(lines: list[str]) -> list[str]:
    """Take away the indentation of the first line of code, which IPython allows, from every line that has it."""
    indent = next((_INDENT.match(line)[0] for line in lines if line.strip()), "")  # type: ignore[index]  # "" matches
    return [line.removeprefix(indent) for line in lines] if indent else lines


def _without_escapes(lines: list[str]) -> str:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    text = "\n".join(lines)
    number = 0
    while number < len(lines):
        if _is_escape(lines[number]):
            goes_on = lines[number].endswith("\\")
            lines[number] = _INDENT.match(lines[number])[0] + "pass"  # type: ignore[index]  # "" matches
            number += 1
            while goes_on and number < len(lines):
                goes_on = lines[number].endswith("\\")
                lines[number] = ""
                number += 1
        else:
            end = _end_of_logical_line(text, starts[number])
            while number < len(lines) and starts[number] < end:
                number += 1
    return "\n".join(lines)


def _is_escape(line: str) -> bool:
    stripped = line.lstrip(" \t")
    return bool(stripped.startswith(_ESCAPES) or _ASSIGNED.match(stripped) or _QUESTION.match(stripped))


def _end_of_logical_line(text: str, start: int) -> int:
    """Return where the line of Python ends that begins at `start`: after its line feed, or after the text."""
    depth = 0
    while (match := _TOKEN.search(text, start)) is not None:
        start = match.end()
        if match["long"]:
            start = _end_of_long_string(text, start, match["long"])
        elif match["open"]:
            depth += 1
        elif match["close"]:
            depth = max(0, depth - 1)
        elif depth == 0 and (match["end"] or (match["short"] or "").endswith("\n")):
            return start
    return len(text) + 1


def _end_of_long_string(text: str, start: int, quotes: str) -> int:
    while (end := text.find(quotes, start)) >= 0:
        backslashes = len(text[start:end]) - len(text[start:end].rstrip("\\"))
        if backslashes % 2 == 0:
            return end + 3
        start = end + 1
    return len(text)
