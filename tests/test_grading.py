"""Submissions graded for real: hidden tests, confined workers, results across the boundary."""

import json
import os
import re
from pathlib import Path

import labs
import pytest
from labs import LABS, ROOT, engine_for, engine_of, messages, points, reference, states, submission

from autograder.assignment import load
from autograder.course import isolation
from autograder.submission import Submission, open_submission

CNN = LABS["cnn"]
REFERENCE = reference("cnn")
KIT = {file: (ROOT / "student_template" / "cnn" / file).read_text() for file in CNN.files}
EXERCISES = labs.EXERCISES["cnn"]
WORTH = labs.WORTH["cnn"]


@pytest.fixture(scope="module")
def engine():
    """A grader of the cnn lab whose calls may take one second and whose submissions thirty."""
    with engine_for("cnn", call_seconds=1.0, submission_seconds=30.0, output_kib=4) as started:
        yield started


@pytest.fixture(scope="module")
def graded(engine):
    """Grades one submission and gives the grader's results."""

    def grade(*args, **kwargs):
        ((_, found),) = engine.grade_all([submission("cnn", *args, **kwargs)])
        assert "failed" not in found, found
        del found["seconds"]  # all else is the same in every grading
        return found

    return grade


# whole submissions


def test_the_reference_gets_every_point(graded):
    found = graded()
    assert {name: points(found, name) for name in EXERCISES} == WORTH


def test_the_untouched_kit_gets_none_and_nothing_is_begun(graded):
    found = graded(of=KIT)
    assert points(found) == 0
    assert {state for name in EXERCISES for state in states(found, name)} == {"not begun"}


def test_two_gradings_give_the_same_bytes(graded):
    changes = {"convolution.py": "def correlate2d(a, k):\n    return a * 2"}
    assert json.dumps(graded(changes)) == json.dumps(graded(changes))


def test_every_layer_held(graded):
    assert tuple(graded()["layers"]) == isolation.layers_for_grading()


# one exercise at a time


CONV2D = "def conv2d(x, w, b, stride=1, padding=0):\n    "
ALIASED = "from torch.nn.functional import conv2d as tidy\n" + CONV2D + "return tidy(x, w, b, stride, padding)"
OPERATOR = CONV2D + "return getattr(torch.ops.aten, 'conv' + '2d')(x, w, b, pair(stride), pair(padding))"
SWALLOWED = CONV2D + "try:\n        return torch.conv2d(x, w)\n    except Exception:\n        return x"


@pytest.mark.parametrize(
    "program",
    [CONV2D + "return torch.conv2d(x, w, b, stride, padding)", ALIASED, OPERATOR, SWALLOWED],
    ids=["plainly", "under another name", "by the operator", "exception caught"],
)
def test_torchs_own_convolution_is_named_and_gets_no_points(graded, program):
    found = graded({"convolution.py": program})
    assert points(found, "conv2d") == 0
    assert all("`torch.conv2d` is not allowed" in text for text in messages(found, "conv2d", hidden=False))
    assert points(found) == sum(WORTH.values()) - WORTH["conv2d"]


BY_THE_COLLECTOR = """
import gc, torch
for thing in gc.get_objects():
    if isinstance(thing, torch.library.Library):
        thing._destroy()
"""
BY_THE_FINALIZERS = """
import weakref
for finalizer in list(weakref.finalize._registry):
    if finalizer.peek() and 'library' in str(finalizer.peek()):
        finalizer()
"""
BY_THE_TRACEBACK = """
import torch
try:
    torch.conv2d(torch.ones(1, 1, 2, 2), torch.ones(1, 1, 1, 1))
except Exception as error:
    trace = error.__traceback__
    while trace:
        for thing in list(trace.tb_frame.f_locals.values()):
            bound = getattr(getattr(thing, 'func', None), '__self__', None)
            for owner in (thing, bound):
                if type(owner).__name__ == 'Ban':
                    owner.remove()
        trace = trace.tb_next
"""
BY_THE_FINDERS = """
import sys
for finder in sys.meta_path:
    if hasattr(finder, '_ban'):
        finder._ban.remove()
"""
BY_THE_FRAMES = """
import sys
frame = sys._getframe()
while frame:
    for thing in list(frame.f_locals.values()):
        ban = getattr(thing, '_ban', thing)
        if type(ban).__name__ == 'Ban':
            ban.remove()
    frame = frame.f_back
"""


