"""The notebook of a kit: made of the same stubs, the same every time, and checked for drift but for its pictures."""

from __future__ import annotations

import base64
import itertools
import json
import lzma
import re
import subprocess
import sys

import jupytext
import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labs import EXERCISES, LABS, ROOT

from autograder.assignment import load
from autograder.release.archive import pack, unpack
from autograder.release.kit import ReleaseError, drift, make, write
from autograder.release.leaks import leaks
from autograder.release.notebook import notebook, texts_by_cell
from autograder.release.notebook_cells import split
from autograder.source import SourceError, read_all

SIGNALS = "solutions/tiny/signals.py"
PIECES = "solutions/tiny/pieces.py"
PICTURE = """

# %%
if __name__ == "__main__":
    import figures

    figures.padding(torch.tensor([[1, 2], [3, 4]]), 1)
    figures.pooling(torch.arange(4).reshape(2, 2), 2)
    figures.show()
"""
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
LIGHT = {
    "requirements.txt": "",
    "support/__init__.py": "",
    "support/lab.json": json.dumps({"exercises": [{"name": "smooth"}]}),
    "support/notebook.py": "class Lab:\n    run_tests = 'tests'\n\n\ndef begin(folder, names):\n    return Lab\n",
    "tests/test_smooth.py": "",
}
"""What a first cell carries where only the cell itself is tested: a kit that needs no torch."""


def book(lab, support=LIGHT):
    """The notebook of one of the project's labs."""
    sources = read_all(LABS[lab], ROOT / "solutions" / lab)
    return nbformat.reads(notebook(LABS[lab], sources, support, {}, {}), 4)


def of_files(made):
    """The cells that come from the lab's files: all but what the notebook adds."""
    added = {"about", "all-tests", "train-your-network"}
    return [cell for cell in made.cells if cell.id not in added and "role" not in cell.metadata.get("autograder", {})]


def lines(text):
    return [line for line in text.split("\n") if line.strip()]


# the same as the files


@pytest.mark.parametrize("lab", LABS)
def test_kit_and_notebook_say_the_same(lab):
    """As jupytext reads the files' stubs, cell by cell; none of our exercises shares its cell."""
    stubs = [source.stub() for source in read_all(LABS[lab], ROOT / "solutions" / lab)]
    files = [cell for stub in stubs for cell in jupytext.reads(stub, fmt="py:percent").cells]

    assert [(cell.cell_type, cell.source) for cell in of_files(book(lab))] == [
        (cell.cell_type, cell.source.rstrip("\n")) for cell in files
    ]


@pytest.mark.parametrize("lab", LABS)
def test_a_cell_of_code_says_its_file_and_its_exercise(lab):
    about = [cell.metadata.autograder for cell in of_files(book(lab)) if cell.cell_type == "code"]

    assert [each.exercise for each in about if "exercise" in each] == EXERCISES[lab]
    assert {each.exercise: each.file for each in about if "exercise" in each} == {
        exercise.name: exercise.file for exercise in LABS[lab].exercises
    }
    assert list(dict.fromkeys(each.file for each in about)) == list(LABS[lab].files)


@pytest.mark.parametrize("lab", LABS)
def test_the_tests_of_an_exercise_follow_it(lab):
    about = [cell.metadata.autograder for cell in book(lab).cells if cell.cell_type == "code"]
    following = [after for each, after in itertools.pairwise(about) if "file" in each and "exercise" in each]

    assert following == [{"role": "tests", "exercise": name} for name in EXERCISES[lab]]


@pytest.mark.parametrize("lab", LABS)
def test_the_notebook_says_which_lab_it_is(lab):
    made = book(lab)

    assert made.metadata.autograder == {"lab": lab, "format": 1}
    assert made.metadata.kernelspec.name == "python3"
    assert made.cells[0].metadata.autograder == {"role": "setup"}


def test_cells_that_the_notebook_adds_have_a_role_and_no_file():
    added = [
        cell.metadata.autograder
        for cell in book("cnn", {**LIGHT, "train.py": ""}).cells[-4:]
        if cell.cell_type == "code"
    ]

    assert added == [{"role": "tests", "exercise": "accuracy_threshold"}, {"role": "tests"}]


# the file


@pytest.mark.parametrize("lab", LABS)
def test_the_notebook_is_valid(lab):
    made = book(lab)

    nbformat.validate(made)
    assert (made.nbformat, made.nbformat_minor) == (4, 5)


