"""The line of every key, as a reader of the file would count it."""

from __future__ import annotations

import pytest

from autograder.toml_lines import TomlLines

TEXT = '''\
# title = "not this one"
title = "a # b = [c"
text = """
title = 1
[table]
"""
list = [1, # one
  "]", [
  2, 3],
]
inline = {x = 1, "y z" = {w = "}"}}
a.b.c = 1

[table]
key = \'\'\'
no = 1\'\'\'
"quoted key" = 2

[[many]]
first = 1
[many.inner]
deep = 2
[[many]]
first = 3
[[many.inner.lists]]
x = 4
[[many.inner.lists]]
x = 5
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 2),
        (("text",), 3),
        (("list",), 7),
        (("list", 0), 7),
        (("list", 1), 8),
        (("list", 2, 1), 9),
        (("inline", "x"), 11),
        (("inline", "y z", "w"), 11),
        (("a", "b", "c"), 12),
        (("table",), 14),
        (("table", "key"), 15),
        (("table", "quoted key"), 17),
        (("many",), 19),
        (("many", 0), 19),
        (("many", 0, "first"), 20),
        (("many", 0, "inner"), 21),
        (("many", 0, "inner", "deep"), 22),
        (("many", 1), 23),
        (("many", 1, "first"), 24),
        (("many", 1, "inner", "lists", 0, "x"), 26),
        (("many", 1, "inner", "lists", 1, "x"), 28),
    ],
)
def test_a_place_has_its_line(place, line):
    assert TomlLines(TEXT).line(place) == line


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it():
    assert TomlLines(TEXT).line(("table", "missing", 3)) == 14


def test_a_missing_key_of_the_file_is_told_on_its_first_line():
    assert TomlLines(TEXT).line(("missing",)) == 1


def test_windows_line_ends_count_once():
    assert TomlLines(TEXT.replace("\n", "\r\n")).line(("many", 1, "inner", "lists", 1, "x")) == 28


@pytest.mark.parametrize("text", ["", "\n", "# only a comment", "a = 1", "[a]"])
def test_a_short_file_is_walked_to_its_end(text):
    assert TomlLines(text).line(("a",)) == 1
