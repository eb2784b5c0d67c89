"""No line of a solution or of what stays with the grader leaves with the kit, in whatever dress."""

import pytest

from autograder.assignment import load
from autograder.release.leaks import leaks
from autograder.source import read_all

SOLUTION = "    places = len(x) - k + 1"
HIDDEN = "    secret_row = torch.from_numpy(rng.normal(size=50))"


@pytest.fixture(scope="module")
def lab(tiny_lab):
    """The small lab with a program of each kind that stays with the grader."""
    return tiny_lab(
        {
            "assignments/tiny/samples/mixed/signals.py": "def smooth(x, k):\n    return x.cumsum(0)[k - 1 :]\n",
            "assignments/tiny/misconceptions/off_by_one.py": "def smooth(x, k):\n    width = len(x) - k\n",
            "assignments/tiny/accepted/folded.py": "def smooth(x, k):\n    return x.unfold(0, k, 1).sum(dim=1)\n",
        }
    )


@pytest.fixture(scope="module")
def leaks_of(lab):
    """Finds what a file with these lines would give away."""
    sources = read_all(load(lab.assignment), lab.solutions)
    return lambda *lines: leaks({"README.md": "\n".join(lines)}, sources, lab.assignment)


def test_a_kit_as_it_is_gives_nothing_away(lab, tiny_kit):
    sources = read_all(load(lab.assignment), lab.solutions)

    assert leaks({name: data.decode() for name, data in tiny_kit.items()}, sources, lab.assignment) == []


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (SOLUTION, "the solution in signals.py:16"),
        (HIDDEN, "hidden/test_smooth.py:8"),
        ("    return x.cumsum(0)[k - 1 :]", "samples/mixed/signals.py:2"),
        ("    width = len(x) - k", "misconceptions/off_by_one.py:2"),
        ("    return x.unfold(0, k, 1).sum(dim=1)", "accepted/folded.py:2"),
    ],
)
def test_a_line_is_told_by_its_place_and_its_origin(leaks_of, line, where):
    assert leaks_of("# Signals", "", line) == [f"README.md:3: this line stands in {where}: {line.strip()}"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("# places = len(x) - k + 1", id="commented out"),
        pytest.param("#     places = len(x) - k + 1", id="in a text"),
        pytest.param("places=len(x)-k+1", id="without spaces"),
        pytest.param("\tplaces = len(x) - k  +  1  ", id="with others"),
        pytest.param("places = len(x) - k + 1  # as many as fit", id="with a comment"),
        pytest.param(">>> places = len(x) - k + 1", id="in an example"),
        pytest.param("- `places = len(x) - k + 1`", id="in a list"),
        pytest.param("> places = len(x) - k + 1", id="quoted"),
    ],
)
def test_a_line_is_known_in_another_dress(leaks_of, line):
    assert len(leaks_of(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="empty"),
        pytest.param("        # END SOLUTION", id="a marker"),
        pytest.param("import pytest", id="an import"),
        pytest.param("def smooth(x, k):", id="a signature that students have"),
        pytest.param("@pytest.mark.points(1)", id="a mark that public tests have too"),
        pytest.param("    places = len(x) - k + 2", id="another line"),
        pytest.param("places = len(x) - k + 1 is what you need", id="a sentence"),
    ],
)
def test_a_line_that_gives_nothing_away(leaks_of, line):
    assert leaks_of(line) == []


def test_every_line_of_every_file_is_told(lab):
    sources = read_all(load(lab.assignment), lab.solutions)

    found = leaks({"b.py": f"{SOLUTION}\n{SOLUTION}", "a.py": HIDDEN}, sources, lab.assignment)

    assert [line.split(": ")[0] for line in found] == ["a.py:1", "b.py:1", "b.py:2"]


def test_a_line_of_a_solution_stays_one_where_a_public_test_has_it(lab, tiny_lab):
    test = (lab.assignment / "public" / "test_smooth.py").read_text() + f"\n\ndef test_more(x, k):\n{SOLUTION}\n"
    project = tiny_lab({"assignments/tiny/public/test_smooth.py": test})
    sources = read_all(load(project.assignment), project.solutions)

    (found,) = leaks({"tests/test_smooth.py": test}, sources, project.assignment)

    assert found.endswith(f"this line stands in the solution in signals.py:16: {SOLUTION.strip()}")
