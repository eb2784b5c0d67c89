"""A known mistake is recognised by what the tests saw, in a real grading; any other one is not."""

import pytest
from labs import ROOT, engine_for, messages, submission


@pytest.fixture(scope="module")
def engine():
    with engine_for("cnn", call_seconds=5.0, submission_seconds=60.0) as started:
        yield started


@pytest.fixture(scope="module")
def graded(engine):
    def grade(changes):
        ((_, found),) = engine.grade_all([submission("cnn", changes)])
        assert "failed" not in found, found
        return found

    return grade


def recognised(found, exercise):
    """The ids that stand with an exercise's failed tests."""
    return {
        entry.get("extra", {}).get("misconception")
        for entry in found["tests"]
        if entry["exercise"] == exercise and entry["state"] != "done"
    }


def row(exercise, name):
    return (ROOT / "assignments" / "cnn" / "misconceptions" / exercise / f"{name}.py").read_text()


FLIPPED = """
def correlate2d(a, k):
    p, q = k.shape
    if p > a.shape[0] or q > a.shape[1]:
        raise ValueError(f"kernel k {p}x{q} does not fit into a {a.shape[0]}x{a.shape[1]}")
    rows = []
    for i in range(a.shape[0] - p + 1):
        row = []
        for j in range(a.shape[1] - q + 1):
            total = 0.0
            for u in range(p):
                for v in range(q):
                    total += float(a[i + u, j + v]) * float(k[p - 1 - u, q - 1 - v])
            row.append(total)
        rows.append(row)
    return torch.tensor(rows, dtype=a.dtype)
"""
OWN_MISTAKE = """
def correlate2d(a, k):
    p, q = k.shape
    if p > a.shape[0] or q > a.shape[1]:
        raise ValueError(f"kernel k {p}x{q} does not fit into a {a.shape[0]}x{a.shape[1]}")
    return torch.einsum("ijuv,uv->ij", a.unfold(0, p, 1).unfold(1, q, 1), k) + 0.25 * a[0, 0]
"""
EDGE = """
def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    rows = [min(max(i, 0), a.shape[-2] - 1) for i in range(-ph, a.shape[-2] + ph)]
    columns = [min(max(j, 0), a.shape[-1] - 1) for j in range(-pw, a.shape[-1] + pw)]
    return a[..., rows, :][..., columns].clone()
"""


def test_a_flipped_kernel_in_a_style_of_its_own_reads_about_the_corner(graded):
    found = graded({"convolution.py": FLIPPED})

    assert recognised(found, "correlate2d") == {"flipped-kernel"}
    assert all("Hint: Which entry of the kernel" in text for text in messages(found, "correlate2d"))


def test_padding_with_the_edge_reads_about_the_frame(graded):
    found = graded({"convolution.py": EDGE})

    assert recognised(found, "pad2d") == {"pad-edge"}
    assert all("frame" in text.partition("Hint: ")[2] for text in messages(found, "pad2d"))


def test_a_mistake_of_ones_own_reads_the_difference_and_no_hint(graded):
    found = graded({"convolution.py": OWN_MISTAKE})

    assert recognised(found, "correlate2d") == {None}
    assert all("Hint" not in text for text in messages(found, "correlate2d"))
    assert "yours | expected" in messages(found, "correlate2d", hidden=False)[0]


def test_a_hidden_test_shows_the_hint_and_no_value(graded):
    found = graded({"convolution.py": FLIPPED})

    hidden = messages(found, "correlate2d", hidden=True)
    hint = messages(found, "correlate2d", hidden=False)[0].partition("\n\n")[2]
    assert set(hidden) == {f"The answer is not right.\n\n{hint}"}


def test_right_where_a_known_mistake_is_wrong_means_another_mistake(graded):
    """The kernel is flipped, but only where it is not square: the worked example comes out right."""
    found = graded({"convolution.py": FLIPPED + SQUARE_IS_RIGHT})

    assert recognised(found, "correlate2d") == {None}


SQUARE_IS_RIGHT = """
flipped = correlate2d


def correlate2d(a, k):
    return flipped(a, k.flip(0, 1)) if k.shape[0] == k.shape[1] else flipped(a, k)
"""


def test_an_exception_of_the_same_kind_is_not_the_same_mistake(graded):
    found = graded({"network.py": "def make_regularized():\n    raise ValueError('my own')"})

    assert recognised(found, "make_regularized") == {None}


def test_what_is_done_names_no_mistake(graded):
    found = graded({"convolution.py": FLIPPED})

    assert {entry.get("extra") for entry in found["tests"] if entry["state"] == "done"} == {None}


@pytest.mark.parametrize(
    ("exercise", "file", "name"),
    [
        ("output_size", "convolution.py", "size-ceil"),
        ("conv2d", "convolution.py", "bias-in-sum"),
        ("max_pool2d", "pooling.py", "pool-last"),
        ("max_pool2d_backward", "pooling.py", "grad-all-ties"),
        ("FMNISTDataset", "data.py", "scale-none"),
        ("make_cnn", "network.py", "filters-32"),
        ("make_cnn", "network.py", "flatten-3136"),
    ],
)
def test_the_catalogues_own_programs_are_recognised_across_the_boundary(graded, exercise, file, name):
    found = graded({file: row(exercise, name)})

    assert recognised(found, exercise) == {name}
