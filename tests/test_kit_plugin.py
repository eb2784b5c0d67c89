"""A student runs `pytest` in the kit: what the screen says of each state of the work."""

import ast
import os
import subprocess
import sys
import textwrap
from typing import NamedTuple

import pytest

RIGHT_SIGNALS = """
import warnings

import torch

print("looking for mistakes")
warnings.warn("careful")


def smooth(x, k):
    warnings.warn("careful")
    print("smoothing")
    if k < 1:
        raise ValueError(f"k={k} is below 1")
    return x.unfold(0, k, 1).sum(1)


def average(x):
    return float(x.mean())
"""
RIGHT_PIECES = """
from torch import nn


class Pairs:
    def __init__(self, x):
        print("making pairs")
        self.x = x

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.x[i] ** 2


def make_line():
    return nn.Linear(3, 2)
"""


class Run(NamedTuple):
    """What a student sees of one run."""

    status: int
    screen: str

    def table(self):
        """The lines from the lab's title on."""
        lines = self.screen.splitlines()
        return lines[next(i for i, line in enumerate(lines) if " Signals " in line) + 1 :]

    def message(self, title):
        """The text below the heading of a test."""
        lines = iter(self.screen.splitlines())
        assert any(line.startswith("-") and f" {title} " in line for line in lines), self.screen
        text = []
        for line in lines:
            if line.startswith(("---", "===")):
                break
            text.append(line)
        return "\n".join(text)


