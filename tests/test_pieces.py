"""A file that was made of a notebook runs statement by statement, each in the place of its cell."""

import inspect
import linecache
import traceback

import pytest
import torch

from autograder.worker import pieces


@pytest.fixture
def run(tmp_path):
    """Runs pieces, each a text, its place, its line there, and whom it costs; gives the module's namespace."""

    def run(*parts):
        lines, found = [], []
        for text, place, line, *costs in parts:
            first = len(lines) + 1
            lines += text.split("\n")
            found.append({"first": first, "last": len(lines), "place": place, "line": line, "costs": costs})
        namespace = {"__name__": "first"}
        pieces.run("\n".join(lines) + "\n", found, tmp_path, namespace)
        return namespace

    return run


def test_code_stands_where_it_stands_in_its_cell(run, tmp_path):
    one = run(("K = 1", "cell 2", 5), ("@staticmethod\ndef one(x):\n    return missing", "cell 7", 3))["one"]

    with pytest.raises(NameError) as caught:
        one(0)

    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (last.filename, last.lineno) == (str(tmp_path / "cell 7"), 5)


def test_a_line_of_nobodys_has_no_place_to_show(run):
    assert run(("def one(): ...", "", 1))["one"].__code__.co_filename == pieces.HIDDEN


@pytest.mark.parametrize("text", ["K = missing", "raise SystemExit", "import nowhere", "K = 1 +", "await K"])
def test_what_fails_costs_those_who_need_it(run, text):
    namespace = run(
        (text, "cell 1", 1, "one"),
        ("def one(): ...", "cell 2", 1, "one"),
        ("def two():\n    return 2", "cell 3", 1, "two"),
    )

    assert namespace["two"]() == 2
    for _ in range(2):  # again and again the same
        with pytest.raises((NameError, SystemExit, ImportError, SyntaxError)) as caught:
            namespace["one"](1, k=2)
        assert len(traceback.extract_tb(caught.value.__traceback__)) <= 5


def test_the_first_failure_is_the_one_that_is_told(run):
    namespace = run(("K = missing", "cell 1", 1, "one"), ("L = K", "cell 2", 1, "one"))

    with pytest.raises(NameError, match="missing"):
        namespace["one"]()


def test_annotations_stay_text_where_a_cell_asks_for_it(run):
    namespace = run(("from __future__ import annotations", "cell 1", 1), ("def one(x: Nowhere): ...", "cell 2", 1))

    assert namespace["one"].__annotations__ == {"x": "Nowhere"}


@pytest.mark.filterwarnings("ignore:.*torch.jit.script:DeprecationWarning")
def test_a_function_has_a_source_to_look_at(run, tmp_path):
    text = "def one(x: torch.Tensor):\n    return x + 1\n"
    linecache.cache[str(tmp_path / "cell 4")] = (1, None, ["# mine\n", *text.splitlines(keepends=True)], "")
    one = run(("import torch", "cell 1", 1), (text.rstrip("\n"), "cell 4", 2))["one"]

    assert inspect.getsource(one) == text
    assert torch.equal(torch.jit.script(one)(torch.ones(2)), torch.full((2,), 2.0))
