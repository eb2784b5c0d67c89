"""Text of students cannot steer a terminal, break a results file or become a formula."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.safe_text import for_csv, for_results, for_terminal, without_tags

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("", ""),
        ("größer ≥ 3, 🙂", "größer ≥ 3, 🙂"),
        ("a\nb\tc\rd", r"a\nb\tc\rd"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b2J", r"\x9b2J"),
        ("\x00\x7f", r"\x00\x7f"),
        ("x\u202egnp.py", r"x\u202egnp.py"),
        ("\u2066\u200f\u2028", r"\u2066\u200f\u2028"),
        ("\udc80\ud83d", r"\udc80\ud83d"),
        ("back\\slash 'quote'", "back\\slash 'quote'"),
        ("\u0627\u0644\u200d", "\u0627\u0644\u200d"),
    ],
    ids=ascii,
)
def test_what_is_not_plain_text_is_shown_as_an_escape(text, safe):
    assert for_terminal(text) == safe


def test_results_keep_lines_and_tabs():
    assert for_results("a\r\n\tb\nc\rd\x1b", 100) == "a\n\tb\nc\\rd\\x1b"


def test_results_up_to_the_limit_are_whole():
    assert for_results("x" * 100, 100) == "x" * 100


def test_results_over_the_limit_are_cut_and_say_so():
    result = for_results("x" * 1500, 1000)

    kept, line = result.split("\n")
    assert len(result) <= 1000
    assert set(kept) == {"x"}
    assert line == f"[… {1500 - len(kept)} more characters]"


def test_escapes_count_towards_the_limit():
    assert len(for_results("\x1b" * 100, 120)) <= 120


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_never_starts_like_a_formula(start):
    assert for_csv(start + "1+1") == "'" + for_terminal(start) + "1+1"


@pytest.mark.parametrize("cell", ["", "alice", "3.5", "a=b", "'quoted'"])
def test_an_ordinary_cell_stays_as_it_is(cell):
    assert for_csv(cell) == cell


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(ANY_TEXT, st.integers(100, 300))
def test_any_text_can_be_written_and_read_back(text, limit):
    results = for_results(text, limit)
    rows = io.StringIO()
    csv.writer(rows).writerow([for_csv(text), "end"])

    assert len(results) <= limit
    assert json.loads(json.dumps(results, ensure_ascii=False).encode()) == results
    assert next(csv.reader([rows.getvalue()])) == [for_csv(text), "end"]
    assert for_terminal(text).isprintable() or not text.isprintable()
    assert len(for_terminal(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "‹script>alert(1)‹/script>"),
        ("<!-- --><?php", "‹!-- -->‹?php"),
        ("<class 'int'>", "‹class 'int'>"),
        ("1 < 2, a <= b, x<3 and <- that", "1 < 2, a <= b, x<3 and <- that"),
    ],
)
def test_a_tag_starts_nowhere(text, shown):
    assert without_tags(text) == shown