@pytest.fixture(scope="module")
def run_kit(tiny_kit, tmp_path_factory):
    """Runs pytest in a copy of the kit in which some files have other texts."""

    def run(files=None, *args):
        folder = tmp_path_factory.mktemp("kit")
        for name, data in {**tiny_kit, **{name: text.encode() for name, text in (files or {}).items()}}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "COV"))}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *args],
            cwd=folder,
            env={**env, "COLUMNS": "80", "OMP_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return Run(done.returncode, done.stdout + done.stderr)

    return run


def changed(text, **functions):
    """A student's file in which some functions have another body, or None of them is left."""
    tree = ast.parse(text)
    for name, body in functions.items():
        (found,) = [node for node in ast.walk(tree) if getattr(node, "name", None) == name]
        if body is None:
            tree.body.remove(found)
        else:
            found.body = ast.parse(textwrap.dedent(body)).body
    return ast.unparse(tree) + "\n"


# not begun


@pytest.fixture(scope="module")
def fresh(run_kit):
    return run_kit()


def test_a_fresh_kit_is_not_begun(fresh):
    assert fresh.status == 1
    assert fresh.table() == [
        "exercise      points  state",
        "smooth         0 / 3  not begun",
        "average      0 / 1.5  not begun",
        "Pairs          0 / 1  not begun",
        "make_line      0 / 1  not begun",
        "together     0 / 6.5",
        "Next: begin smooth in signals.py (alone: pytest tests/test_smooth.py)",
    ]


def test_a_fresh_kit_shows_nothing_but_the_table(fresh):
    above = len(fresh.screen.splitlines()) - len(fresh.table())

    assert above == 2  # the line of progress and the lab's title
    assert fresh.screen.startswith("-------")


# right


@pytest.fixture(scope="module")
def solved(run_kit):
    return run_kit({"signals.py": RIGHT_SIGNALS, "pieces.py": RIGHT_PIECES})


def test_right_answers_are_done(solved):
    assert solved.status == 0
    assert solved.table() == [
        "exercise      points  state",
        "smooth         3 / 3  done",
        "average    1.5 / 1.5  done",
        "Pairs          1 / 1  done",
        "make_line      1 / 1  done",
        "together   6.5 / 6.5",
        "All done here. Hidden tests check more of the same, with other inputs.",
    ]


def test_what_a_program_prints_and_warns_of_is_not_on_the_screen(solved):
    assert "smoothing" not in solved.screen
    assert "careful" not in solved.screen


# wrong, in every way that a run may show at once


@pytest.fixture(scope="module")
def mixed(run_kit):
    signals = changed(
        RIGHT_SIGNALS,
        smooth="""
            if k < 1:
                raise ValueError("too small")
            return x.unfold(0, k, 1).sum(1) + (k == 3)""",
        average="return float(x[0])",
    )
    pieces = changed(RIGHT_PIECES, __getitem__="return self.kept[i]", make_line=None)
    return run_kit({"signals.py": signals, "pieces.py": pieces})


def test_the_table_of_a_mixed_run(mixed):
    assert mixed.status == 1
    assert mixed.table() == [
        "exercise      points  state",
        "smooth       1.5 / 3  wrong      2 of 4 tests to go",
        "average    0.75 / 1.5  wrong      1 of 1 tests to go",
        "Pairs          0 / 1  wrong      1 of 1 tests to go",
        "make_line      0 / 1  wrong      1 of 1 tests to go",
        "together   2.25 / 6.5",
        "Next: mend smooth in signals.py (alone: pytest tests/test_smooth.py)",
    ]


def test_a_wrong_answer_shows_the_first_differing_places(mixed):
    assert mixed.message("smooth: Windows of several sizes") == (
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


def test_a_vague_error_message_is_told_what_it_lacks(mixed):
    assert mixed.message("smooth: A window of no numbers is an error") == (
        "smooth([0.0, 1.0, 2.0], 0)\nthe ValueError should name the argument `k`, yours says: too small"
    )


def test_partial_credit_has_its_message(mixed):
    message = mixed.message("average: The average of three numbers, and of one")

    assert message.startswith("1 of 2 averages are right\n")


def test_what_an_exercise_builds_on_comes_first(mixed):
    message = mixed.message("average: The average of three numbers, and of one")

    assert message.endswith("\n\n`average` may use `smooth`, which you have not done yet: begin there.")


def test_a_mistake_of_ones_own_has_no_hint(mixed):
    assert "Hint" not in mixed.screen


def test_a_known_mistake_has_its_hint_once_below_the_last_message(run_kit):
    body = """
        if k < 1:
            raise ValueError(f"k={k}")
        return torch.stack([x[i : i + k].mean() for i in range(len(x) - k + 1)])"""
    ran = run_kit({"signals.py": changed(RIGHT_SIGNALS, smooth=body)}, "tests/test_smooth.py")

    hint = "Hint: Feed it ones: what should two neighbours add up to?"
    assert ran.screen.count("Hint: ") == 1
    assert ran.message("smooth: Windows of several sizes").endswith(hint)


def test_an_exception_of_the_students_object_shows_the_students_lines(mixed):
    message = mixed.message("Pairs: The length and an item").splitlines()

    assert message[0] == "Traceback (most recent call last):"
    assert message[1].startswith('  File "pieces.py", line ')
    assert message[2:] == [
        "    return self.kept[i]",
        "AttributeError: 'Pairs' object has no attribute 'kept'",
    ]


def test_a_deleted_function_is_missing(mixed):
    message = mixed.message("make_line: Eight parameters and the right numbers")

    assert message == "`make_line` is not in pieces.py. Was it renamed or deleted?"


@pytest.fixture(scope="module")
def tangled(run_kit):
    signals = changed(
        RIGHT_SIGNALS,
        smooth="""
            from torch.nn.functional import conv1d as ordinary
            return ordinary(x[None, None], torch.ones(1, 1, k, dtype=x.dtype))[0, 0]""",
        average="""
            def helper(numbers):
                return numbers.total
            return helper(x)""",
    )
    pieces = changed(RIGHT_PIECES, __getitem__="raise NotImplementedError", make_line="nn.Linear(3, 2)")
    return run_kit({"signals.py": signals, "pieces.py": pieces})


def test_a_forbidden_call_under_another_name_is_told_once(tangled):
    assert tangled.message("smooth: Two neighbours of 1, 2, 3") == (
        "`torch.conv1d` is not allowed in this exercise: write it yourself.\n(the same in 3 more tests)"
    )


def test_an_exception_shows_the_students_lines_and_no_others(tangled):
    message = tangled.message("average: The average of three numbers, and of one").splitlines()

    assert message[0] == "Traceback (most recent call last):"
    assert [line.split(", ")[0] for line in message[1:5:2]] == ['  File "signals.py"', '  File "signals.py"']
    assert message[2:5:2] == ["    return helper(x)", "    return numbers.total"]
    assert message[5] == "AttributeError: 'Tensor' object has no attribute 'total'"


def test_a_stub_in_an_object_is_not_begun(tangled):
    assert "Pairs          0 / 1  not begun" in tangled.table()


def test_a_function_without_return_is_told(tangled):
    message = tangled.message("make_line: Eight parameters and the right numbers")

    assert message == "yours is None, expected a network (an nn.Module): does every path return its result?"


# files


@pytest.fixture(scope="module")
def broken(run_kit):
    return run_kit({"signals.py": "import torch\n\ndef smooth(x, k)\n", "pieces.py": RIGHT_PIECES})


def test_a_file_that_does_not_import_is_told_once(broken):
    assert broken.message("smooth: Two neighbours of 1, 2, 3") == (
        "signals.py could not be imported.\n"
        "Traceback (most recent call last):\n"
        '  File "signals.py", line 3\n'
        "    def smooth(x, k)\n"
        "SyntaxError: expected ':'\n"
        "(the same in 4 more tests)"
    )


def test_the_other_files_are_tested_all_the_same(broken):
    assert "Pairs          1 / 1  done" in broken.table()


def test_an_answer_that_changes_its_input_is_right_but_for_that(run_kit):
    signals = changed(
        RIGHT_SIGNALS,
        smooth="""
            if k < 1:
                raise ValueError(f"k={k}")
            sums = x.unfold(0, k, 1).sum(1)
            x.zero_()
            return sums""",
    )

    run = run_kit({"signals.py": signals}, "tests/test_smooth.py")

    assert run.table()[1] == "smooth      2.5 / 3  wrong      1 of 4 tests to go"
    assert "argument 1 changed" in run.message("smooth: The input is as before after the call")


def test_inputs_that_are_not_the_kits_are_told(run_kit, tiny_kit):
    text = tiny_kit["tests/test_smooth.py"].decode().replace("rng.integers(-9, 9, 8)", "rng.integers(-9, 8, 8)")

    run = run_kit({"signals.py": RIGHT_SIGNALS, "tests/test_smooth.py": text}, "tests/test_smooth.py")

    assert run.message("smooth: Windows of several sizes").startswith(
        "This test cannot judge your answer: the stored answer of smooth is for other inputs. Are the files in tests/ "
        "and support/ as they came?"
    )


# ways to run it


def test_one_file_alone_shows_one_exercise_and_what_it_prints(run_kit):
    run = run_kit({"pieces.py": RIGHT_PIECES}, "-s", "tests/test_pairs.py")

    assert run.status == 0
    assert "making pairs" in run.screen
    assert [line.split()[0] for line in run.table()] == ["exercise", "Pairs", "together", "All"]


OWN_TESTS = """
from signals import average


def test_that_holds():
    assert average


def test_that_does_not():
    total = 2
    assert total == 3


def test_with_a_fixture_of_the_lab(student):
    pass


def test_with_an_unknown_fixture(numbers):
    pass
"""


@pytest.fixture(scope="module")
def extended(run_kit):
    return run_kit({"pieces.py": RIGHT_PIECES, "tests/test_own.py": OWN_TESTS})


def test_own_tests_stay_out_of_the_table(extended):
    assert len(extended.table()) == 7


def test_an_own_test_that_fails_shows_why(extended):
    assert extended.message("tests/test_own.py::test_that_does_not") == "E   assert 2 == 3"


def test_an_own_test_that_cannot_run_shows_why(extended):
    assert "fixture 'numbers' not found" in extended.message("tests/test_own.py::test_with_an_unknown_fixture")
    assert extended.message("tests/test_own.py::test_with_a_fixture_of_the_lab") == (
        "`student` is for the tests of the lab: import what you test, and make its inputs"
    )


# the files of the kit


def test_the_kit_stands_alone(tiny_kit):
    for name, data in tiny_kit.items():
        if name.endswith(".py"):
            tree = ast.parse(data, feature_version=(3, 10))
            roots = {
                (node.module or "").partition(".")[0]
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and not node.level
            } | {
                alias.name.partition(".")[0]
                for node in ast.walk(tree)
                if isinstance(node, ast.Import)
                for alias in node.names
            }
            for_figures = {"matplotlib"} if name == "support/figure.py" else set()
            assert roots - for_figures <= {*sys.stdlib_module_names, "torch", "numpy", "pytest", "support"}, name


def test_a_lab_without_training_has_no_files_for_it(tiny_kit):
    assert not {"train.py", "support/fashion_mnist.py"} & set(tiny_kit)
