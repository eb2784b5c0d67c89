"""One mistake costs once: the reference is lent where an exercise builds on one that failed."""

import pytest
from labs import EXERCISES, WORTH, engine_for, engine_of, messages, points, states, submission

from autograder.assignment import load
from autograder.submission import Submission

FLIPPED = """
def correlate2d(a, k):
    return convolve2d(a, k)


def convolve2d(a, k):
    p, q = k.shape
    if p > a.shape[0] or q > a.shape[1]:
        raise ValueError(f"the kernel k, {p}x{q}, is larger than a, {a.shape[0]}x{a.shape[1]}")
    return torch.einsum("ijuv,uv->ij", a.unfold(0, p, 1).unfold(1, q, 1), k.flip(0, 1))
"""
BY_EARLIER_ONES = """
def correlate2d_strided(a, k, stride=1, padding=0):
    sh, sw = pair(stride)
    if sh < 1 or sw < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    return correlate2d(pad2d(a, padding), k)[::sh, ::sw]
"""
EDGE = """
def pad2d(a, padding, value=0.0):
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    rows = torch.arange(-ph, a.shape[-2] + ph).clamp(0, a.shape[-2] - 1)
    columns = torch.arange(-pw, a.shape[-1] + pw).clamp(0, a.shape[-1] - 1)
    return a[..., rows, :][..., columns]
"""


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


def lost(found):
    return {name for name in EXERCISES["cnn"] if points(found, name) < WORTH["cnn"][name]}


def test_a_wrong_exercise_costs_nothing_in_those_that_build_on_it(graded):
    found = graded({"convolution.py": FLIPPED + BY_EARLIER_ONES})

    assert lost(found) == {"correlate2d"}


def test_a_stub_costs_nothing_in_those_that_build_on_it(graded):
    found = graded({"convolution.py": "def pad2d(a, padding, value=0.0):\n    raise NotImplementedError"})

    assert states(found, "pad2d") == {"not begun"}
    assert lost(found) == {"pad2d"}


def test_two_wrong_exercises_cost_those_two(graded):
    found = graded({"convolution.py": FLIPPED + EDGE + BY_EARLIER_ONES})

    assert lost(found) == {"correlate2d", "pad2d"}


def test_the_message_says_what_was_lent(graded):
    found = graded({"convolution.py": EDGE})

    told = [entry["message"] for entry in found["tests"] if "used here" in entry["message"]]
    assert told
    assert set(told) == {"Your `pad2d` did not pass all tests, so the reference's was used here."}


def test_only_tests_that_failed_and_borrowed_are_told_so(graded):
    found = graded({"convolution.py": EDGE})

    unpadded = [entry for entry in found["tests"] if entry["title"].startswith("The worked example as a batch")]
    assert [entry["message"] for entry in unpadded] == [""]


def test_a_mistake_of_its_own_is_still_one(graded):
    own = "def correlate2d_strided(a, k, stride=1, padding=0):\n    return correlate2d(pad2d(a, padding), k)"
    found = graded({"convolution.py": EDGE + own})

    assert lost(found) == {"pad2d", "correlate2d_strided"}


def test_what_was_imported_from_another_file_is_lent_too(graded):
    found = graded({"convolution.py": EDGE, "pooling.py": POOL})

    assert lost(found) == {"pad2d"}


POOL = """
def max_pool2d(x, k, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(k), pair(padding)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding {padding} is more than half of k {k}")
    sh, sw = pair(k if stride is None else stride)
    rows, columns = output_size(x.shape[2], kh, sh, ph), output_size(x.shape[3], kw, sw, pw)
    padded = pad2d(x, padding, float("-inf"))
    out = x.new_empty(*x.shape[:2], rows, columns)
    for i in range(rows):
        for j in range(columns):
            out[:, :, i, j] = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].amax((2, 3))
    return out
"""


def test_the_reference_itself_is_not_in_the_process_of_the_student(graded):
    """What is lent is a stand-in: it has no source, no code of the reference, no module that holds it."""
    spy = """
def correlate2d_strided(a, k, stride=1, padding=0):
    import sys
    pad2d(a, 1)
    names = sorted(name for name in sys.modules if ".grader" in name or ".verify" in name)
    texts = [str(value) for value in pad2d.__code__.co_consts if value is not None]
    cells = sorted(type(cell.cell_contents).__name__ for cell in pad2d.__closure__ or ())
    raise TypeError(f"modules {names} constants {texts} cells {cells}")
"""
    found = graded({"convolution.py": EDGE + spy})

    text = messages(found, "correlate2d_strided", hidden=False)[0]
    assert "modules [] constants [] cells ['Lent', 'str']" in text


