"""A source file has the cells that jupytext sees in it."""

from __future__ import annotations

from pathlib import Path

import jupytext
import pytest

from autograder.source_cells import find_cells
from autograder.source_text import SourceError, SourceText

PATH = Path("layers.py")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "import torch\n",
        '"""A module."""\n\nimport torch\n\n# %%\nx = 1\n',
        "# ---\n# jupyter:\n#   jupytext:\n#     text_representation: {}\n# ---\n\n# %% [markdown]\n# Text\n",
        "# ---\n# jupyter:\n#   jupytext:\n#     main_language: python\n# ---\nx = 1\n\n# %%\ny = 2\n",
        "# %% [md]\n# Text\n#   indented\n#tight\n",
        '# %% A title [markdown] tags=["a", "b"] editable=false\n# Text\n# %% tags=[]\nx = 1\n\n\n',
        "# %%\n\n# %%\n# only a comment\n# %%%% deeper\nx = 1",
        "# %% [markdown]\n# a\n\n# b\n#\n#\n# %% Code with a title\n    # comment\nx = 1\n\n\n\ny = 2\n",
        "# %%\nx = '''\n# %% [markdown]\n'''\n#%%\ny = 1\n",
    ],
)
def test_any_file_has_the_cells_that_jupytext_sees(text):
    cells = find_cells(SourceText(PATH, text))
    notebook = jupytext.reads(text, fmt="py:percent")
    seen = [(cell.cell_type, cell.source.strip("\n")) for cell in notebook.cells if text]
    assert [(cell.kind, cell.text.strip("\n")) for cell in cells] == seen


def test_a_marker_gives_title_and_metadata():
    text = '# %% The layer [markdown] tags=["a", "b"] editable=false name="x=1"\n# Text\n'
    [cell] = find_cells(SourceText(PATH, text))
    assert (cell.title, cell.metadata) == (
        "The layer",
        {"tags": ["a", "b"], "editable": False, "name": "x=1"},
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# %% [raw]\n# text\n", "1: a cell of another kind: '[raw]', write '# %%' or '# %% [markdown]'"),
        ("# %% tags=[a\nx = 1\n", "1: the value of tags cannot be read, write it as JSON"),
        (
            "# %% [markdown]\n# Text\n\nx = 1\n",
            "4: no comment, in a cell of text; put '# ' before it, or start the code with '# %%'",
        ),
        (
            "def f():\n    x = 1\n    # %%\n    return x\n",
            "3: a cell starts inside f, move the marker out of it",
        ),
    ],
)
def test_a_cell_out_of_place_is_told(text, expected):
    source = SourceText(PATH, text)
    with pytest.raises(SourceError) as raised:
        find_cells(source)
    assert str(raised.value) == f"layers.py:{expected}"
