"""A student works in the notebook: what its cells say, in a real kernel, of each state of the work."""

from __future__ import annotations

import ast
import itertools
import os
import re
import subprocess
import sys
import textwrap

import nbformat
import pytest
from labs import EXERCISES, LABS, ROOT
from nbclient import NotebookClient

SMOOTH = """\
def smooth(x, k):
    print("smoothing")
    if k < 1:
        raise ValueError(f"k={k} is below 1")
    return x.unfold(0, k, 1).sum(1)
"""
AVERAGE = """\
from signals import smooth as ours


def average(x):
    return float(ours(x, len(x))[0] / len(x))
"""
PAIRS = """\
class Pairs:
    def __init__(self, x):
        self.x = x

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.x[i] ** 2
"""
RIGHT = {
    "smooth": SMOOTH,
    "average": AVERAGE,
    "Pairs": PAIRS,
    "make_line": "def make_line():\n    return nn.Linear(3, 2)",
}


class Ran:
    """A notebook that has run: what its cells show."""

    def __init__(self, made):
        self._cells = {cell.id: cell for cell in made.cells}

    def text(self, cell):
        """What a cell printed, and its errors."""
        return "".join(
            output.text if output.output_type == "stream" else f"{output.ename}: {output.evalue}\n"
            for output in self._cells[cell].outputs
            if output.output_type in ("stream", "error")
        )

    def table(self, cell):
        """The lines below the lab's title."""
        shown = self.text(cell).splitlines()
        return shown[next(i for i, line in enumerate(shown) if line.startswith("====")) + 1 :]

    def states(self, cell):
        """The state of each exercise of the table."""
        rows = [re.match(r"(\w+) +[\d.]+ / [\d.]+  (done|wrong|not begun)", line) for line in self.table(cell)]
        return {row[1]: row[2] for row in rows if row}

    def message(self, cell, title):
        """The text below the heading of a test."""
        below = iter(self.text(cell).splitlines())
        assert any(line.startswith("-") and f" {title} " in line for line in below), self.text(cell)
        return "\n".join(itertools.takewhile(lambda line: not line.startswith(("---", "===")), below))

    def number(self, cell):
        """The number that the notebook shows beside a cell."""
        return self._cells[cell].execution_count

    def pictures(self, cell):
        """How many figures are shown below a cell."""
        return sum("image/png" in output.get("data", {}) for output in self._cells[cell].outputs)


def run(made, folder, answers=None, more=(), **environment):
    """Run a notebook in a folder, with other texts in some cells and with further cells at its end."""
    for cell in made.cells:
        if cell.id in (answers or {}):
            cell.source = answers[cell.id]
    made.cells += [nbformat.v4.new_code_cell(textwrap.dedent(text), id=name) for name, text in dict(more).items()]
    client = NotebookClient(made, kernel_name="python3", timeout=300, resources={"metadata": {"path": str(folder)}})
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "COV"))}
    client.execute(env={**kept, "COLUMNS": "80", "OMP_NUM_THREADS": "1", "IPYTHONDIR": str(folder), **environment})
    return Ran(made)


def committed(lab):
    """The notebook of one of the project's labs, as students get it."""
    return nbformat.read(ROOT / "student_template" / lab / f"{lab}.ipynb", 4)


def solved(lab):
    """The reference's cells: for each exercise its solution with the helpers that it needs."""
    answers = {}
    for file in LABS[lab].files:
        helpers = []
        tree = ast.parse((ROOT / "solutions" / lab / file).read_text())
        for node in tree.body:
            name = getattr(node, "name", "")
            if name in EXERCISES[lab]:
                answers[name] = "\n\n".join([*helpers, ast.unparse(node)])
                helpers = []
            elif name.startswith("_"):
                helpers.append(ast.unparse(node))
    return answers


@pytest.fixture(scope="module")
def kit(tiny_kit, tmp_path_factory):
    """Writes the small lab's kit into a folder, and gives the folder and the notebook."""

    def write(*names):
        folder = tmp_path_factory.mktemp("kit")
        for name, data in tiny_kit.items():
            if not names or name in names:
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(data)
        return folder, nbformat.reads(tiny_kit["tiny.ipynb"].decode(), 4)

    return write


# not begun


@pytest.fixture(scope="module")
def fresh(kit):
    """The untouched notebook, alone in an empty folder."""
    folder, made = kit("tiny.ipynb")
    return run(made, folder, more={"there": "import os; print(sorted(os.listdir()))"})