def test_what_is_lent_raises_as_the_reference_does(graded):
    asks = """
def correlate2d_strided(a, k, stride=1, padding=0):
    try:
        pad2d(a, -3)
    except ValueError as error:
        raise TypeError(f"it said: {error}")
"""
    found = graded({"convolution.py": EDGE + asks})

    assert "it said: padding must not be negative, got padding=-3" in messages(found, "correlate2d_strided")[0]


def test_arguments_that_would_take_all_memory_stop_the_call_and_nothing_else(graded):
    asks = "def correlate2d_strided(a, k, stride=1, padding=0):\n    return pad2d(a, 1_000_000)"
    found = graded({"convolution.py": EDGE + asks})

    assert lost(found) == {"pad2d", "correlate2d_strided"}


def test_a_name_that_is_not_lent_cannot_be_asked_for(graded):
    asks = """
def correlate2d_strided(a, k, stride=1, padding=0):
    pad2d(a, 1)
    for cell in pad2d.__closure__:
        if cell.cell_contents == "pad2d":
            cell.cell_contents = "conv2d"
    return pad2d(a[None, None], k[None, None], None, stride, padding)[0, 0]
"""
    found = graded({"convolution.py": EDGE + asks})

    assert lost(found) == {"pad2d", "correlate2d_strided"}
    assert "this name is not lent here" in messages(found, "correlate2d_strided", hidden=False)[0]


def test_a_lending_that_runs_out_of_time_leaves_what_was_said_before():
    """Without the lending the answer was wrong at once: that is what helps, not that there was no time to lend."""
    waits = """
def correlate2d_strided(a, k, stride=1, padding=0):
    if pad2d.__closure__:
        import time
        pad2d(a, 1)
        time.sleep(60)
    return pad2d(a, padding)
"""
    with engine_for("cnn", call_seconds=5.0, submission_seconds=10.0) as started:
        ((_, found),) = started.grade_all([submission("cnn", {"convolution.py": EDGE + waits})])

    told = messages(found, "correlate2d_strided")
    assert told
    assert not [text for text in told if "used up its time" in text or "used here" in text]


TELLING = {
    "signals.py": """
import torch

def smooth(x, k):
    if len(x) == 50:  # a hidden test's, and wrong there only
        return torch.zeros(1)
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    return x.unfold(0, k, 1).sum(1)

def average(x):
    print("average", x.tolist())
    smooth(x, len(x))
    return 0.0
""",
    "pieces.py": "",
}


def graded_tiny(tiny_lab, changes):
    lab = tiny_lab()
    with engine_of(load(lab.assignment), lab.solutions) as started:
        ((_, found),) = started.grade_all([Submission("s", {**TELLING, **changes}, [], "11" * 32)])
    return found


def test_what_is_repeated_in_public_comes_before_anything_hidden(tiny_lab):
    wrong = (
        TELLING["signals.py"]
        .replace("len(x) == 50", "True")
        .replace("return 0.0", "return float(smooth(x, len(x))[0] / len(x))")
    )
    found = graded_tiny(tiny_lab, {"signals.py": wrong})
    calls = [line for line in found["printed"].splitlines() if line.startswith("average")]
    hidden = [i for i, line in enumerate(calls) if "-1.0" in line]
    public = [i for i, line in enumerate(calls) if "-1.0" not in line]
    assert len(public) > 2  # repeated with the reference's `smooth`
    assert max(public) < min(hidden)
    assert points(found, "average") == 2.5


def test_what_a_hidden_test_has_found_out_changes_no_public_message(tiny_lab):
    found = graded_tiny(tiny_lab, {})
    (message,) = messages(found, "average", hidden=False)
    assert "used here" not in message


SPY = """

class Spy:
    def __init__(self):
        self.log = []

    def __getattr__(self, name):
        self.log.append(name)
        return self

    def __call__(self, *args, **kwargs):
        self.log.append("called")
        return torch.zeros(2, 10)


def train_batch(x, y, model, opt, loss_fn):
    return 0.0


def fit(*args, **kwargs):
    spy = Spy()
    try:
        train_batch(torch.zeros(2, 784), torch.zeros(2).long(), spy, spy, spy)
    except Exception:
        pass
    raise ValueError("TOLD " + " ".join(spy.log))
"""


def test_the_steps_of_a_lent_exercise_are_not_told_by_the_objects_that_it_uses():
    with engine_for("mlp") as started:
        ((_, found),) = started.grade_all([submission("mlp", {"training.py": SPY})])
    shown = [entry["message"] for entry in found["tests"] if entry["exercise"] == "fit"]
    assert any("TOLD" in entry["details"] for entry in found["tests"])
    assert not any("zero_grad" in text or "TOLD called" in text for text in shown)