@pytest.mark.parametrize(
    "road",
    [BY_THE_COLLECTOR, BY_THE_FINALIZERS, BY_THE_TRACEBACK, BY_THE_FINDERS, BY_THE_FRAMES],
    ids=["collector", "finalizers", "traceback", "finders", "frames"],
)
def test_the_forbidden_calls_cannot_be_put_back(graded, road):
    program = CONV2D + "return torch.conv2d(x, w, b, stride, padding)\n"
    found = graded({"convolution.py": road + "\n\n" + program})
    assert points(found, "conv2d") == 0


PAD_BY_REFS = """
def pad2d(x, padding, value=0.0):
    import torch._refs
    h, w = pair(padding)
    return torch._refs.constant_pad_nd(x, (w, w, h, h), value)
"""
DERIVE_BY_NODES = """
import torch


def max_pool2d_backward(dout, x, k, stride=None):
    kh, kw = pair(k)
    sh, sw = pair(k if stride is None else stride)
    x = x.clone().requires_grad_()
    best = x.unfold(2, kh, sh).unfold(3, kw, sw).flatten(4).max(dim=-1).values
    node, gradient = best.grad_fn, dout
    while node is not None and node.next_functions:
        gradient = node(gradient)
        gradient = gradient[0] if isinstance(gradient, tuple) else gradient
        node = node.next_functions[0][0]
    return gradient
"""


@pytest.mark.parametrize(
    ("exercise", "file", "program"),
    [
        (
            "pad2d",
            "convolution.py",
            PAD_BY_REFS,
        ),
        (
            "max_pool2d_backward",
            "pooling.py",
            DERIVE_BY_NODES,
        ),
    ],
    ids=["an operator written in Python", "the nodes of a graph"],
)
def test_side_roads_to_what_is_forbidden_get_no_points(graded, exercise, file, program):
    assert points(graded({file: program}), exercise) == 0


def test_a_forbidden_call_cannot_stand_in_for_the_checks_of_arguments(graded):
    program = CONV2D + (
        "try:\n        return torch.conv2d(x, w, b, stride, padding)\n"
        "    except Exception:\n        raise ValueError('stride 0, padding -1, w 7 9 3 2 1') from None"
    )
    found = graded({"convolution.py": program})
    assert points(found, "conv2d") == 0


def test_a_wrong_answer_is_told_as_index_yours_expected(graded):
    flipped = (
        "def correlate2d(a, k):\n"
        "    windows = _windows(a, tuple(k.shape), (1, 1))\n"
        "    return torch.einsum('ijuv,uv->ij', windows, k.flip(0, 1))"
    )
    found = graded({"convolution.py": flipped})
    table = re.compile(r"index \| yours \| expected\n.*\(0, 0\) \| +-?[\d.]+ \| +-?[\d.]+")
    assert any(table.search(text) for text in messages(found, "correlate2d", hidden=False))


def test_an_endless_loop_costs_its_own_exercise_only(graded):
    found = graded({"pooling.py": "def max_pool2d(x, k, stride=None, padding=0):\n    while True:\n        pass"})
    assert points(found, "max_pool2d") == 0
    assert "Stopped after 1 s of computing: does a loop never end?" in messages(found, "max_pool2d")[0]
    assert points(found) == sum(WORTH.values()) - WORTH["max_pool2d"]


def test_sleeping_is_stopped_too(graded):
    found = graded({"pooling.py": "import time\ndef max_pool2d(x, k, stride=None, padding=0):\n    time.sleep(1000)"})
    assert "of waiting" in messages(found, "max_pool2d")[0]


