"""One source file gives the reference and the student's file, and every mistake is told by file and line."""

from __future__ import annotations

import textwrap
from pathlib import Path

import jupytext
import pytest

from autograder.assignment import Assignment, Exercise
from autograder.source import SourceError, read_all, read_source

SOURCE = '''\
# %% [markdown]
# # Convolution
#
# A kernel slides over an image, `# BEGIN SOLUTION` is only a text here.
# BEGIN SOLUTION

# %%
import torch

TEXT = """
# BEGIN SOLUTION
# %%
"""


# BEGIN SOLUTION
import math


def _windows(a, k):
    return math.prod(a.shape) // k


STEP = 1
# END SOLUTION


# %% [markdown]
# ## Sizes

# %%
def output_size(n: int, k: int) -> int:
    """Give the size.

    # BEGIN SOLUTION
    """
    # The kernel has n - k + 1 places.
    # BEGIN SOLUTION
    return n - k + STEP
    # END SOLUTION


# %%
# BEGIN SOLUTION
_CACHE = {}
# END SOLUTION

# %% Layers [markdown] tags=["layers"]
# The layer keeps   its weights.

# %%
class Layer(torch.nn.Module):
    """A layer."""

    def __init__(self, channels):
        super().__init__()
        # BEGIN SOLUTION
        self.weight = torch.ones(channels)
        # END SOLUTION
        # BEGIN PROMPT
        # self.weight = ...
        #
        # # and a bias
        # END PROMPT

    def forward(self, x):
        for _ in range(2):
            if x.ndim:
                # BEGIN SOLUTION
                x = _windows(x, 2)

                # Twice.
                _CACHE[x] = 2
                # END SOLUTION
        return x
'''

STUB = '''\
# %% [markdown]
# # Convolution
#
# A kernel slides over an image, `# BEGIN SOLUTION` is only a text here.
# BEGIN SOLUTION

# %%
import torch

TEXT = """
# BEGIN SOLUTION
# %%
"""


# %% [markdown]
# ## Sizes

# %%
def output_size(n: int, k: int) -> int:
    """Give the size.

    # BEGIN SOLUTION
    """
    # The kernel has n - k + 1 places.
    raise NotImplementedError


# %% Layers [markdown] tags=["layers"]
# The layer keeps   its weights.

# %%
class Layer(torch.nn.Module):
    """A layer."""

    def __init__(self, channels):
        super().__init__()
        self.weight = ...

        # and a bias

    def forward(self, x):
        for _ in range(2):
            if x.ndim:
                raise NotImplementedError
        return x
'''


SOLVED = "def {}():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"


def assignment(*exercises: str, file: str = "layers.py", files: tuple[str, ...] = ()) -> Assignment:
    made = tuple(Exercise(name, file, 1, 10, 1) for name in exercises)
    return Assignment(Path("cnn"), "Layers", len(made), (file, *files), made)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "layers.py"


def stub(path: Path, text: str, *exercises: str) -> str:
    path.write_text(text, newline="")
    return read_source(path, assignment(*exercises)).stub()


def complaint(path: Path, text: str, *exercises: str) -> str:
    """Give what is said about a source with this text, without its path."""
    path.write_text(text, newline="")
    with pytest.raises(SourceError) as raised:
        read_source(path, assignment(*exercises))
    message = str(raised.value)
    assert message.startswith(f"{path}:")
    assert "\n" not in message
    return message.removeprefix(f"{path}:")


@pytest.fixture
def source(path):
    path.write_text(SOURCE)
    return read_source(path, assignment("output_size", "Layer"))


def test_students_get_everything_but_the_solutions(source):
    assert source.stub() == STUB


def test_the_reference_is_the_file_as_it_is(source):
    assert source.reference() == SOURCE


def test_a_source_knows_its_path(source, path):
    assert source.path == path


def test_regions_have_their_lines_and_owners(source):
    assert [(region.begin, region.end, region.kind, region.owner) for region in source.regions] == [
        (16, 25, "solution", None),
        (38, 40, "solution", "output_size"),
        (44, 46, "solution", None),
        (57, 59, "solution", "Layer"),
        (60, 64, "prompt", "Layer"),
        (69, 74, "solution", "Layer"),
    ]


