"""Regions are found where they are, told where they are wrong, and taken out without a trace."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.source_cells import find_cells
from autograder.source_regions import Region, find_regions, student_text
from autograder.source_text import SourceError, SourceText

PATH = Path("layers.py")
SOLVED = "def {}():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"


def stub(text: str) -> str:
    source = SourceText(PATH, text)
    cells = find_cells(source)
    return student_text(source, cells, find_regions(source, cells))


def complaint(text: str) -> str:
    """Give what is said about a source with this text, without its path."""
    with pytest.raises(SourceError) as raised:
        stub(text)
    message = str(raised.value)
    assert message.startswith("layers.py:")
    assert "\n" not in message
    return message.removeprefix("layers.py:")


def test_windows_line_ends_stay():
    text = "def f():\r\n    # BEGIN SOLUTION\r\n    return 1\r\n    # END SOLUTION\r\n"
    assert stub(text) == "def f():\r\n    raise NotImplementedError\r\n"


def test_tabs_and_odd_spaces_stay():
    text = "def f(  x ):\n\t'''A\x0c'''  \n\t# BEGIN SOLUTION\n\treturn 1\n\t# END SOLUTION\n\n \nx = 1"
    assert stub(text) == "def f(  x ):\n\t'''A\x0c'''  \n\traise NotImplementedError\n\n \nx = 1"


def test_two_solutions_in_one_function_leave_two_lines():
    text = textwrap.dedent("""\
    def f(x):
        # BEGIN SOLUTION
        y = x
        # END SOLUTION
        assert y
        if x:
            pass
        # BEGIN SOLUTION
        else:
            return 2
        # END SOLUTION
    """)
    expected = """\
    def f(x):
        raise NotImplementedError
        assert y
        if x:
            pass
        raise NotImplementedError
    """
    assert stub(text) == textwrap.dedent(expected)


def test_a_solution_may_be_nothing_but_a_comment():
    text = textwrap.dedent("""\
    def f(x):
        '''Do nothing.'''
        # BEGIN SOLUTION
        # Nothing is to be done.
        # END SOLUTION
    y = 1
    """)
    assert stub(text) == "def f(x):\n    '''Do nothing.'''\n    raise NotImplementedError\ny = 1\n"


@pytest.mark.parametrize(
    ("above", "below", "left"),
    [
        ("a = 1\n", "b = 2\n", "a = 1\nb = 2\n"),
        ("a = 1\n\n", "\nb = 2\n", "a = 1\n\nb = 2\n"),
        ("a = 1\n\n\n", "\n\nb = 2\n", "a = 1\n\n\nb = 2\n"),
        ("a = 1\n\n\n", "b = 2\n", "a = 1\n\n\nb = 2\n"),
        ("a = 1\n", "\n\nb = 2\n", "a = 1\n\n\nb = 2\n"),
        ("", "\n\nb = 2\n", "b = 2\n"),
        ("a = 1\n\n\n", "\n\n", "a = 1\n"),
        ("a = 1\n\n\n", "", "a = 1\n"),
        ("# %%\n", "\n\nb = 2\n", "# %%\nb = 2\n"),
        ("a = 1\n\n# %%\n", "\n\n# %%\nb = 2\n", "a = 1\n\n# %%\nb = 2\n"),
        ("", "", ""),
    ],
)
def test_a_region_at_module_level_leaves_one_gap(above, below, left):
    text = f"{above}# BEGIN SOLUTION\n_c = 3\n# END SOLUTION\n{below}"
    assert stub(text) == left


def test_neighbouring_regions_at_module_level_leave_one_gap():
    region = "# BEGIN SOLUTION\n_c = 3\n# END SOLUTION\n"
    assert stub(f"a = 1\n\n\n{region}\n\n{region}\n\nb = 2\n") == "a = 1\n\n\nb = 2\n"


def test_a_region_at_module_level_may_have_a_prompt():
    text = textwrap.dedent("""\
    # BEGIN SOLUTION
    rate = 0.001
    # END SOLUTION
    # BEGIN PROMPT
    # rate = ...
    # END PROMPT
    """)
    assert stub(text) == "rate = ...\n"


def test_a_part_of_a_table_may_be_dropped():
    text = "TABLE = {\n    # BEGIN SOLUTION\n    1: 2,\n    # END SOLUTION\n}\n"
    assert stub(text) == "TABLE = {\n}\n"


def test_code_that_python_warns_of_is_read_in_silence():
    assert stub("x = '\\d' is 1\n") == "x = '\\d' is 1\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "def f():\n    # BEGIN SOLUTION\n    return 1\n",
            "2: this region does not end, write '# END SOLUTION' below it",
        ),
        (
            "def f():\n    return 1\n    # END SOLUTION\n",
            "3: no region is open here, write '# BEGIN SOLUTION' or remove this",
        ),
        (
            "def f():\n    # BEGIN SOLUTION\n    x = 1\n    # BEGIN SOLUTION\n    # END SOLUTION\n",
            "4: a region inside the one of line 2, write '# END SOLUTION' above it",
        ),
        (
            "def f():\n    # BEGIN SOLUTION\n    x = 1\n    # END PROMPT\n",
            "4: the region of line 2 is open, write '# END SOLUTION'",
        ),
        (
            SOLVED.format("f") + "\n    # BEGIN PROMPT\n    # return ...\n    # END PROMPT\n",
            "6: a prompt must begin on the line after a solution's end, move it there",
        ),
        (
            "def f():\n    # BEGIN PROMPT\n    # return ...\n    # END PROMPT\n    return 1\n",
            "2: a prompt must begin on the line after a solution's end, move it there",
        ),
        (
            SOLVED.format("f") + "    # BEGIN PROMPT\n    # x = ...\n    return x\n    # END PROMPT\n",
            "7: a line of a prompt that is no comment, put '# ' before it",
        ),
        (
            "# BEGIN SOLUTION\n_a = 1\n\n# %%\n_b = 2\n# END SOLUTION\n",
            "4: a cell starts inside the region of line 1, end it above",
        ),
    ],
)
def test_a_misplaced_marker_is_told(text, expected):
    assert complaint(text) == expected


@pytest.mark.parametrize(
    "marker",
    [
        "#BEGIN SOLUTION",
        "# begin solution",
        "### BEGIN SOLUTION",
        "# BEGIN SOLUTIONS",
        "# BEGIN SOLUTION: sum",
    ],
)
def test_a_misspelt_marker_is_told(marker):
    text = f"def f():\n    {marker}\n    return 1\n    # END SOLUTION\n"
    expected = f"2: {marker!r} is nearly a marker, write it as in '# BEGIN SOLUTION' or word it otherwise"
    assert complaint(text) == expected


def test_a_marker_after_code_is_told():
    text = "def f():\n    return 1  # BEGIN SOLUTION\n    # END SOLUTION\n"
    assert complaint(text) == "2: a marker after code, give it a line of its own"


def test_a_marker_with_spaces_behind_it_is_one():
    text = "def f():\n    # BEGIN SOLUTION \n    return 1\n    # END SOLUTION\t\n"
    assert stub(text) == "def f():\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("    ", "", "4: not indented like its beginning on line 2, align the two"),
        ("", "", "2: not indented like line 3, align the two"),
        ("        ", "        ", "2: not indented like line 3, align the two"),
    ],
)
def test_a_region_is_indented_like_its_code(begin, end, expected):
    text = f"def f():\n{begin}# BEGIN SOLUTION\n    return 1\n{end}# END SOLUTION\n"
    assert complaint(text) == expected


def test_a_region_stays_in_one_exercise():
    text = "def f():\n    # BEGIN SOLUTION\n    return 1\n\n\ndef g():\n    x = 1\n    # END SOLUTION\n"
    expected = "2: the region begins in 'f' and ends in 'g', keep it in one of them"
    assert complaint(text) == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # A prompt of comments alone leaves the body empty.
        (
            SOLVED.format("f") + "    # BEGIN PROMPT\n    # # return\n    # END PROMPT\n\n\nx = 1\n",
            10,
        ),
        ("def f():\n    return (\n        # BEGIN SOLUTION\n        1\n        # END SOLUTION\n    )\n", 3),
        ("def f():\n    # BEGIN SOLUTION\n    if f:\n        x = 1\n    # END SOLUTION\n        y = 1\n", 6),
        (SOLVED.format("f") + "if f:\n    # BEGIN SOLUTION\n    x = 1\n    # END SOLUTION\n", 5),
    ],
)
def test_a_stub_that_is_no_python_is_placed_in_the_source(text, line):
    message = complaint(text)
    assert message.startswith(f"{line}: no valid Python without the solutions, move the region's ends: ")


def test_a_region_knows_its_lines():
    region = Region(begin=3, end=5, kind="solution", owner=None, indent="")
    assert [line in region for line in (2, 3, 4, 5, 6)] == [False, True, True, True, False]


# Statements of a function's body: a plain line, a block with a header, or a region around statements without
# one. Every line of a region carries the word "secret", and no other line does.
HEADERS = ["if {}:", "for {} in x:", "while {}:", "with {}:", "def {}(x):", "class {}:", "try:"]


def blocks(inner):
    return st.tuples(st.sampled_from(HEADERS), st.lists(inner, min_size=1, max_size=3))


PLAIN = st.recursive(st.just("line"), blocks, max_leaves=6)
REGION = st.tuples(st.just("region"), st.lists(PLAIN, min_size=1, max_size=3), st.booleans())
STATEMENT = st.recursive(st.one_of(st.just("line"), REGION), blocks, max_leaves=8)
BODY = st.tuples(st.lists(STATEMENT, max_size=3), REGION, st.lists(STATEMENT, max_size=3))


def written(statements, indent, word):
    lines = []
    for statement in statements:
        if statement == "line":
            lines.append(f"{indent}{word} = 1")
        elif statement[0] == "region":
            _, body, prompted = statement
            lines += [
                f"{indent}# BEGIN SOLUTION",
                *written(body, indent, "secret"),
                f"{indent}# END SOLUTION",
            ]
            if prompted:
                lines += [f"{indent}# BEGIN PROMPT", f"{indent}# given = ...", f"{indent}# END PROMPT"]
        else:
            header, body = statement
            lines += [indent + header.format(word), *written(body, indent + "    ", word)]
            if header == "try:":
                lines += [f"{indent}except {word}:", f"{indent}    {word} = 2"]
    if word == "secret":
        # "try:" has no room for the word.
        lines = [line if word in line else f"{line}  # secret" for line in lines]
    return lines


@given(body=BODY, method=st.booleans(), module_level=st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_nesting_of_regions_leaves_python_without_a_solution(body, method, module_level):
    before, region, after = body
    lines = ["class exercise:", "    def forward(self, x):"] if method else ["def exercise(x):"]
    lines += written([*before, region, *after], "        " if method else "    ", "given")
    if module_level:
        lines = ["# BEGIN SOLUTION", "secret = 1", "# END SOLUTION", "", "", *lines]
    source = SourceText(PATH, "\n".join(lines) + "\n")
    regions = find_regions(source, [])
    stub = student_text(source, [], regions)
    given_lines = [line for line in lines if "secret" not in line and "# " not in line]
    kept = [line for line in stub.splitlines() if "..." not in line and "NotImplementedError" not in line]
    ast.parse(stub)
    assert "secret" not in stub
    assert [line for line in kept if line] == [line for line in given_lines if line]
