"""Of a notebook's cells the exercises and what they need become the lab's files; what merely runs stays behind."""

import ast

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from notebooks import ALL_BEGUN, FACTS, code, imported, made, solved, text

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=60)
RUNS = "raise SystemExit('this was run')"


def names(found):
    """What the files define, together; the first one's value counts."""
    modules = imported(found)
    return {**modules["second.py"], **modules["first.py"]}


# what is taken


def test_each_exercise_goes_into_its_file():
    found = made("def three(x):\n    return 3", "def one(x):\n    return 1", "def two(x):\n    return 2")

    assert found["files"] == {
        "first.py": "def one(x):\n    return 1\n\ndef two(x):\n    return 2\n",
        "second.py": "def three(x):\n    return 3\n",
    }
    assert found["notes"] == []
    assert found["begun"] == found["held"] == ["one", "two", "three"]


@pytest.mark.parametrize(
    "cell",
    [
        RUNS,
        "for epoch in range(3):\n    train(epoch)",
        "x = one(3)\nprint(x)",
        'if __name__ == "__main__":\n    ' + RUNS,
        "with open('/etc/passwd') as file:\n    print(file.read())",
        "import figures\nfigures.show()",
        "del one",
        "await something()",
        "%matplotlib inline\n!pip install torch\none?",
        "%%bash\nrm -rf /",
        "",
        "# a comment",
        "pass",
        '"""a text"""',
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_what_merely_runs_is_left_out_without_a_word(cell, above):
    found = made(*([cell, ALL_BEGUN] if above else [ALL_BEGUN, cell]))

    assert found["files"] == made(ALL_BEGUN)["files"]
    assert found["notes"] == []


@pytest.mark.parametrize(
    "cells",
    [
        ["import math", "def one(x):\n    return math.floor(x)"],
        ["def one(x):\n    return math.floor(x)", "import math"],
        ["from math import *", "def one(x):\n    return floor(x)"],
        ["def helper(x):\n    return K - 2\nK = 5", "def one(x):\n    return helper(x)"],
        ["K = 3", "def one(x, k=K):\n    return k"],
        ["def one(x, k=K):\n    return k", "K = 3"],
        ["class Base:\n    value = 3", "class one(Base):\n    def __new__(cls, x):\n        return cls.value"],
        ["def plus(f):\n    return lambda x: f(x) + 1", "@plus\ndef one(x):\n    return 2"],
        ["def plus(f):\n    return lambda x: f(x) + 1", "def one(x):\n    return 2", "one = plus(one)"],
        ["one = lambda x: 3"],
        ["def mine(x):\n    return 3", "one = mine"],
        ["def make(k):\n    return lambda x: k", "one = make(3)"],
        ["try:\n    import nowhere\n    one = lambda x: 1\nexcept ImportError:\n    def one(x):\n        return 3"],
        ["K = 1", "K += 1", "K = K + 1", "def one(x):\n    return K"],
        ["table = {}", "table['a'] = 3", "def one(x):\n    return table['a']"],
        ["table = []", "table.append(3)", "def one(x):\n    return table[0]"],
        ["table = []\nfor i in range(4):\n    table.append(i)", "def one(x):\n    return table[3]"],
        ["class Net:\n    pass", "def f(self):\n    return 3", "Net.f = f", "def one(x):\n    return Net().f()"],
        ["with open('/dev/null') as file:\n    K = 3", "def one(x):\n    return K"],
        ["for K in range(4):\n    pass", "def one(x):\n    return K"],
        ['if __name__ == "__main__":\n    K = 3', "def one(x):\n    return K"],
        ["if ( __name__ == '__main__' ) :\n    K = 3", "def one(x):\n    return K"],
        ["K: int = 3", "def one(x: 'K') -> int:\n    return K"],
        ["def count():\n    global K\n    K = 3\ndef one(x):\n    count()\n    return K"],
        ["a = 1; b = 2; " + RUNS, "def one(x):\n    return a + b"],
        ["def one(x):\n    return [K for _ in 'a'][0]", "K = 3"],
        ["def two(x):\n    return 2", "double = two", "def one(x):\n    return double(x) + 1"],
        ["def one(x):\n    return three(x)", "def three(x):\n    return 3"],
        ["def helper():\n    return K\nTABLE = [helper()]", "K = 3", "def one(x):\n    return TABLE[0]"],
        ["from __future__ import annotations\ndef one(x: Nowhere) -> Nothing:\n    return 3"],
        ["  def one(x):\n      return 3"],
        ["é = 'ä'; def_ = 3", "def one(x):\n    return def_"],
    ],
)
def test_an_exercise_brings_what_it_needs(cells):
    assert names(made(*cells))["one"](3.5) == 3


def test_a_helper_of_two_files_is_copied_into_both_and_an_exercise_is_imported():
    found = made(
        "def helper():\n    return 1", "def one(x):\n    return helper()", "def three(x):\n    return one(x) + helper()"
    )

    assert found["files"]["second.py"].startswith("from first import one\n\ndef helper():")
    assert names(found)["three"](0) == 2


@pytest.mark.parametrize(
    "cell",
    [
        "from first import one\ndef three(x):\n    return one(x) + 2",
        "from first import *\ndef three(x):\n    return one(x) + 2",
        "from first import one as mine, two\ndef three(x):\n    return mine(x) + 2",
        "import first\ndef three(x):\n    return first.one(x) + 2",
        "import first as f\ndef three(x):\n    return f.one(x) + 2",
    ],
)
def test_imports_between_the_labs_files_may_stand_in_cells(cell):
    found = made("def one(x):\n    return 1", cell)

    assert names(found)["three"](0) == 3


def test_a_name_of_the_lab_under_another_one_can_be_used_in_its_own_file():
    found = made("def one(x):\n    return 1", "from first import one as mine", "def two(x):\n    return mine(x) + 1")

    assert names(found)["two"](0) == 2


def test_what_the_lab_gives_stays_where_it_was():
    found = made("import math", "GIVEN = [1, 2]", ALL_BEGUN)

    assert found["files"]["first.py"].startswith("import math\n\nGIVEN = [1, 2]\n\ndef one")
    assert "GIVEN" not in found["files"]["second.py"]


# a name that is bound more than once


@pytest.mark.parametrize(
    ("cells", "value", "note"),
    [
        (
            ["def one(x):\n    return 1", "def one(x):\n    return 2"],
            2,
            "one is defined in cells 1 and 2 with different",
        ),
        (["def one(x):\n    return 1", "def one(x):\n    'text'\n    return (1)  # the same"], 1, None),
        (["def one(x):\n    raise NotImplementedError", "def one(x):\n    return 1"], 1, None),
        (["def one(x):\n    return 1", "def one(x):\n    raise NotImplementedError"], 1, None),
        (
            ["def one(x):\n    return 1", "one = 7"],
            1,
            "cell 2 gives the name one to a value: what it meant before",
        ),
        (["def one(x):\n    return 1", "one = one(2)"], 1, None),
        (["def one(x):\n    return 1", "for one in range(3): pass"], 1, None),
        (["def one(x):\n    return sum([1, 2])", "sum = 0\nsum += 5"], 3, None),
        (["GIVEN = [1, 2]", "def one(x):\n    return GIVEN[0]", "GIVEN = 7"], 1, None),
        (["import math as F", "def one(x):\n    return F.floor(x)", "F = one(1.5)"], 3, None),
        (["K = 1", "def one(x):\n    return K", "K = 2"], 2, None),
        (["K = 1", "def one(x):\n    return K", "for K in range(7): pass"], 1, None),
        (["K = 1", "def one(x):\n    return K", "if __name__ == '__main__':\n    K = 2"], 1, None),
        (["K = 1\nL = K + 1\nK = 5", "def one(x):\n    return K + L"], 7, None),
        (["def help():\n    return 1", "def one(x):\n    return help()", "def help():\n    return 2"], 2, None),
        (["K = 1", "def one(x):\n    return K", code("K = 9", role="tests")], 1, None),
        ([code("K = 9", role="setup"), "def one(x):\n    return K"], 9, None),
        ([code("def one(x):\n    return 5", role="tests"), "def one(x):\n    raise NotImplementedError"], 5, None),
    ],
)
def test_the_last_definition_counts_and_a_mere_value_is_none(cells, value, note):
    found = made(*cells)

    assert names(found)["one"](3.5) == value
    said = [line for line in found["notes"] if "not begun" not in line]
    assert [line.startswith(note) for line in said] == [True] if note else not said or "value" in said[0]


def test_to_try_a_stub_is_no_answer():
    found = made("def one(x):\n    raise NotImplementedError", "one = one(3)")

    assert found["begun"] == []
    with pytest.raises(NotImplementedError):
        names(found)["one"](0)


def test_what_the_lab_gives_keeps_its_name():
    found = made(*solved("mlp"), "History = fit(None)", facts=FACTS["mlp"])

    assert "class History:" in found["files"]["training.py"]
    assert "fit(None)" not in found["files"]["training.py"]


# what is missing or broken


def test_a_missing_exercise_is_not_begun_and_named():
    found = made("def one(x):\n    return 1\ndef three(x):\n    return two(x)")

    assert found["notes"] == ["your notebook holds no two: it counts as not begun"]
    assert found["held"] == ["one", "three"]
    with pytest.raises(NotImplementedError):
        names(found)["three"](0)


def test_several_missing_exercises_are_one_note():
    assert made("def one(x):\n    return 1")["notes"] == [
        "your notebook holds no two and three: they count as not begun"
    ]


def test_an_exercise_in_a_cell_of_text_is_pointed_out():
    found = made("def one(x):\n    return 1\ndef three(x):\n    return 3", text("def two(x): ...", exercise="two"))

    assert found["notes"] == ["cell 2 holds two as text, not as code: it counts as not begun"]


def test_a_cell_that_is_no_python_costs_its_own_exercise():
    found = made("def one(x):\n    retrun x", "def two(x):\n    return one(x)\ndef three(x):\n    return 3")

    assert found["notes"] == ["cell 1 is left out, it is no valid Python (line 2: invalid syntax)"]
    assert names(found)["three"](0) == 3
    with pytest.raises(SyntaxError) as caught:
        names(found)["two"](0)
    assert (caught.value.msg, caught.value.filename, caught.value.lineno) == ("invalid syntax", "cell 1", 2)
    assert caught.value.text == "retrun x"


def test_metadata_says_which_exercise_a_cell_was_that_cannot_be_read_at_all():
    found = made(code("dfe one(x):\n  return x", exercise="one"))

    assert found["held"] == ["one"]
    with pytest.raises(SyntaxError):
        names(found)["one"](0)


def test_a_slip_in_one_function_of_a_cell_leaves_the_others():
    found = made(
        "K = 1\n\ndef one(x):\n    return K\n\n@property\ndef two(x):\n    return (\n\ndef three(x):\n    return 3"
    )

    assert found["notes"] == ["a part of cell 1 is left out, it is no valid Python (line 8: '(' was never closed)"]
    assert (names(found)["one"](0), names(found)["three"](0)) == (1, 3)


def test_a_broken_helper_shows_where_it_is_used():
    found = made("def helper(:\n    return 1", "def one(x):\n    return helper()")

    with pytest.raises(SyntaxError) as caught:
        names(found)["one"](0)
    assert caught.value.filename == "cell 1"


def test_a_sound_copy_of_a_broken_cell_counts():
    assert names(made("def one(x):\n    return 1", "def one(x):\n    retrun 2"))["one"](0) == 1


def test_a_broken_answer_beside_the_stub_is_an_answer():
    found = made("def one(x):\n    raise NotImplementedError", "def one(x):\n    retrun 2")

    with pytest.raises(SyntaxError):
        names(found)["one"](0)


@pytest.mark.parametrize(
    "source", ["return 1", "x = '\x00'", "x = '\ud800'", "(" * 5000, "-" * 100_000 + "1", "\udcff"]
)
def test_any_text_in_a_cell_leaves_the_others(source):
    found = made(source, ALL_BEGUN)

    assert found["begun"] == ["one", "two", "three"]


# where the lines come from


def test_pieces_say_which_lines_of_which_cell_a_file_is_made_of():
    found = made(text("# title"), "print()\n\n@staticmethod\ndef one(x):\n    return K", "K = 3")

    lines = found["files"]["first.py"].split("\n")
    pieces = found["pieces"]["first.py"]
    assert [(piece["place"], piece["line"], list(piece["costs"])) for piece in pieces] == [
        ("first.py", 1, []),
        ("cell 2", 3, ["one"]),
        ("cell 3", 1, ["one"]),
    ]
    for piece in pieces[1:]:
        part = lines[piece["first"] - 1 : piece["last"]]
        assert found["cells"][piece["place"]].split("\n")[piece["line"] - 1 :][: len(part)] == part


# any notebook of the same statements


def parts(cells, cuts):
    """Cells cut at ends of statements, where `cuts` says so."""
    for cell in cells:
        if cell["cell_type"] != "code":
            yield cell
            continue
        lines = cell["source"].split("\n")
        body = ast.parse(cell["source"]).body
        start = 0
        for statement in body[:-1]:
            if cuts.draw(st.booleans()):
                yield {**cell, "source": "\n".join(lines[start : statement.end_lineno])}
                start = statement.end_lineno
        yield {**cell, "source": "\n".join(lines[start:])}


def definitions(found):
    """What each file defines, whatever the order; two imports can give the same name."""
    return {
        file: sorted(
            ast.dump(node) for node in ast.parse(source).body if not isinstance(node, ast.Import | ast.ImportFrom)
        )
        for file, source in found["files"].items()
    }


@pytest.mark.parametrize("lab", ["cnn", "mlp"])
@settings(PROPERTY, max_examples=20, phases=[Phase.explicit, Phase.generate])  # to shrink a whole lab takes minutes
@given(data=st.data())
def test_order_doubles_cuts_and_metadata_do_not_matter(lab, data):
    original = solved(lab)
    cells = list(parts(original, data))
    cells += data.draw(st.lists(st.sampled_from(cells), max_size=10))
    cells = data.draw(st.permutations(cells))
    if data.draw(st.booleans()):
        cells = [{**cell, "metadata": {}} for cell in cells]
    wanted = made(*original, facts=FACTS[lab])

    found = made(*cells, facts=FACTS[lab])

    assert definitions(found) == definitions(wanted)
    assert found["notes"] == []
    assert found["begun"] == list(FACTS[lab].exercises)
    modules = imported(found)
    assert all(name in modules[file] for name, file in FACTS[lab].names.items())


SNIPPETS = """
K = 1|K += 1|def one(x):|    return K|one = one|table.append(K)|%time|'''|(|)|for K in x:|class two(K):|    K = one
import K|from first import *|del K|@one|x = !ls|\\|lambda: K|    |if __name__ == "__main__":|try:|except K as one:
""".replace("\n", "|").split("|")


@PROPERTY
@given(st.lists(st.lists(st.sampled_from(SNIPPETS), max_size=6).map("\n".join), max_size=6))
def test_whatever_the_cells_are_the_files_are_python(cells):
    found = made(*cells, ALL_BEGUN)

    for source in found["files"].values():
        compile(source, "file", "exec")
