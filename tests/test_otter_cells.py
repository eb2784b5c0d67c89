"""A lab's code in Otter's markers: the solutions are in it, and what Otter leaves is what the kit gives."""

import ast
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labs import LABS, ROOT

from autograder.assignment import load
from autograder.release.notebook_cells import lab_cells
from autograder.release.otter_cells import acted_on, as_given, solved_cells
from autograder.source import SourceError, read_all

SIGNALS = "solutions/tiny/signals.py"
SMOOTH = """\
# %%
def smooth(x, k):
    # BEGIN SOLUTION
    return _windows(x, k).sum(1)
    # END SOLUTION


# %%
def average(x):
    # BEGIN SOLUTION
    return float(x.mean())
    # END SOLUTION
"""
WINDOWS = "# BEGIN SOLUTION\ndef _windows(x, k):\n    return x.unfold(0, k, 1)\n\n\n# END SOLUTION\n"


def signals(tiny_lab, text):
    """The solved cells of a file, and the cells of its stub."""
    project = tiny_lab({SIGNALS: text})
    assignment = load(project.assignment)
    names = [exercise.name for exercise in assignment.exercises]
    source = read_all(assignment, project.solutions)[0]
    return solved_cells(source, names), [cell.text for cell in lab_cells(source, names) if cell.kind == "code"]


class _Prompts(ast.NodeTransformer):
    """Takes out the strings that hold what students get."""

    def visit_Expr(self, node):
        text = getattr(node.value, "value", None)
        return None if isinstance(text, str) and text.startswith(" # BEGIN PROMPT") else node


@pytest.mark.parametrize("lab", LABS)
def test_the_cells_without_what_students_get_are_the_source(lab):
    names = [exercise.name for exercise in LABS[lab].exercises]
    for source in read_all(LABS[lab], ROOT / "solutions" / lab):
        cells = _Prompts().visit(ast.parse("\n\n".join(solved_cells(source, names))))

        assert list(map(ast.unparse, cells.body)) == list(map(ast.unparse, source.text.tree.body))


def test_a_solution_becomes_a_region_and_what_students_get_a_string(tiny_lab):
    cells, _ = signals(tiny_lab, SMOOTH.replace("_windows(x, k)", "x.unfold(0, k, 1)"))

    assert cells[0] == (
        "def smooth(x, k):\n"
        "    # BEGIN SOLUTION NO PROMPT\n"
        "    return x.unfold(0, k, 1).sum(1)\n"
        "    # END SOLUTION\n"
        '    r""" # BEGIN PROMPT\n'
        "    raise NotImplementedError\n"
        '    """ # END PROMPT'
    )


def test_a_prompt_of_the_labs_takes_the_place_of_the_error(tiny_lab):
    prompt = "    # BEGIN PROMPT\n    # total = ...\n    # return float(total)\n    # END PROMPT\n"
    cells, stubs = signals(tiny_lab, SMOOTH.replace("_windows(x, k)", "x.unfold(0, k, 1)") + prompt)

    assert cells[1].endswith('r""" # BEGIN PROMPT\n    total = ...\n    return float(total)\n    """ # END PROMPT')
    assert [as_given(cell.split("\n")) for cell in cells] == [stub.split("\n") for stub in stubs]


def test_a_prompt_with_a_docstring_gets_other_quotes(tiny_lab):
    prompt = '    # BEGIN PROMPT\n    # """Say how."""\n    # return 0.0\n    # END PROMPT\n'
    cells, stubs = signals(tiny_lab, SMOOTH.replace("_windows(x, k)", "x.unfold(0, k, 1)") + prompt)

    assert cells[1].endswith("    ''' # END PROMPT")
    assert [as_given(cell.split("\n")) for cell in cells] == [stub.split("\n") for stub in stubs]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        (SMOOTH.replace("def smooth", WINDOWS + "def smooth"), 0),
        (SMOOTH.replace("# %%\ndef average", "# %%\n" + WINDOWS + "\n\n# %%\ndef average"), 1),
        (SMOOTH + "\n\n# %%\n" + WINDOWS, 1),
    ],
    ids=["above it in its cell", "in a cell of its own before it", "behind the last"],
)
def test_a_solution_outside_of_functions_goes_to_an_exercise(tiny_lab, text, cell):
    cells, stubs = signals(tiny_lab, text)

    assert ["def _windows" in each for each in cells] == [each == cell for each in range(2)]
    assert [as_given(each.split("\n")) for each in cells] == [stub.split("\n") for stub in stubs]


def test_a_solution_in_a_file_without_exercises_has_no_place(tiny_lab):
    project = tiny_lab({SIGNALS: SMOOTH.replace("def smooth", WINDOWS + "def smooth")})
    source = read_all(load(project.assignment), project.solutions)[0]
    regions = tuple(region for region in source.regions if region.owner is None)

    with pytest.raises(SourceError, match=r"signals.py:2: .*for which Otter has no place"):
        solved_cells(dataclasses.replace(source, regions=regions), [])


# what Otter would act on


@pytest.mark.parametrize(
    "text",
    [
        "# ignore the frame",
        "## Ignore ##\nx = 1",
        "x = 1\nnp.random.seed(1)  # SEED",
        "x = 1  # IGNORE",
        "# BEGIN PLUGIN",
        "y = 2  # SOLUTION",
        "Write\n```otter\n# BEGIN QUESTION\n```",
        "x = 1\n# BEGIN IGNORE",
    ],
)
def test_a_word_to_otter_is_found(text):
    assert acted_on(text) in text.split("\n")


@given(st.lists(st.sampled_from(["x = 1", "# a solution", "    return x", "", "# %%", "seed = 3"])))
def test_ordinary_lines_are_not_words_to_otter(lines):
    assert acted_on("\n".join(lines)) is None
    assert as_given(lines) == lines


def test_no_cell_of_our_labs_is_a_word_to_otter():
    for lab in LABS:
        for source in read_all(LABS[lab], ROOT / "solutions" / lab):
            assert [cell.name for cell in lab_cells(source, []) if acted_on(cell.text)] == []