@pytest.mark.parametrize("lab", LABS)
def test_nothing_has_run_in_it(lab):
    code = [cell for cell in book(lab).cells if cell.cell_type == "code"]

    assert {cell.execution_count for cell in code} == {None}
    assert not any(cell.outputs for cell in code)


@pytest.mark.parametrize("lab", LABS)
def test_ids_are_readable_and_no_two_the_same(lab):
    ids = [cell.id for cell in book(lab).cells]

    assert len(set(ids)) == len(ids)
    assert {"set-up", "about", *EXERCISES[lab]} <= set(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,60}", each) for each in ids)


def test_a_second_release_changes_no_byte(tiny_lab, tiny_kit):
    assert make(tiny_lab())["tiny.ipynb"] == tiny_kit["tiny.ipynb"]
    assert tiny_kit["tiny.ipynb"].endswith(b"}\n")


@pytest.mark.parametrize(("lab", "most"), [("cnn", 400_000), ("mlp", 150_000)])
def test_the_file_is_small(lab, most):
    assert (ROOT / "student_template" / lab / f"{lab}.ipynb").stat().st_size < most


# exercises alone in their cells


def test_exercises_that_share_a_cell_are_parted_and_comments_stay_with_what_is_below():
    text = (
        "import torch\nA = 1\n\n\n# one\n@wraps\ndef one():\n    pass  # here\n"
        "# two\n\nclass Two:\n    x = 1\n\n\ndef three(): pass\nB = 2\n# end"
    )

    assert split(text, ["one", "Two"]) == [
        ("import torch\nA = 1", []),
        ("# one\n@wraps\ndef one():\n    pass  # here", ["one"]),
        ("# two\n\nclass Two:\n    x = 1", ["Two"]),
        ("def three(): pass\nB = 2\n# end", ["three"]),
    ]


def test_a_cell_with_one_exercise_stays_as_it_is():
    text = "# why\n\ndef one():\n    pass\n# after"

    assert split(text, ["one"]) == [(text, ["one"])]


@pytest.mark.parametrize("text", ["", "# only a comment", "x = 1; y = 2"])
def test_a_cell_without_an_exercise_stays_as_it_is(text):
    assert split(text, ["one"]) == [(text, [])]


PARTS = [
    "# a",
    "",
    "x = 1; y = 2",
    "def one(): pass",
    "def two():\n    # in\n    pass",
    "@f\nclass Three:\n    '''\n# b\n'''",
]


@given(st.lists(st.sampled_from(PARTS)), st.sets(st.sampled_from(["one", "two", "Three"])))
def test_no_line_is_lost_or_moved(parts, exercises):
    text = "\n".join(parts).strip("\n")
    found = split(text, exercises)

    assert lines("\n".join(part for part, _ in found)) == lines(text)
    assert all(len(names) == 1 for _, names in found if exercises.intersection(names))


def test_a_name_that_two_files_define_differently_is_told(tiny_lab):
    project = tiny_lab()
    for file, value in ((SIGNALS, 1), (PIECES, 2)):
        (project.root / file).write_text((project.root / file).read_text() + f"\n\n# %%\nSTEP = {value}\n")

    with pytest.raises(SourceError) as raised:
        make(project)

    assert str(raised.value).endswith("signals.py has another STEP, and the notebook can hold one: rename one of them")
    assert str(raised.value).startswith(f"{project.root / PIECES}:")


# nothing leaks


def test_the_text_of_the_notebook_is_scanned(tiny_lab):
    project = tiny_lab()
    sources = read_all(load(project.assignment), project.solutions)
    cells = {
        **texts_by_cell(notebook(load(project.assignment), sources, LIGHT, {}, {})),
        "smooth": "# places = len(x) - k + 1",
    }

    assert [found.split(":")[0] for found in leaks(cells, sources, project.assignment)] == ["smooth"]


def test_what_would_leak_through_the_notebook_alone_is_refused(tiny_lab, monkeypatch):
    monkeypatch.setattr(
        "autograder.release.notebook._about", lambda *_: "Try `places = len(x) - k + 1`:\n\n    places = len(x) - k + 1"
    )

    with pytest.raises(ReleaseError, match=r"tiny\.ipynb, cell about:3: this line stands in the solution"):
        make(tiny_lab())


# what the first cell carries


@settings(deadline=None)  # the first call loads what the others find
@given(st.dictionaries(st.text(), st.text()))
def test_an_archive_gives_the_files_back(files):
    assert unpack(pack(files)) == files


def test_an_archive_is_quoted_as_it_is():
    text = "".join(pack({"a.py": "x" * 5000, "b.py": "\\\"'"}))

    assert not set(text) & set("\\\"'\n ")