def test_solution_lines_are_numbered(source):
    assert source.solution_lines()[-4:] == [
        (58, "        self.weight = torch.ones(channels)"),
        (70, "                x = _windows(x, 2)"),
        (72, "                # Twice."),
        (73, "                _CACHE[x] = 2"),
    ]


def test_private_names_are_defined_in_module_level_solutions_only(source):
    assert source.private_names() == {"_windows", "STEP", "_CACHE"}


def test_a_name_that_is_also_defined_for_students_is_not_private(path):
    text = textwrap.dedent("""\
    size = 1
    # BEGIN SOLUTION
    size = 2
    _other = [place for place in range(3)]
    # END SOLUTION
    """)
    path.write_text(text)
    assert read_source(path, assignment()).private_names() == {"_other"}


def test_cells_are_those_that_jupytext_sees(source):
    notebook = jupytext.reads(SOURCE, fmt="py:percent")
    seen = [(cell.cell_type, cell.source.rstrip("\n")) for cell in notebook.cells]
    assert [(cell.kind, cell.text) for cell in source.cells] == seen


def test_cells_of_the_stub_are_those_that_jupytext_sees(path):
    exercises = [Exercise("output_size", "layers.py", 1, 1, 1)]
    path.write_text(STUB.replace("raise NotImplementedError", "# BEGIN SOLUTION\n    pass\n    # END SOLUTION", 1))
    cells = read_source(path, Assignment(Path("cnn"), "", 1, ("layers.py",), tuple(exercises))).cells
    notebook = jupytext.reads(path.read_text(), fmt="py:percent")
    assert [cell.text for cell in cells] == [cell.source.rstrip("\n") for cell in notebook.cells]


def test_cells_have_their_lines(source):
    assert [(cell.line, cell.end) for cell in source.cells][:4] == [(1, 6), (7, 27), (28, 30), (31, 42)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "def f():\n    return 1\n",
            "1: f has no region, put '# BEGIN SOLUTION' and '# END SOLUTION' into it",
        ),
        ("x = 1\n", "1: no function or class f here, which assignment.toml asks for; write it"),
        (
            "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n\n\ndef f(): ...\n",
            "7: f is defined on line 1 too, remove one",
        ),
    ],
)
def test_an_exercise_is_defined_once_and_has_a_region(path, text, expected):
    assert complaint(path, text, "f") == expected


def test_a_region_in_what_is_no_exercise_is_told(path):
    text = "def con2d():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
    expected = "2: con2d is no exercise of assignment.toml, did you mean 'conv2d'?"
    assert complaint(path, text, "conv2d") == expected


def test_a_region_in_a_helper_is_told(path):
    text = "def window():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
    expected = "2: window is no exercise of assignment.toml, add it there or take the region out"
    assert complaint(path, text, "conv2d") == expected


def test_an_exercise_is_a_definition_at_the_top(path):
    text = "if True:\n    def f():\n        # BEGIN SOLUTION\n        return 1\n        # END SOLUTION\n"
    expected = "1: no function or class f here, which assignment.toml asks for; write it"
    assert complaint(path, text, "f") == expected


def test_a_syntax_error_is_placed(path):
    assert complaint(path, "x = 1\ny = (2\n") == "2: no valid Python, correct it: '(' was never closed"


def test_a_null_byte_is_no_python(path):
    assert complaint(path, "x = 1\0\n").startswith("1: no valid Python, correct it: ")


def test_another_encoding_is_told(path):
    path.write_bytes("x = 1\ny = 'Ü'\n".encode("latin-1"))
    with pytest.raises(SourceError, match=":2: not UTF-8, save the file in that encoding"):
        read_source(path, assignment())


def test_a_lone_carriage_return_is_told(path):
    expected = "2: a carriage return without a line feed, save it with ordinary line ends"
    assert complaint(path, "x = 1\ny = 2\rz = 3\n") == expected