def test_alone_in_a_folder_it_runs_from_top_to_bottom(fresh):
    assert fresh.table("tests") == [
        "exercise      points  state",
        "smooth         0 / 3  not begun",
        "average      0 / 1.5  not begun",
        "Pairs          0 / 1  not begun",
        "make_line      0 / 1  not begun",
        "together     0 / 6.5",
        'Next: begin smooth in its cell, and run that (alone: run_tests("smooth"))',
    ]


def test_the_tests_of_one_exercise_show_that_one(fresh):
    assert fresh.table("tests-smooth") == [
        "exercise     points  state",
        "smooth        0 / 3  not begun",
        "together      0 / 3",
        "Next: begin smooth in its cell, run that, and then these tests again",
    ]


def test_alone_it_has_unpacked_its_tests(fresh):
    assert re.fullmatch(
        r"Unpacking the lab's tests into \S+\n"
        r'Ready: run_tests\("smooth"\) tests one exercise, run_tests\(\) all\.\n',
        fresh.text("set-up"),
    )
    assert {"conftest.py", "pytest.ini", "support", "tests"} <= set(ast.literal_eval(fresh.text("there")))


# right


MORE = {
    "wrong-name": 'run_tests("smoth")',
    "no-name": 'run_tests("conv")',
    "with-prints": 'run_tests("smooth", prints=True)',
    "between": """
        import signals
        from signals import smooth as first
        print(signals.smooth is smooth, first is smooth, hasattr(signals, "gone"), dir(signals).count("smooth"))
        def smooth(x, k): return "another"
        print(signals.smooth(1, 2), first is smooth)
        from signals import smooth as second
        print(second is smooth)
        signals.new = 1
        print(new)
    """,
    "again": """
        smooth = first
        import random, sys, torch
        torch.manual_seed(7)
        before, known, paths = torch.get_rng_state(), set(sys.modules), list(sys.path)
        run_tests("smooth")
        new = {name for name in set(sys.modules) - known if name.startswith(("test", "conftest"))}
        print(torch.equal(before, torch.get_rng_state()), new, paths == sys.path)
    """,
    "set-up-again": """
        import sys
        print(sum(type(each).__name__ == "CellFinder" for each in sys.meta_path))
        print(sum(type(each).__name__ == "TryCells" for each in get_ipython().ast_transformers))
    """,
}


@pytest.fixture(scope="module")
def right(kit):
    """Right answers, in the kit's folder with its untouched files; the first cell has run twice."""
    folder, made = kit()
    again = {"second": made.cells[0].source}
    return run(made, folder, RIGHT, more={**MORE, **again, "twice": MORE["set-up-again"], "after": "run_tests()"})


def test_right_answers_are_done(right):
    assert right.table("tests") == [
        "exercise      points  state",
        "smooth         3 / 3  done",
        "average    1.5 / 1.5  done",
        "Pairs          1 / 1  done",
        "make_line      1 / 1  done",
        "together   6.5 / 6.5",
        "All done here. Hidden tests check more of the same, with other inputs.",
    ]


def test_beside_the_kit_its_own_tests_are_used(right):
    assert right.text("set-up").startswith("Ready: ")


def test_what_a_program_prints_is_shown_where_asked_for(right):
    assert "smoothing" not in right.text("tests-smooth")
    assert "smoothing" in right.text("with-prints")


def test_a_name_that_is_misspelt_is_told(right):
    assert right.text("wrong-name") == "No exercise is called 'smoth': did you mean 'smooth'?\n"
    assert right.text("no-name") == "No exercise is called 'conv': there are smooth, average, Pairs, make_line\n"


def test_imports_between_cells_mean_what_the_notebook_holds_now(right):
    assert right.text("between").splitlines() == ["True True False 1", "another False", "True", "1"]


def test_a_run_leaves_the_kernel_as_it_was(right):
    assert right.text("again").splitlines()[-1] == "True set() True"


def test_the_first_cell_may_run_again(right):
    assert right.text("twice").splitlines() == ["1", "1"]
    assert set(right.states("after").values()) == {"done"}


# wrong


LIBRARY = """
import sys, types
exec(compile("def blur(x): return x", "blur.py", "exec"), {"__name__": "scipy.signal"}, names := {})
signal = types.ModuleType("scipy.signal")
signal.blur = names["blur"]
sys.modules["scipy"], sys.modules["scipy.signal"] = types.ModuleType("scipy"), signal
from scipy.signal import blur
"""


