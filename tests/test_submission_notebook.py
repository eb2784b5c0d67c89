"""A notebook that a student hands in becomes the lab's files; which one counts where there are several is said."""

import contextlib
import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labs import LABS, ROOT, reference
from notebooks import READERS, code, notebook, solved

from autograder import submission_notebook
from autograder.submission import SubmissionError, open_submission

MLP = LABS["mlp"]
SOLVED = notebook(*solved("mlp"), lab="mlp")
KIT = ROOT / "student_template" / "mlp"
STUBS = {file: (KIT / file).read_text() for file in MLP.files}
UNSOLVED = notebook(*(code(text) for text in STUBS.values()), lab="mlp")


@pytest.fixture
def folder(tmp_path):
    """A submission's folder."""
    path = tmp_path / "alice"
    path.mkdir()
    return path


def write(folder, **contents):
    """Writes files; "__" in a name is a slash, and notebooks are given as bytes."""
    for name, content in contents.items():
        ending = ".ipynb" if isinstance(content, bytes) else ".py"
        path = folder.joinpath(*f"{name}{ending}".split("__"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def opened(path):
    return open_submission(path, MLP.files, notebooks=READERS["mlp"])


def refused(path):
    with pytest.raises(SubmissionError) as caught:
        opened(path)
    message = str(caught.value)
    assert message.isprintable(), "an error is one line"
    return message


# where a notebook may lie


def test_a_notebook_alone_becomes_the_labs_files(folder):
    write(folder, cnn_of_alice=SOLVED)

    submission = opened(folder / "cnn_of_alice.ipynb")

    assert submission.name == "cnn_of_alice"
    assert list(submission.files) == list(MLP.files)
    assert "def fit(" in submission.files["training.py"]
    assert submission.layout.pieces.keys() == submission.files.keys()
    assert submission.notes == []


@pytest.mark.parametrize("place", ["any", "lab__any", "submitted__mlp__any"])
def test_a_notebook_may_lie_in_a_folder(folder, place):
    write(folder, **{place: SOLVED})

    assert list(opened(folder).files) == list(MLP.files)


def test_a_notebook_may_lie_in_a_zip_beside_helper_modules(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("alice/mlp.ipynb", SOLVED)
        archive.writestr("alice/helper.py", "h = 1\n")
        archive.writestr("alice/.ipynb_checkpoints/mlp-checkpoint.ipynb", SOLVED)
    (tmp_path / "alice.zip").write_bytes(data.getvalue())

    assert list(opened(tmp_path / "alice.zip").files) == [*MLP.files, "helper.py"]


def test_the_same_code_in_other_cells_is_the_same_content(folder):
    write(folder, one=SOLVED, two=notebook("# mine", *solved("mlp", metadata=False), "print()"))

    assert opened(folder / "one.ipynb").digest == opened(folder / "two.ipynb").digest


# notebooks and files of the lab together


def test_the_kit_solved_in_its_notebook(folder):
    write(folder, mlp=SOLVED, **{file.removesuffix(".py"): text for file, text in STUBS.items()})

    submission = opened(folder)

    assert submission.layout is not None
    assert submission.notes == ["mlp.ipynb is graded: nothing is solved in the .py files beside it"]


def test_the_kit_solved_in_its_files(folder):
    write(folder, mlp=UNSOLVED, **{file.removesuffix(".py"): text for file, text in reference("mlp").items()})

    submission = opened(folder)

    assert submission.files == reference("mlp")
    assert submission.notes == []


def test_where_both_are_solved_the_files_count(folder):
    write(folder, mlp=SOLVED, **{file.removesuffix(".py"): text for file, text in reference("mlp").items()})

    submission = opened(folder)

    assert submission.layout is None
    assert submission.notes == [
        "mlp.ipynb is ignored: the .py files beside it are graded; to have it graded, hand in it alone"
    ]


def test_an_untouched_kit_is_its_files(folder):
    write(folder, mlp=UNSOLVED, **{file.removesuffix(".py"): text for file, text in STUBS.items()})

    submission = opened(folder)

    assert (submission.files, submission.notes) == (STUBS, [])


def test_a_file_that_is_no_python_was_worked_on(folder):
    write(folder, mlp=SOLVED, network="def make_mlp(:\n")

    assert opened(folder).layout is None


def test_a_notebook_that_cannot_be_read_beside_the_files_is_noted(folder):
    write(folder, scratch=b"{", data=STUBS["data.py"])

    submission = opened(folder)

    assert submission.files == {"data.py": STUBS["data.py"]}
    assert submission.notes[0].startswith("scratch.ipynb is no notebook: it is not JSON (line 1: ")
    assert submission.notes[0].endswith("; it is ignored")


# several notebooks


def test_of_several_notebooks_the_one_with_exercises_counts(folder):
    write(folder, a=notebook("x = 1"), b=SOLVED, c=b"{")

    assert "def fit(" in opened(folder).files["training.py"]


def test_of_several_notebooks_with_exercises_the_only_solved_one_counts(folder):
    write(folder, a=UNSOLVED, b=SOLVED, c=UNSOLVED)

    assert "plt.subplots" in opened(folder).files["training.py"]


def test_two_solved_notebooks_are_refused_by_name(folder):
    write(folder, lab__a=SOLVED, lab__b=SOLVED)

    assert refused(folder).endswith("holds this lab's exercises in lab/a.ipynb and in lab/b.ipynb: hand in one of them")


def test_many_notebooks_are_refused(folder):
    write(folder, **{f"n{i}": notebook("x") for i in range(11)})

    assert refused(folder).endswith("there are more than 10 notebooks: hand in one")


# what is refused


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"{",
            "is no notebook: it is not JSON (line 1: Expecting property name enclosed in double quotes); hand in the",
        ),
        (b"{}", "is no notebook: it holds no cells; hand in the file as Jupyter saved it"),
        (
            notebook("x = 1"),
            "holds none of this lab's exercises (FMNISTDataset, show_samples, make_mlp ...): is it another",
        ),
        (notebook(*solved("cnn"), lab="cnn"), "is the notebook of the lab cnn, and this is mlp: hand in that one's"),
        (notebook(*solved("cnn"), lab="\x1b[2J"), r"is the notebook of the lab \x1b[2J, and this is mlp"),
    ],
)
@pytest.mark.parametrize("alone", [True, False])
def test_what_is_no_notebook_of_this_lab_is_refused_in_one_line(folder, data, message, alone):
    write(folder, work=data)

    assert f"work.ipynb {message}" in refused(folder / "work.ipynb" if alone else folder)