def test_a_process_that_stops_itself_is_given_up(graded):
    stop = "import os, signal\ndef max_pool2d(x, k, stride=None, padding=0):\n    os.kill(os.getpid(), signal.SIGSTOP)"
    found = graded({"pooling.py": stop})
    assert points(found, "max_pool2d") == 0
    assert points(found, "max_pool2d_backward") == WORTH["max_pool2d_backward"]


def test_leaving_early_costs_its_own_exercise_only(graded):
    found = graded({"pooling.py": "import os\ndef max_pool2d(x, k, stride=None, padding=0):\n    os._exit(0)"})
    assert (
        messages(found, "max_pool2d")[0]
        == "The program ended before it answered (it left by itself, as `exit()` or `os._exit()` does)."
    )
    assert points(found) == sum(WORTH.values()) - WORTH["max_pool2d"]


def test_a_crash_is_told(graded):
    crash = "import ctypes\ndef max_pool2d(x, k, stride=None, padding=0):\n    ctypes.memset(0, 0, 1)"
    assert "SIGSEGV" in messages(graded({"pooling.py": crash}), "max_pool2d")[0]


def test_too_much_memory_is_the_programs_own_error(graded):
    greedy = "def max_pool2d(x, k, stride=None, padding=0):\n    return torch.empty(1 << 33).fill_(1)"
    found = graded({"pooling.py": "import torch\n" + greedy})
    assert "memory" in messages(found, "max_pool2d", hidden=False)[0]
    assert points(found, "conv2d") == WORTH["conv2d"]


def test_a_result_that_is_no_data_is_named(graded):
    found = graded({"pooling.py": "def max_pool2d(x, k, stride=None, padding=0):\n    return object()"})
    assert "object" in messages(found, "max_pool2d", hidden=False)[0]


def test_an_exercise_that_was_deleted_is_named(graded):
    found = graded({"pooling.py": "del max_pool2d"})
    assert "`max_pool2d` is not in pooling.py" in messages(found, "max_pool2d", hidden=False)[0]


def test_a_stub_that_is_not_lent_is_named_by_the_exercise_that_meets_it(graded):
    uses_the_stub = "\n\ndef output_size(n, k, stride=1, padding=0):\n    return pad2d(n, k)"
    found = graded(
        {"convolution.py": f"def pad2d(x, padding, value=0.0):\n    raise NotImplementedError{uses_the_stub}"}
    )
    assert states(found, "pad2d") == {"not begun"}
    assert "`output_size` uses `pad2d`, which is not begun." in messages(found, "output_size")


SLOW = """
import time


def max_pool2d(x, k, stride=None, padding=0):
    begun = time.process_time()
    while time.process_time() < begun + 0.9:
        pass
"""


def test_a_submission_that_has_used_up_its_time_keeps_what_it_earned():
    with engine_for("cnn", submission_seconds=3.0, call_seconds=1.0) as started:
        ((_, found),) = started.grade_all([submission("cnn", {"pooling.py": SLOW})])
    public = sum(entry["points"] for entry in found["tests"] if entry["exercise"] == "conv2d" and not entry["hidden"])
    assert points(found, "conv2d") == public
    late = {entry["exercise"]: entry["message"] for entry in found["tests"] if "used up its time" in entry["message"]}
    assert "make_cnn" in late
    assert late["make_cnn"] == "Not run: the submission had used up its time."


SAMPLES_A_SET = """
import random

import numpy
import torch

print(sorted({'a', 'b', 'c'}), list({'a', 'b', 'c', 'd'}), random.random(), numpy.random.rand(), torch.rand(1))
"""


def test_a_program_with_chance_in_it_meets_the_same_chance_again():
    printed = []
    for _ in range(2):
        with engine_for("cnn") as started:
            ((_, found),) = started.grade_all([submission("cnn", {"convolution.py": SAMPLES_A_SET})])
        printed.append(found["printed"])
    assert printed[0].startswith("['a', 'b', 'c']")
    assert printed[0] == printed[1]


