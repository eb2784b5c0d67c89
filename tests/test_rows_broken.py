"""A wrong program of the lab's own that cannot be used is an error with its file, never the end of a grading."""

import pytest

from autograder.grader.rows import RowError, read_row

GOOD = b'"""What is 1 + 1?"""\n\n\ndef two():\n    return 3\n'


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe",
        b"a = 1\x00",
        b"def two(:",
        b"def two(): pass",
        b'"""Hint."""',
        GOOD + b"import sys\nsys.exit()",
        GOOD + b"1 / 0",
    ],
    ids=["no text", "a zero byte", "no Python", "no docstring", "no exercise", "it exits", "it raises"],
)
def test_what_is_no_row_names_its_file(tmp_path, text):
    path = tmp_path / "broken.py"
    path.write_bytes(text)

    with pytest.raises(RowError, match=r"broken\.py"):
        read_row("two", path)


def test_a_row_is_its_hint_and_its_program(tmp_path):
    path = tmp_path / "three.py"
    path.write_bytes(GOOD)
    row = read_row("two", path)

    assert (row.id, row.hint, row.names["two"]()) == ("three", "What is 1 + 1?", 3)