@pytest.fixture(scope="module")
def mixed(kit):
    """Answers that are wrong in every way at once, and then some cells that change them."""
    folder, made = kit()
    mean = SMOOTH.replace(".sum(1)", ".mean(1)")
    call = "from torch.nn.functional import conv1d\n" + SMOOTH.replace(
        "return ", "conv1d(x[None, None], x[None, None]); return "
    )
    answers = {
        "smooth": mean,
        "average": "def average(x):\n    def helper(numbers):\n        return numbers.total\n    return helper(x)",
        "Pairs": PAIRS.replace("self.x[i],", "self.kept[i],"),
        "make_line": "pass",
    }
    more = {
        "own": SMOOTH.replace(".sum(1)", ".sum(1) + (k == 3)"),
        "own-tests": 'run_tests("smooth")',
        "forbidden": call,
        "forbidden-tests": 'run_tests("smooth")',
        "library": LIBRARY,
        "with-library": SMOOTH.replace("x.unfold", "blur(x).unfold"),
        "library-tests": 'run_tests("smooth")',
        "library-after": "print(blur(3))",
    }
    return run(made, folder, answers, more)


def test_a_wrong_answer_never_raises(mixed):
    assert mixed.table("tests") == [
        "exercise      points  state",
        "smooth         1 / 3  wrong      2 of 4 tests to go",
        "average      0 / 1.5  wrong      1 of 1 tests to go",
        "Pairs          0 / 1  wrong      1 of 1 tests to go",
        "make_line      0 / 1  wrong      1 of 1 tests to go",
        "together     1 / 6.5",
        'Next: mend smooth in its cell, and run that (alone: run_tests("smooth"))',
    ]


def test_a_wrong_answer_shows_the_first_differing_places(mixed):
    assert mixed.message("own-tests", "smooth: Windows of several sizes") == (
        "smooth([-6.0, 7.0, 4.0, 8.0, -6.0, 6.0, 4.0, -9.0], 3)\n"
        "6 of 6 values differ:\n"
        "  index | yours | expected\n"
        "   (0,) |     6 |        5\n"
        "   (1,) |    20 |       19\n"
        "   (2,) |     7 |        6\n"
        "   (3,) |     9 |        8\n"
        "   (4,) |     5 |        4\n"
        "  and 1 more"
    )


def test_a_known_mistake_has_its_hint(mixed):
    assert "\nHint: Feed it ones: what should two neighbours add up to?" in mixed.text("tests-smooth")


def test_an_exception_shows_the_cells_numbers_and_lines(mixed):
    cell = f"  cell [{mixed.number('average')}], line"

    assert mixed.message("tests-average", "average: The average of three numbers, and of one").splitlines() == [
        "Traceback (most recent call last):",
        f"{cell} 4, in average",
        "    return helper(x)",
        f"{cell} 3, in helper",
        "    return numbers.total",
        "AttributeError: 'Tensor' object has no attribute 'total'",
    ]


def test_an_exception_of_the_students_object_shows_its_cell(mixed):
    assert mixed.message("tests-Pairs", "Pairs: The length and an item").splitlines()[1:] == [
        f"  cell [{mixed.number('Pairs')}], line 9, in __getitem__",
        "    return self.kept[i], self.x[i] ** 2",
        "AttributeError: 'Pairs' object has no attribute 'kept'",
    ]


def test_a_cell_that_has_not_run_is_told(mixed):
    assert mixed.message("tests-make_line", "make_line: Eight parameters and the right numbers") == (
        "`make_line` is not in this notebook's memory: run its cell. Or was it renamed?"
    )


def test_a_forbidden_call_is_told(mixed):
    assert mixed.message("forbidden-tests", "smooth: Two neighbours of 1, 2, 3").startswith(
        "`torch.conv1d` is not allowed in this exercise: write it yourself.\n(the same in "
    )


def test_a_forbidden_module_that_another_cell_imported_is_told(mixed):
    assert mixed.message("library-tests", "smooth: Two neighbours of 1, 2, 3").startswith(
        "`scipy.signal` is not allowed in this exercise: write it yourself.\n(the same in "
    )


def test_what_is_forbidden_in_an_exercise_is_not_in_other_cells(mixed):
    assert mixed.text("library-after") == "3\n"


# the project's labs


@pytest.mark.parametrize("lab", LABS)
def test_an_unsolved_lab_alone_in_a_folder_is_not_begun(lab, tmp_path):
    ran = run(committed(lab), tmp_path)

    assert ran.states("tests") == dict.fromkeys(EXERCISES[lab], "not begun")
    assert [ran.states(f"tests-{name}") for name in EXERCISES[lab]] == [{n: "not begun"} for n in EXERCISES[lab]]


@pytest.fixture(scope="module")
def solved_cnn(tmp_path_factory):
    """The reference's cells, without training."""
    return run(committed("cnn"), tmp_path_factory.mktemp("cnn"), {**solved("cnn"), "training": "pass"})


def test_the_references_cells_are_done(solved_cnn):
    assert solved_cnn.states("tests") == dict.fromkeys(EXERCISES["cnn"], "done")