def test_what_is_no_archive_is_told():
    with pytest.raises(ValueError, match="format not supported"):
        unpack([base64.b85encode(b"nothing").decode()])


def test_the_notebook_carries_what_the_tests_need(tiny_kit):
    first = "".join(json.loads(tiny_kit["tiny.ipynb"])["cells"][0]["source"])
    files = unpack(re.findall(r'^    "(.*)"$', first, re.MULTILINE))

    assert {name: text.encode() for name, text in files.items()} == {
        name: data
        for name, data in tiny_kit.items()
        if name not in ("README.md", "requirements.txt", "signals.py", "pieces.py", "tiny.ipynb")
    }


@pytest.fixture
def set_up(tmp_path):
    """Runs the first cell of a notebook in a folder, and gives what it prints."""

    def run(support=LIGHT, lab="cnn", **environment):
        code = book(lab, support).cells[0].source + "\nprint(run_tests, sorted(n for n in globals() if n[0] != '_'))"
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PATH": "", **environment}
        )
        return (done.stdout + done.stderr).replace(str(tmp_path), "HERE").splitlines()

    return run


READY = [
    'Ready: run_tests("output_size") tests one exercise, run_tests() all.',
    "tests ['run_tests']",
]


def test_alone_the_notebook_unpacks_its_tests(set_up, tmp_path):
    assert set_up() == ["Unpacking the lab's tests into HERE", *READY]
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*") if path.suffix != ".pyc"} == (
        set(LIGHT) - {"requirements.txt"}
    )


def test_what_is_there_is_used(set_up):
    set_up()

    assert set_up() == READY


def test_no_file_of_the_students_is_written_over(set_up, tmp_path):
    set_up()
    (tmp_path / "tests" / "test_smooth.py").write_text("mine")

    assert set_up() == ["HERE/tests/test_smooth.py: not as this notebook brings it, and used as it is", *READY]
    assert (tmp_path / "tests" / "test_smooth.py").read_text() == "mine"


def test_beside_other_files_of_these_names_it_gets_a_folder_of_its_own(set_up, tmp_path):
    set_up({**LIGHT, "support/lab.json": json.dumps({"exercises": [{"name": "another"}]})}, lab="mlp")

    assert set_up() == ["Unpacking the lab's tests into HERE/cnn", *READY]
    assert set_up() == READY


def test_where_there_is_no_room_it_says_so(set_up, tmp_path):
    (tmp_path / "cnn" / "tests").mkdir(parents=True)
    (tmp_path / "tests").mkdir()

    assert set_up()[-1] == "HERE and HERE/cnn hold other files: move this notebook to an empty folder."


def test_what_is_missing_and_cannot_be_installed_is_told(set_up):
    said = set_up({**LIGHT, "requirements.txt": "# one\nno_such_package>=2\nmatplotlib>=3.8\n"}, PIP_NO_INDEX="1")

    assert "Installing no_such_package>=2: not on this machine yet" in said
    assert said[-1] == "pip could not install no_such_package>=2: install it, and run this cell again."


@pytest.mark.parametrize(
    ("notebook", "needed"),
    [
        ("tiny", ["torch>=2.6", "numpy>=1.26", "pytest>=8"]),
        ("cnn", ["torch>=2.6", "numpy>=1.26", "pytest>=8", "matplotlib>=3.8"]),
        ("mlp", ["torch>=2.6", "numpy>=1.26", "pytest>=8", "matplotlib>=3.8"]),
    ],
)
def test_only_labs_with_figures_ask_for_matplotlib(tiny_kit, notebook, needed):
    path = ROOT / "student_template" / notebook / f"{notebook}.ipynb"
    made = json.loads(tiny_kit["tiny.ipynb"] if notebook == "tiny" else path.read_text())

    assert f"_lab = _set_up({json.dumps(notebook)}, {json.dumps(needed)}, (\n" in made["cells"][0]["source"]


# pictures


@pytest.fixture(scope="module")
def pictured(tiny_lab):
    """The kit of a lab whose text has a cell with two figures."""
    project = tiny_lab()
    path = project.root / SIGNALS
    path.write_text(path.read_text() + PICTURE)
    return make(project)


def pictures_of(data):
    """The PNGs in a notebook by the cell's id."""
    return {
        cell["id"]: [base64.b64decode("".join(output["data"]["image/png"])) for output in cell["outputs"]]
        for cell in json.loads(data)["cells"]
        if cell.get("outputs")
    }