# files that do not import


def test_a_file_that_does_not_import_gives_its_own_traceback_and_no_points(graded):
    found = graded({"pooling.py": "import a_module_that_is_nowhere"})
    assert points(found, "max_pool2d") == points(found, "max_pool2d_backward") == 0
    assert points(found, "conv2d") == WORTH["conv2d"]
    assert "ModuleNotFoundError: No module named 'a_module_that_is_nowhere'" in found["output"]
    frames = re.findall(r'File "([^"]+)"', found["output"])
    assert set(frames) <= {"pooling.py", "by_hand.py"}  # by_hand.py imports the other one


def test_a_syntax_error_shows_its_line(graded):
    found = graded({"network.py": "def broken(:\n    pass"})
    assert re.search(r'File "network.py", line \d+\n    def broken\(:\nSyntaxError', found["output"])


def test_an_import_that_never_ends_is_told_once_and_costs_its_file_only(graded):
    found = graded({"data.py": "while True:\n    pass"})
    assert found["output"].startswith("data.py could not be imported.\nStopped after 1 s")
    assert points(found) == sum(WORTH.values()) - WORTH["FMNISTDataset"]


def test_a_helper_module_of_the_students_own_is_imported(graded):
    files = {
        "utils.py": "def double(x):\n    return 2 * x",
        "pooling.py": "from utils import double\nassert double(2) == 4",
    }
    assert points(graded(files)) == sum(WORTH.values())


# what is printed


def test_what_a_submission_prints_is_kept_for_the_instructor_up_to_the_limit(graded):
    found = graded({"network.py": "print('hello')\nimport sys\nprint('x' * 100_000, file=sys.stderr)"})
    assert found["printed"].startswith("hello\nxxx")
    assert "more bytes were not kept" in found["printed"]
    assert points(found) == sum(WORTH.values())


def test_warnings_never_cost_points(graded):
    found = graded({"pooling.py": "import warnings\nwarnings.warn('careful')\nwarnings.simplefilter('error')"})
    assert points(found) == sum(WORTH.values())


# the boundary

SEEN = """
import os, sys
def _tried(path):
    try:
        os.listdir(path) if os.path.isdir(path) else open(path).read()
    except OSError:
        return "refused"
    return "OPENED"
"""


@pytest.mark.parametrize(
    "path",
    [
        ROOT / "assignments" / "cnn" / "hidden" / "test_conv2d.py",
        ROOT / "assignments" / "cnn" / "public",
        ROOT / "assignments" / "cnn" / "assignment.toml",
        ROOT / "assignments" / "cnn" / "samples",
        ROOT / "solutions" / "cnn" / "convolution.py",
        ROOT / "autograder" / "grader" / "suite.py",
        ROOT,
        "/tmp",
        "/etc/passwd",
        "/proc/GRADER/environ",
        "/proc/GRADER/cwd",
    ],
    ids=str,
)
def test_the_worker_cannot_open(graded, path):
    path = str(path).replace("GRADER", str(os.getpid()))
    if Path(path).exists():
        found = graded({"convolution.py": SEEN + f"print('it was', _tried({path!r}))"})
        assert "it was refused" in found["printed"]
        assert "OPENED" not in found["printed"]
    else:
        pytest.fail(f"{path} is not there, so this test shows nothing")


def test_the_worker_cannot_open_another_submissions_folder(graded):
    look = "import os\nabove = os.path.dirname(os.getcwd())\nprint('it was', _tried(above), _tried(above + '/../'))"
    assert "it was refused refused" in graded({"convolution.py": SEEN + look})["printed"]


def test_the_worker_holds_nothing_of_the_graders(graded):
    look = (
        "import sys, gc, os\n"
        "print('modules', [m for m in sys.modules if m.startswith(('autograder.grader', '_pytest', 'test_'))])\n"
        "print('environment', sorted(os.environ))\n"
    )
    printed = graded({"convolution.py": look})["printed"]
    assert "modules []" in printed
    assert (
        "environment ['HOME', 'LC_ALL', 'LOGNAME', 'MPLBACKEND', 'MPLCONFIGDIR', 'PATH', 'TMPDIR', 'USER']" in printed
    )