def test_the_texts_figures_are_drawn_anew(solved_cnn):
    drawing = [cell.id for cell in committed("cnn").cells if "figures.show()" in cell.source]

    assert [solved_cnn.pictures(cell) for cell in drawing] == [1] * 6


def test_a_lab_with_figures_is_done_and_shows_none_of_the_tests(tmp_path):
    made = committed("mlp")
    last = [cell for cell in made.cells if "fit(model, train_dl" in cell.source and "__main__" in cell.source]
    made.cells.remove(last[0])  # five epochs

    ran = run(made, tmp_path, solved("mlp"))

    assert ran.states("tests") == dict.fromkeys(EXERCISES["mlp"], "done")
    assert [ran.pictures(f"tests-{name}") for name in EXERCISES["mlp"]] == [0] * len(EXERCISES["mlp"])


# training


SMALL = """
from torch import nn


def make_cnn():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
"""
NO_DATA = """
import os
from support import fashion_mnist
places = vars(fashion_mnist)
before = places["DEBIAN_FOLDER"], places["LECTURE_FOLDER"]
places["DEBIAN_FOLDER"], places["LECTURE_FOLDER"] = "/nowhere", "/nowhere"
os.environ["XDG_CACHE_HOME"] = "/nowhere"
run_training(images=320, epochs=1, data="nowhere")
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory, fashion_mnist_folder):
    """Training with a data set and: a stub, a network for other images, a small one, none, no data."""
    start = f"run_training(images=320, epochs=1, device='cpu', data={str(fashion_mnist_folder)!r})"
    more = {
        "other": SMALL.replace("784", "3"),
        "mismatch": start,
        "small": SMALL,
        "script": start,
        "gone": f"del make_cnn\n{start}",
        "small-again": SMALL,
        "no-data": NO_DATA,
    }
    answers = {"FMNISTDataset": solved("cnn")["FMNISTDataset"], "training": start}
    return run(committed("cnn"), tmp_path_factory.mktemp("trained"), answers, more)


def measured(text):
    return [re.sub(r" +\d+ s$", "", line) for line in text.splitlines()]


def test_training_gives_the_figures_of_the_script(trained, tmp_path, fashion_mnist_folder):
    kit = ROOT / "student_template/cnn"
    for path in [kit / "train.py", *(kit / "support").glob("*.*")]:
        target = tmp_path / path.relative_to(kit)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    (tmp_path / "data.py").write_text((ROOT / "solutions/cnn/data.py").read_text())
    (tmp_path / "network.py").write_text(SMALL)
    options = ["--images", "320", "--epochs", "1", "--device", "cpu", "--data", str(fashion_mnist_folder)]
    done = subprocess.run(
        [sys.executable, "train.py", *options],
        cwd=tmp_path,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert measured(trained.text("script")) == measured(done.stdout)


def test_training_draws_its_curves_below_the_cell(trained):
    assert (trained.pictures("script"), trained.pictures("mismatch")) == (1, 0)


def test_training_needs_what_is_not_begun(trained):
    assert trained.text("training").splitlines()[-1] == (
        "`make_cnn` is not begun. Training needs it: write it, run its cell and its tests, and come back."
    )


def test_training_without_data_says_how_to_get_it(trained):
    assert trained.text("no-data").startswith("Fashion-MNIST is not on this machine. Looked for it in:\n")


def test_training_that_fails_says_where(trained):
    said = trained.text("mismatch").splitlines()

    assert said[-1].startswith("RuntimeError: mat1 and mat2 shapes cannot be multiplied")
    assert "train.py" not in "".join(said)


def test_training_without_a_network_says_so(trained):
    assert trained.text("gone") == "`make_cnn` is not in this notebook's memory: run its cell. Or was it renamed?\n"


def test_what_a_cell_tries_may_need_what_is_not_begun(tmp_path):
    made = committed("mlp")
    made.cells = [cell for cell in made.cells if cell.metadata.get("autograder", {}).get("role") == "setup"]
    tried = """
        def one():
            raise NotImplementedError

        if __name__ == "__main__":
            print(1)
            one()
            print(2)
        print(3)
    """
    other = """
        if __name__ == "__main__":
            import torch
            try:
                raise KeyError("not ours")
            finally:
                print("on")
    """
    made.cells.append(nbformat.v4.new_code_cell(textwrap.dedent(other), id="other"))
    made.cells[-1].metadata["tags"] = ["raises-exception"]
    ran = run(made, tmp_path, more={"tried": tried})

    assert ran.text("other").splitlines() == ["on", "KeyError: 'not ours'"]
    assert ran.text("tried").splitlines() == [
        "1",
        "`one` is not begun: write it, run its cell, and then this one.",
        "3",
    ]
