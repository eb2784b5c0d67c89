"""Bytes become cells, or one line that says why they do not."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notebooks import SMALL, code, notebook, text

from autograder import submission_cells
from autograder.submission_cells import NotebookError, read_notebook
from autograder.submission_reader import read

PROPERTY = settings(deadline=None, derandomize=True, database=None)
NO_CELLS = "is no notebook: it holds no cells; hand in the file as Jupyter saved it"


def refusal(data):
    """Why a notebook is none of the small lab's, or an empty text where it is read."""
    try:
        read(data, SMALL, {})
    except NotebookError as error:
        return str(error)
    return ""


def test_cells_have_their_places_and_what_the_release_says_of_them():
    found = read_notebook(
        notebook(text("# Lab"), code("x = 1", file="a.py", exercise="one"), code("run()", role="tests"), lab="small")
    )

    assert [(cell.number, cell.is_code, cell.text, cell.exercise, cell.is_made) for cell in found.cells] == [
        (1, False, "# Lab", "", False),
        (2, True, "x = 1", "one", False),
        (3, True, "run()", "", True),
    ]
    assert found.lab == "small"


@pytest.mark.parametrize("source", ["a\nb", ["a\n", "b"], ["a", "\n", "b"], "a\r\nb", "a\rb", ["a\n", 5, None, "b"]])
def test_a_source_is_a_text_or_a_list_of_texts(source):
    assert read_notebook(notebook(code(source))).cells[0].text == "a\nb"


@pytest.mark.parametrize("source", [None, 5, {}, [], [[]], {"a": "b"}])
def test_a_source_of_another_type_is_empty(source):
    assert read_notebook(notebook(code(source))).cells[0].text == ""


@pytest.mark.parametrize("metadata", [None, 5, "x", [], {"autograder": 5}, {"autograder": {"exercise": 5, "role": []}}])
def test_metadata_of_another_type_says_nothing(metadata):
    found = read_notebook(notebook({**code("x"), "metadata": metadata}, metadata=metadata))

    assert (found.cells[0].exercise, found.cells[0].is_made, found.lab) == ("", False, "")


@pytest.mark.parametrize("entry", [None, 5, "x", [], {}])
def test_an_entry_that_is_no_cell_keeps_its_place(entry):
    found = read_notebook(notebook(code("a"), entry if entry != "x" else ["x"], code("b")))

    assert [cell.text for cell in found.cells] == ["a", "", "b"]


def test_nbformat_3_has_worksheets():
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"], "outputs": []}]}, 5]}

    assert [cell.text for cell in read_notebook(json.dumps(old).encode()).cells] == ["x = 1"]


@pytest.mark.parametrize("minor", range(6))
def test_any_nbformat_4_is_read(minor):
    assert len(read_notebook(notebook("x = 1", nbformat_minor=minor)).cells) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no notebook: it is not JSON (line 1: Expecting value); hand in the file as Jupyter saved it"),
        (b"import torch\n", "is no notebook: it is not JSON (line 1: Expecting value); hand in the file as Jupyter"),
        (b'{"cells": [\n', "is no notebook: it is not JSON (line 2: Expecting value)"),
        ('{"cells": []}'.encode("utf-16"), "is no notebook: it is not JSON"),
        (b"[]", NO_CELLS),
        (b"{}", NO_CELLS),
        (b'{"cells": 5}', NO_CELLS),
        (b"[" * 100_000, "is no notebook: what is in it is nested too deeply"),
        (b'{"a":' * 100_000, "is no notebook: what is in it is nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_said_in_one_line(data, message):
    with pytest.raises(NotebookError) as caught:
        read_notebook(data)

    assert str(caught.value).startswith(message)
    assert str(caught.value).isprintable()


def test_more_code_than_anybody_writes_is_refused(monkeypatch):
    monkeypatch.setattr(submission_cells, "CODE_CHARACTERS", 100)

    with pytest.raises(NotebookError, match="holds 101 characters of code, where at most 100 are read"):
        read_notebook(notebook("#" * 101))


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + notebook("x = 1"),
        notebook("x = 1").replace(b"null", b"NaN"),
        notebook("x = 1").replace(b"null", b"1" * 100_000),
        notebook("x = 1").replace(b"null", b"-1e999"),
        b'{"cells": [], ' + notebook("x = 1")[1:],
        notebook("x = 1").replace(b'"nbformat"', b'"a\tb": 0, "nbformat"'),
    ],
    ids=["byte order mark", "NaN", "a number of many digits", "no finite number", "a key twice", "a control character"],
)
def test_what_json_does_not_allow_or_python_cannot_bear_is_no_obstacle(data):
    assert [cell.text for cell in read_notebook(data).cells] == ["x = 1"]


def test_text_that_is_not_utf_8_is_read_as_latin_1():
    found = read_notebook(b'{"cells": [{"cell_type": "code", "source": "x = \'\xf6\'"}]}')

    assert found.cells[0].text == "x = 'ö'"
    assert found.notes == ("the notebook is not in UTF-8; it was read as Latin-1",)


def test_half_a_character_is_replaced():
    assert read_notebook(b'{"cells": [{"cell_type": "code", "source": "\\ud800"}]}').cells[0].text == "\ufffd"


@PROPERTY
@given(st.binary(max_size=200) | st.binary(max_size=50).map(lambda tail: notebook("x = 1")[:-5] + tail))
def test_any_bytes_are_a_notebook_or_none(data):
    assert refusal(data).isprintable()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("def one(x): return 1"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "source", "metadata", "cell_type", "autograder", "exercise", "worksheets", "lab"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@PROPERTY
@given(JSON, JSON)
def test_json_of_any_shape_is_a_notebook_or_none(document, cell):
    for whole in (document, {"cells": [cell, {"cell_type": "code", "source": "def one(x): return 1"}]}):
        assert refusal(json.dumps(whole).encode()).isprintable()
