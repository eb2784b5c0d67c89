"""Answers in nbgrader's regions: what solutions share outside of exercises goes to where it is used."""

import re

import pytest
from labs import EXERCISES, LABS, ROOT

from autograder.assignment import Assignment, Exercise
from autograder.release.nbgrader_answers import answers
from autograder.release.notebook_cells import lab_cells
from autograder.source import SourceError, read_all

TWICE = """\
def twice(x):
    \"\"\"Return 2x.\"\"\"
    # BEGIN SOLUTION
    return _times(x, 2)
    # END SOLUTION
"""


@pytest.fixture
def filled(tmp_path):
    """Gives the cells of a lab of one file, or of several by their names."""

    def fill(text, exercises=("twice",), **others):
        files = {"first.py": text, **{f"{name}.py": each for name, each in others.items()}}
        for name, each in files.items():
            (tmp_path / name).write_text(each)
        found = [Exercise(name, file, 1, 1, 1) for name in exercises for file in files if f"def {name}(" in files[file]]
        found += [Exercise(name, "first.py", 1, 1, 1) for name in exercises if f"class {name}" in text]
        lab = Assignment(tmp_path, "A lab", 1, tuple(files), tuple(found))
        return answers(read_all(lab, tmp_path), exercises)

    return fill


def cleared(text):
    """What nbgrader makes of a cell (its ClearSolutions)."""
    lines, inside = [], False
    for line in text.split("\n"):
        if "BEGIN SOLUTION" in line:
            inside = True
            lines.append(f"{re.match(' *', line)[0]}raise NotImplementedError")
        elif "END SOLUTION" in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("lab", LABS)
def test_the_labs_cells_without_their_answers_are_the_kit_s(lab):
    sources = read_all(LABS[lab], ROOT / "solutions" / lab)
    kit = {cell.exercise: cell.text for source in sources for cell in lab_cells(source, EXERCISES[lab])}
    made = answers(sources, EXERCISES[lab])
    assert list(made) == EXERCISES[lab]
    assert {name: cleared(text) for name, text in made.items()} == {name: kit[name] for name in made}


def test_what_a_solution_needs_stands_at_its_beginning_with_what_that_needs(filled):
    shared = (
        "# BEGIN SOLUTION\nimport operator\n\nFACTOR = 1  # of all\n\n\n# One times the other.\ndef _times(x, y):\n"
    )
    shared += "    return FACTOR * operator.mul(x, y)\n\n\ndef _unused():\n    pass\n# END SOLUTION\n\n\n"
    made = filled(shared + TWICE)["twice"]
    assert made == (
        'def twice(x):\n    """Return 2x."""\n    ### BEGIN SOLUTION\n    import operator\n\n'
        "    FACTOR = 1  # of all\n\n"
        "    # One times the other.\n    def _times(x, y):\n        return FACTOR * operator.mul(x, y)\n\n"
        "    return _times(x, 2)\n    ### END SOLUTION"
    )
    names = {}
    exec(made, names)
    assert names["twice"](4) == 8


def test_a_text_of_several_lines_keeps_them_as_they_are(filled):
    shared = '# BEGIN SOLUTION\ndef _times(x, y):\n    """Say.\n\n    More.\n    """\n    text = """a\n  b"""\n'
    shared += "    return text\n# END SOLUTION\n\n\n"
    names = {}
    exec(filled(shared + TWICE)["twice"], names)
    assert names["twice"](4) == "a\n  b"


def test_a_prompt_stands_below_its_region_as_comments(filled):
    text = (
        TWICE.replace("_times(x, 2)", "2 * x") + "    # BEGIN PROMPT\n    # y = ...\n    # return y\n    # END PROMPT\n"
    )
    assert cleared(filled(text)["twice"]).endswith("    raise NotImplementedError\n    # y = ...\n    # return y")


def test_what_runs_only_as_a_program_is_left_out(filled):
    shared = '# BEGIN SOLUTION\nif __name__ == "__main__":\n    print(twice(2))\n# END SOLUTION\n'
    assert "print" not in filled(TWICE.replace("_times(x, 2)", "2 * x") + "\n\n" + shared)["twice"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# BEGIN SOLUTION\nprint(1)\n# END SOLUTION\n\n\n" + TWICE, 2, "move it into an exercise"),
        (
            "# BEGIN SOLUTION\nDONE = 0\n\n\ndef _times(x, y):\n    global DONE\n    DONE += 1\n# END SOLUTION\n\n\n"
            + TWICE,
            6,
            "move it into an exercise",
        ),
        (
            "# BEGIN SOLUTION\ndef _times(x, y):\n    return x * y\n# END SOLUTION\n\n\n"
            + TWICE.replace("return _times(x, 2)", "_times = _times(x, 2)\n    return _times"),
            10,
            "rename one of them",
        ),
    ],
)
def test_what_cannot_be_moved_is_an_error_with_its_line(filled, tmp_path, text, line, said):
    with pytest.raises(SourceError, match=f"first.py:{line}: .*{said}"):
        filled(text)


def test_a_class_whose_body_is_the_solution_sees_no_helper(filled):
    text = "# BEGIN SOLUTION\ndef _half(x):\n    return x / 2\n# END SOLUTION\n\n\nclass Half:\n"
    text += "    # BEGIN SOLUTION\n    def __call__(self, x):\n        return _half(x)\n    # END SOLUTION\n"
    with pytest.raises(SourceError, match=r"first.py:10: .*the body of Half and needs _half.*into the methods"):
        filled(text, ["Half"])


def test_a_helper_of_another_file_is_an_error(filled):
    first = "# BEGIN SOLUTION\ndef _times(x, y):\n    return x * y\n# END SOLUTION\n\n\n" + TWICE
    second = "def thrice(x):\n    # BEGIN SOLUTION\n    from first import _times\n\n    return _times(x, 3)\n"
    second += "    # END SOLUTION\n"
    with pytest.raises(SourceError, match=r"second.py:3: _times is in a solution of first.py"):
        filled(first, ["twice", "thrice"], second=second)
