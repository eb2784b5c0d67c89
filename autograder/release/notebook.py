"""The student's notebook: the stubs' cells, a cell of tests below each exercise, and a first cell that sets all up."""

from __future__ import annotations

import itertools
import json
import re
from string import Template
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import v4

from autograder.assignment import THRESHOLD, TRAIN_SCRIPT
from autograder.release.archive import pack
from autograder.release.notebook_cells import check_names, guarded, lab_cells, slug
from autograder.release.readme import listed, points_text, reach, row, rules, template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from autograder.assignment import Assignment
    from autograder.release.pictures import Pictures
    from autograder.source import SourceFile

FORMAT = 1
"""Of the notebook's and the cells' metadata `autograder`, by which a notebook that is handed in is read."""


def notebook(
    assignment: Assignment,
    sources: Sequence[SourceFile],
    support: Mapping[str, str],
    worth: Mapping[str, float],
    pictures: Pictures,
) -> str:
    """Return a lab's notebook as the text of its file; the same every time.

    Args:
        assignment: The lab.
        sources: Its source files, in its order.
        support: The kit's other files by name: what the first cell unpacks where they are not there.
        worth: The points of each exercise's public tests.
        pictures: What the cells draw that have figures for the text.

    Raises:
        SourceError: Two files define the same name differently.
    """
    check_names(sources)
    cells = [_setup(assignment, sources, support), _text("about", _about(assignment, worth))]
    names = [exercise.name for exercise in assignment.exercises]
    for source in sources:
        for cell in lab_cells(source, names):
            if cell.kind == "markdown":
                cells.append(_text(cell.name, cell.text, cell.metadata))
                continue
            about = {"file": cell.file, **({"exercise": cell.exercise} if cell.exercise else {})}
            drawn = pictures.get(cell.file, {}).get(guarded(cell.text), [])
            cells.append(_code(cell.name, cell.text, about, cell.metadata, drawn))
            if cell.exercise:
                cells.append(_tests(cell.exercise))
    cells += _training(assignment, support)
    cells += [_text("all-tests", template("notebook_all_tests.md")), _code("tests", "run_tests()", {"role": "tests"})]
    _number(cells)
    made = v4.new_notebook(
        cells=cells,
        metadata={
            "autograder": {"lab": assignment.name, "format": FORMAT},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(made)
    text: str = nbformat.writes(made)
    return text.rstrip("\n") + "\n"


def texts_by_cell(text: str) -> dict[str, str]:
    """Return the texts of a notebook's cells by their ids, without what the first one carries."""
    made: Any = json.loads(text)
    return {
        cell["id"]: "".join(cell["source"])
        for cell in made["cells"]
        if cell["metadata"].get("autograder", {}).get("role") != "setup"
    }


def _setup(assignment: Assignment, sources: Sequence[SourceFile], support: Mapping[str, str]) -> Any:
    """Make the first cell; Colab shows its title only, and Jupyter nothing of it."""
    needed = [line for line in support["requirements.txt"].splitlines() if line and not line.startswith("#")]
    tests = [text for name, text in support.items() if name.startswith("tests/")]
    if "figures.py" not in support and not any(map(_draws, [*tests, *(source.stub() for source in sources)])):
        needed = [line for line in needed if not line.startswith("matplotlib")]
    carried = {name: text for name, text in support.items() if name not in ("README.md", "requirements.txt")}
    commands = ["run_tests", *(["run_training"] if TRAIN_SCRIPT in support else [])]
    code = [
        template("notebook_setup.py").rstrip("\n"),
        "\n",
        f"_lab = _set_up({json.dumps(assignment.name)}, {json.dumps(needed)}, (",
        *(f'    "{line}"' for line in pack(carried)),
        "))",
        *(f"{command} = _lab.{command}" for command in commands),
        "del _lab, _set_up",
        f"print('Ready: run_tests(\"{assignment.exercises[0].name}\") tests one exercise, run_tests() all.')",
    ]
    return _code("set-up", "\n".join(code), {"role": "setup"}, {"cellView": "form", "jupyter": {"source_hidden": True}})


def _draws(text: str) -> bool:
    return re.search(r"^\s*(import|from) matplotlib", text, re.MULTILINE) is not None


def _about(assignment: Assignment, worth: Mapping[str, float]) -> str:
    return Template(template("notebook_about.md")).substitute(
        title=assignment.title,
        files=listed([f"`{file}`" for file in assignment.files]),
        stem=assignment.files[0].removesuffix(".py"),
        first=assignment.exercises[0].name,
        exercises="\n".join(row(exercise, worth) for exercise in assignment.exercises),
        points=points_text(assignment),
        rules=rules(assignment.exercises),
    )


def _training(assignment: Assignment, support: Mapping[str, str]) -> list[Any]:
    """Make the text about training, and the cell that trains where the loop is the kit's."""
    training = assignment.training
    if training is None:
        return []
    own = TRAIN_SCRIPT not in support
    how = template("notebook_training_own.md" if own else "notebook_training_script.md").strip()
    text = Template(template("notebook_training.md")).substitute(
        points=f"{training.points:g}",
        network=training.network,
        dataset=training.dataset,
        reach=reach(training),
        how=Template(how).substitute(script=training.script),
    )
    cells = [_text("train-your-network", text)]
    if not own:
        short = min(training.profiles.values(), key=lambda profile: profile.images * profile.epochs)
        code = f"run_training(images={short.images:_}, epochs={short.epochs})"
        cells.append(_code("training", code, {"role": "tests", "exercise": THRESHOLD}))
    return cells


def _tests(exercise: str) -> Any:
    return _code(f"tests-{exercise}", f'run_tests("{exercise}")', {"role": "tests", "exercise": exercise})


def _text(name: str, text: str, metadata: Mapping[str, Any] | None = None) -> Any:
    return v4.new_markdown_cell(text.rstrip("\n"), id=name, metadata=dict(metadata or {}))


def _code(
    name: str,
    text: str,
    about: Mapping[str, str],
    metadata: Mapping[str, Any] | None = None,
    drawn: Sequence[str] = (),
) -> Any:
    outputs = [
        v4.new_output("display_data", data={"image/png": f"{png}\n", "text/plain": "[a figure for the text above]"})
        for png in drawn
    ]
    return v4.new_code_cell(text, id=name, metadata={**(metadata or {}), "autograder": dict(about)}, outputs=outputs)


def _number(cells: Sequence[Any]) -> None:
    """Make the cells' names ids: no two the same."""
    taken: set[str] = set()
    for cell in cells:
        name = slug(cell["id"]) or "cell"
        tries = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
        cell["id"] = next(each for each in tries if each not in taken)
        taken.add(cell["id"])