def test_a_notebook_shows_its_pictures_before_it_runs(pictured):
    (drawn,) = pictures_of(pictured["tiny.ipynb"]).values()

    assert [png[:8] for png in drawn] == [b"\x89PNG\r\n\x1a\n"] * 2
    assert not any(b"matplotlib" in png for png in drawn)


def test_every_figure_of_the_text_is_in_the_labs_notebook():
    made = json.loads((ROOT / "student_template/cnn/cnn.ipynb").read_text())
    drawing = [cell["id"] for cell in made["cells"] if "figures.show()" in "".join(cell["source"])]

    assert list(pictures_of(json.dumps(made))) == drawing
    assert len(drawing) == 6


def test_a_cell_that_cannot_draw_is_told_by_file_and_line(tiny_lab):
    project = tiny_lab()
    path = project.root / SIGNALS
    path.write_text(path.read_text() + PICTURE.replace("torch.tensor", "torch.tensors"))

    with pytest.raises(Exception, match=rf"{re.escape(str(path))}:\d+: this cell draws nothing: AttributeError"):
        make(project)


# drift


@pytest.fixture
def changed(pictured, tmp_path):
    """Writes the kit with a change to its notebook, and says whether it has drifted."""

    def look(change):
        write(pictured, tmp_path)
        path = tmp_path / "tiny.ipynb"
        made = json.loads(path.read_text())
        change(made)
        path.write_text(json.dumps(made, indent=1))
        return drift(pictured, tmp_path)

    return look


def drawing(made):
    return next(cell for cell in made["cells"] if cell.get("outputs"))


def test_a_picture_may_differ_in_its_bytes(changed):
    def redraw(made):
        drawing(made)["outputs"][0]["data"]["image/png"] = base64.b64encode(PIXEL).decode()

    assert changed(redraw) == []


def test_a_picture_that_is_missing_has_drifted(changed, tmp_path):
    assert changed(lambda made: drawing(made)["outputs"].pop()) == [
        f"{tmp_path / 'tiny.ipynb'}: differs from its source"
    ]


def test_a_picture_that_is_none_has_drifted(changed):
    def spoil(made):
        drawing(made)["outputs"][0]["data"]["image/png"] = base64.b64encode(b"nothing").decode()

    assert changed(spoil)


def test_a_notebook_that_was_run_has_drifted(changed):
    def run(made):
        made["cells"][-1]["execution_count"] = 1

    assert changed(run)


def test_a_changed_cell_has_drifted(changed):
    def edit(made):
        made["cells"][2]["source"] = ["# Noise"]

    assert changed(edit)


def test_what_is_no_notebook_any_more_has_drifted(changed):
    assert changed(lambda made: made.pop("cells"))


def repacked(made, edit, preset=0):
    """Pack what the first cell carries anew, as another version of xz would, with a change."""
    cell = made["cells"][0]
    source = "".join(cell["source"])
    before = re.findall(r'^    "(.*)"\n', source, re.MULTILINE)
    files = unpack(before)
    edit(files)
    packed = base64.b85encode(lzma.compress(json.dumps(files).encode(), preset=preset)).decode()
    start, end = source.index(f'    "{before[0]}"'), source.index(f'    "{before[-1]}"') + len(before[-1]) + 7
    cell["source"] = (source[:start] + f'    "{packed}"\n' + source[end:]).splitlines(keepends=True)


def test_the_same_files_may_be_packed_otherwise(changed):
    assert changed(lambda made: repacked(made, lambda _: None)) == []


def test_the_snapshot_that_is_carried_may_differ_by_a_rounding(changed):
    def round_off(files):
        text = files["support/expected.json"]
        files["support/expected.json"] = text.replace("[0.0, 1.0, 2.0]", "[0.0, 1.0, 2.0000002]")
        assert files["support/expected.json"] != text

    assert changed(lambda made: repacked(made, round_off)) == []


@pytest.mark.parametrize(
    "edit", [lambda files: files.popitem(), lambda files: files.update({"tests/test_smooth.py": ""})]
)
def test_other_files_carried_have_drifted(changed, edit):
    assert changed(lambda made: repacked(made, edit))


# the kit's README


def test_the_readme_says_what_the_notebook_is_for(tiny_kit):
    text = " ".join(tiny_kit["README.md"].decode().split())

    assert "`tiny.ipynb` holds the same text, exercises and tests in one piece" in text
    assert "upload it alone to Google Colab" in text
    assert "either the files or the notebook, not both" in text