def test_the_grader_has_not_imported_a_students_file(tmp_path):
    """A lab whose hidden test looks at the process that runs it."""
    lab = tmp_path / "assignments" / "small"
    (lab / "hidden").mkdir(parents=True)
    (tmp_path / "solutions" / "small").mkdir(parents=True)
    (lab / "assignment.toml").write_text(
        'title = "Small"\npoints = 1\nfiles = ["answer.py"]\n\n[[exercise]]\nname = "process"\nfile = "answer.py"\n'
        "points = 1\nminutes = 1\ndifficulty = 1\n"
    )
    (lab / "hidden" / "test_process.py").write_text(
        "import os, sys\nimport pytest\n\n\n@pytest.mark.points(1)\ndef test_process(student, check):\n"
        '    """Another process answers"""\n'
        "    pid, secret = student.process()\n"
        "    check.that(pid != os.getpid(), 'the student runs in this process')\n"
        "    check.that(secret == 'the student', 'the reference answered')\n"
        "    check.that(sys.modules['answer'].SECRET == 'the reference', 'a file of the student is imported here')\n"
    )
    (tmp_path / "solutions" / "small" / "answer.py").write_text(
        "# %%\nSECRET = 'the reference'\n\n\ndef process():\n"
        "    # BEGIN SOLUTION\n    return 0, SECRET\n    # END SOLUTION\n"
    )
    text = "import os\nSECRET = 'the student'\ndef process():\n    return os.getpid(), SECRET\n"
    with engine_of(load(lab), tmp_path / "solutions" / "small") as started:
        ((_, found),) = started.grade_all([Submission("s", {"answer.py": text}, [], "11" * 32)])
    assert [(entry["state"], entry["details"]) for entry in found["tests"]] == [("done", "")]


def test_a_hidden_tests_message_has_no_text_of_the_submission(graded):
    tell = "def max_pool2d(x, k, stride=None, padding=0):\n    raise ValueError(f'TOLD {x.flatten()[:3].tolist()}')"
    found = graded({"pooling.py": tell})
    assert any("TOLD" in text for text in messages(found, "max_pool2d", hidden=False))
    assert not any("TOLD" in text for text in messages(found, "max_pool2d", hidden=True))
    assert not any(re.search(r"\d{2}|\|", text) for text in messages(found, "max_pool2d", hidden=True))


def test_a_hidden_tests_wrong_answer_shows_no_values(graded):
    found = graded({"pooling.py": "def max_pool2d(x, k, stride=None, padding=0):\n    return x * 0"})
    assert set(messages(found, "max_pool2d", hidden=True)) == {"The answer is not right."}


REMEMBERS = """
import data
from autograder.kit.errors import ForbiddenCall
raise ForbiddenCall("x") if len(data.SEEN) < 9 else ValueError(f"TOLD {data.SEEN}")
"""
LISTENS = """
SEEN = []
_initialise = FMNISTDataset.__init__


def _listening(self, x, y):
    SEEN.append(y.tolist())
    _initialise(self, x, y)


FMNISTDataset.__init__ = _listening
"""


def test_an_import_that_fails_late_cannot_tell_what_was_seen(graded):
    found = graded({"data.py": LISTENS, "network.py": REMEMBERS})
    assert "TOLD" not in found["output"]
    assert not any("TOLD" in entry["message"] for entry in found["tests"])


SPEAKS = """
import fcntl, struct, torch
_FILE = open(torch.__file__, "rb")
_inner = output_size


def output_size(n, k, stride=1, padding=0):
    try:
        fcntl.fcntl(_FILE, fcntl.F_SETLK, struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 1 << 40, n, 0))
        print("SPOKEN")
    except OSError:
        print("refused")
    return _inner(n, k, stride, padding)
"""