def test_a_notebook_of_50_mb_of_outputs_is_read(folder):
    picture = {"output_type": "display_data", "data": {"image/png": "A" * (1 << 20)}, "metadata": {}}
    cells = [{**code("x = 1"), "outputs": [picture] * 50}]
    write(folder, work=notebook(*cells, *solved("mlp")))

    assert list(opened(folder).files) == list(MLP.files)


def test_a_notebook_that_is_larger_is_not(folder):
    (folder / "work.ipynb").touch()
    with (folder / "work.ipynb").open("r+b") as file:
        file.truncate(65 << 20)

    assert refused(folder).endswith(
        "work.ipynb is 65.0 MiB large, where at most 64.0 MiB are read: clear its outputs and hand it in again"
    )


@pytest.mark.parametrize(
    "data",
    [
        b'{"cells": [' + b"[]," * (20 << 20) + b"[]]}",
        notebook(*["x = " + "(" * 150 + "1" + ")" * 150 + "\n" + "x;" * 400_000] * 4),
    ],
    ids=["memory", "time"],
)
def test_what_takes_too_much_to_read_is_refused(folder, data, monkeypatch):
    monkeypatch.setattr(submission_notebook, "_WALL_SECONDS", 8.0)
    write(folder, work=data)

    message = refused(folder)

    assert "work.ipynb takes too much time or memory to read" in message or "is more than can be read" in message


def test_a_linked_notebook_is_not_followed(folder, tmp_path):
    (tmp_path / "other.ipynb").write_bytes(SOLVED)
    (folder / "work.ipynb").symlink_to(tmp_path / "other.ipynb")

    assert refused(folder).endswith("work.ipynb is a symbolic link")


def test_thousands_of_cells_are_read(folder):
    write(folder, work=notebook(*solved("mlp"), *["x = 1\nprint(x)"] * 5000))

    assert opened(folder).notes == []


@settings(deadline=None, derandomize=True, database=None, max_examples=15)
@given(st.binary(max_size=300), st.integers(0, len(SOLVED)))
def test_a_notebook_with_any_bytes_in_it_is_opened_or_refused(tmp_path_factory, noise, place):
    path = tmp_path_factory.mktemp("any") / "work.ipynb"
    path.write_bytes(SOLVED[:place] + noise + SOLVED[place + len(noise) :])

    with contextlib.suppress(SubmissionError):
        assert list(opened(path).files) == list(MLP.files)


def test_a_notebook_from_anywhere_gives_the_same_files(folder):
    write(folder, ours=SOLVED, stripped=notebook(*solved("mlp", metadata=False)))
    old = {"nbformat": 3, "worksheets": [{"cells": []}]}
    for cell in json.loads(SOLVED)["cells"]:
        old["worksheets"][0]["cells"].append(
            {**cell, "input": cell["source"].splitlines(keepends=True), "source": None}
        )
        del old["worksheets"][0]["cells"][-1]["source"]
    write(folder, old=json.dumps(old).encode())

    assert len({json.dumps(opened(folder / f"{name}.ipynb").files) for name in ("ours", "stripped", "old")}) == 1