@pytest.mark.parametrize(
    "use",
    ["y = _scale(2)", "from math import pi\n\n\ndef g():\n    return _scale(pi)", "@_scale\ndef g(): ..."],
)
def test_a_line_of_students_may_not_use_a_hidden_name(path, use):
    text = f"# BEGIN SOLUTION\ndef _scale(x):\n    return x\n# END SOLUTION\n\n\n{use}\n"
    path.write_text(text)
    with pytest.raises(SourceError, match="students get this line, but not _scale, move one of them") as raised:
        read_source(path, assignment())
    line = text[: text.rindex("_scale")].count("\n") + 1
    assert str(raised.value).startswith(f"{path}:{line}: ")


def test_a_hidden_import_may_not_be_used_by_students(path):
    text = "# BEGIN SOLUTION\nimport math\n# END SOLUTION\ny = math.pi\n"
    expected = "4: students get this line, but not math, move one of them into or out of a solution"
    assert complaint(path, text) == expected


def test_a_name_of_ones_own_is_not_the_hidden_one(path):
    text = "# BEGIN SOLUTION\nscale = 2\n# END SOLUTION\ndef g(scale):\n    return scale\n"
    assert stub(path, text) == "def g(scale):\n    return scale\n"


@pytest.fixture
def two_files(tmp_path):
    exercises = (Exercise("f", "one.py", 1, 1, 1), Exercise("g", "two.py", 1, 1, 1))
    (tmp_path / "one.py").write_text(SOLVED.format("f"))
    (tmp_path / "two.py").write_text(SOLVED.format("g"))
    return Assignment(Path("cnn"), "Two", 2, ("two.py", "one.py"), exercises)


def test_all_files_come_in_the_order_of_the_assignment(two_files, tmp_path):
    assert [source.path.name for source in read_all(two_files, tmp_path)] == ["two.py", "one.py"]


def test_a_missing_file_is_told(two_files, tmp_path):
    (tmp_path / "one.py").unlink()
    place = f"{tmp_path / 'one.py'}:1: "
    with pytest.raises(SourceError) as raised:
        read_all(two_files, tmp_path)
    assert str(raised.value) == place + "cannot be read (No such file or directory), is it in its folder?"


def test_a_file_that_the_assignment_does_not_know_is_told(two_files, tmp_path):
    (tmp_path / "three.py").write_text("x = 1\n")
    with pytest.raises(SourceError, match=r"three\.py:1: this file is not in the files of assignment\.toml"):
        read_all(two_files, tmp_path)


def test_a_file_alone_must_be_known_too(path):
    path.write_text("x = 1\n")
    with pytest.raises(SourceError, match=r"layers\.py:1: this file is not in the files of assignment\.toml"):
        read_source(path, assignment(file="other.py"))


def test_an_exercise_in_another_file_is_told(two_files, tmp_path):
    (tmp_path / "two.py").write_text(SOLVED.format("g") + "\n\n" + SOLVED.format("f"))
    with pytest.raises(SourceError, match=r"two\.py:8: f has 'one\.py' as its file in assignment\.toml"):
        read_all(two_files, tmp_path)


def test_a_hidden_name_may_not_be_imported_by_students(two_files, tmp_path):
    hidden = "# BEGIN SOLUTION\n_scale = 2\n# END SOLUTION\n\n\n"
    (tmp_path / "one.py").write_text(hidden + SOLVED.format("f"))
    (tmp_path / "two.py").write_text("from one import _scale, f\n\n\n" + SOLVED.format("g"))
    with pytest.raises(SourceError, match=r"two\.py:1: students get this import, but _scale is in a solution of one"):
        read_all(two_files, tmp_path)


def test_a_solution_may_import_a_hidden_name(two_files, tmp_path):
    hidden = "# BEGIN SOLUTION\n_scale = 2\n# END SOLUTION\n\n\n"
    (tmp_path / "one.py").write_text(hidden + SOLVED.format("f"))
    solution = SOLVED.format("g").replace("return 1", "from one import _scale")
    (tmp_path / "two.py").write_text(solution)
    assert "_scale" not in read_all(two_files, tmp_path)[0].stub()