def test_workers_cannot_talk_by_locks_on_a_file(graded):
    found = graded({"convolution.py": SPEAKS})
    assert "refused" in found["printed"]
    assert "SPOKEN" not in found["printed"]


def test_every_public_test_is_over_before_a_hidden_one_begins(tmp_path):
    lab = tmp_path / "assignments" / "two"
    (tmp_path / "solutions" / "two").mkdir(parents=True)
    toml = 'title = "Two"\npoints = 4\nfiles = ["answer.py"]\n'
    source = "# %%\nimport torch\n"
    for name, forbids in (("one", '["convolution"]'), ("two", "[]")):
        toml += f'\n[[exercise]]\nname = "{name}"\nfile = "answer.py"\npoints = 2\nminutes = 1\ndifficulty = 1\n'
        toml += f"forbids = {forbids}\n"
        source += f"\n\n# %%\ndef {name}(x):\n    # BEGIN SOLUTION\n    return x\n    # END SOLUTION\n"
        for part in ("public", "hidden"):
            (lab / part).mkdir(parents=True, exist_ok=True)
            (lab / part / f"test_{name}.py").write_text(
                "import pytest\n\n\n@pytest.mark.points(1)\ndef test_it(student, check):\n"
                f'    """It is called"""\n    check.equal(student.{name}("{part}"), "{part}")\n'
            )
    (lab / "assignment.toml").write_text(toml)
    (tmp_path / "solutions" / "two" / "answer.py").write_text(source)
    text = "def one(x):\n    print('one', x)\n    return x\n\n\ndef two(x):\n    print('two', x)\n    return x\n"
    with engine_of(load(lab), tmp_path / "solutions" / "two") as started:
        ((_, found),) = started.grade_all([Submission("s", {"answer.py": text}, [], "22" * 32)])
    printed = [line.split()[1] for line in found["printed"].splitlines()]
    assert printed == ["public", "public", "hidden", "hidden"]


def test_a_hidden_test_does_not_name_the_forbidden_call(graded):
    found = graded({"convolution.py": CONV2D + "return torch.conv2d(x, w, b, stride, padding)"})
    assert set(messages(found, "conv2d", hidden=True)) == {"A library call that this exercise rules out."}


def test_a_network_that_gives_arrays_is_told_what_was_expected(graded):
    numpy = "\n_plain = make_cnn\n\n\ndef make_cnn():\n    net = _plain()\n    return lambda x: net(x).detach().numpy()"
    found = graded({"network.py": numpy})
    assert not any("ambiguous" in text for text in messages(found, "make_cnn"))


def test_a_forbidden_call_during_an_import_says_so(graded):
    found = graded({"convolution.py": "torch.conv2d(torch.ones(1, 1, 2, 2), torch.ones(1, 1, 1, 1))"})
    (text,) = set(messages(found, "conv2d", hidden=False))
    assert text.startswith("`torch.conv2d` is not allowed in this exercise")
    assert "It was called while convolution.py was imported." in text


def test_a_very_long_line_of_source_is_shown_in_part(graded):
    found = graded({"network.py": "x = [" + "1, " * 50_000})
    assert "SyntaxError" in found["output"]


# cleaning up


def test_nothing_is_left_when_the_grading_is_over(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    tmp_path.chmod(0o711)
    write = "for n in range(50):\n    open(f'left-{n}', 'w').write('x')\nimport os\nos.makedirs('a/b/c')"
    with engine_for("cnn") as started:
        list(started.grade_all([submission("cnn", {"pooling.py": write})]))
        (base,) = tmp_path.glob("autograder-*/jobs")
        assert list(base.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_submission_from_disk_is_graded_like_its_text(engine, tmp_path):
    for file, text in REFERENCE.items():
        (tmp_path / file).write_text(text)
    opened = open_submission(tmp_path, CNN.files, name="from-disk")
    ((_, found),) = engine.grade_all([opened])
    assert points(found) == sum(WORTH.values())
