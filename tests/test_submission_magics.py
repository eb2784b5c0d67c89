"""What is no Python in a cell is taken out, line by line, and nothing in a string is taken for it."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission_magics import python_of


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("x = 1\n  %time y", "x = 1\n  pass"),
        ("!pip install torch", "pass"),
        ("!echo 'it is\nx = 1", "pass\nx = 1"),
        ("!echo a \\\n  b \\\n  c\nx = 1", "pass\n\n\nx = 1"),
        ("files = !ls", "pass"),
        ("a, b[0] = %timeit -o f()", "pass"),
        ("if colab:\n    !pip install x\nelse:\n    y = 1", "if colab:\n    pass\nelse:\n    y = 1"),
        ("?conv2d", "pass"),
        ("torch.nn?", "pass"),
        ("torch.*pad*??", "pass"),
        (",f a b", "pass"),
        ("x = 1  # why?", "x = 1  # why?"),
        ("# what?\nx = 1", "# what?\nx = 1"),
        ("x = a != b", "x = a != b"),
        ("x = (1\n% 2)", "x = (1\n% 2)"),
        ("x = 7 \\\n% 2", "x = 7 \\\n% 2"),
        ('x = """\n%time\n!ls\nwhy?\n"""\n%time', 'x = """\n%time\n!ls\nwhy?\n"""\npass'),
        ('x = """\\"""\n%time\n"""', 'x = """\\"""\n%time\n"""'),
        ("x = 'a\\\n%time'", "x = 'a\\\n%time'"),
        ("x = '#'\n%time", "x = '#'\npass"),
        ("x = 1  # (\n%time", "x = 1  # (\npass"),
        ("%%time\nx = 1", "\nx = 1"),
        ("\n# timed\n%%capture out\nx = 1", "\n# timed\n\nx = 1"),
        ("    x = 1\n    if x:\n        y = 2", "x = 1\nif x:\n    y = 2"),
        ("", ""),
        ("# nothing", "# nothing"),
    ],
)
def test_the_python_of_a_cell(cell, python):
    assert python_of(cell) == python


@pytest.mark.parametrize("name", ["bash", "sh", "html", "javascript", "writefile helper.py", "latex", "!", "R", ""])
def test_a_cell_in_another_language_has_none(name):
    assert python_of(f"%%{name}\nx = 1") is None


LINES = st.sampled_from(["%time f(x)", "!ls 'a", "x?", "y = !ls", "?x"])
STATEMENTS = st.sampled_from(
    [
        "x = 1",
        "def f(a):\n    '''text\n%no\n!no'''\n    return a % 2",
        "y = [\n1,\n2\n% 1,\n]",
        "s = 'it\\'s'  # don't",
        'z = f"{x!r} % {x}"',
        "if x:\n    y = 2",
        "w = r'a\\\\'",
    ]
)


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(STATEMENTS, st.just(True)) | st.tuples(LINES, st.just(False)), max_size=12))
def test_statements_between_such_lines_stay_as_they_are(parts):
    statements = [part for part, is_python in parts if is_python]

    found = python_of("\n".join(part for part, _ in parts))

    left = [node for node in ast.parse(found or "").body if not isinstance(node, ast.Pass)]
    assert [ast.dump(node) for node in left] == [ast.dump(node) for node in ast.parse("\n".join(statements)).body]


@settings(deadline=None, derandomize=True, database=None)
@given(st.text("%!?'\"\\\n#([])} =x,;/", max_size=60))
def test_any_text_keeps_its_lines(text):
    found = python_of(text)

    assert found is None or found.count("\n") == text.count("\n")
