"""Whatever is killed while a submission is graded: a result that is right or none, and the next one as ever.

A process of the grading ends by SIGKILL, as the kernel ends one where memory runs out: at a call of the student's
program, which the program shows by its umask, and at times spread over a grading. Afterwards the submission has its
full score or is not graded, in a sentence; the next one has its full score; no process and no folder is left.

FAULTS=50 in the environment tries every call, and so many times, instead of a few.
"""

import contextlib
import ctypes
import dataclasses
import os
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from labs import points

from autograder.assignment import load
from autograder.course import isolation
from autograder.course.local import Engine, Setup
from autograder.course.uids import Claims
from autograder.submission import Submission

TIMES = int(os.environ.get("FAULTS", "0"))
CALLS = range(1, min(TIMES, 11) + 1) if TIMES else (1, 3, 8)  # the program is called eleven times
MILLISECONDS = sorted({300 * step // TIMES for step in range(TIMES)}) if TIMES else (0, 40, 120, 240)
LONGEST = 120.0
"""Seconds until a grading counts as hanging: torch may have to be imported again on a busy machine."""

TEMPORARY = Path(tempfile.gettempdir())
FULL = 11.5
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER, as <linux/prctl.h> numbers it
FIRST_MARK = 0o100

# The umask of a process is seen from outside, and no layer of the confinement keeps a program from setting it.
MARKS = """
import os, time

count = 0


def reached():
    global count
    count += 1
    os.umask({first} + count)
    if count == {call}:
        time.sleep(0.3)
"""
MARKED = """
from marks import reached

reached()


def marked(function):
    def call(*args, **kwargs):
        reached()
        return function(*args, **kwargs)

    return call


"""
SIGNALS = MARKED + "smooth, average = marked(smooth), marked(average)\n"
PIECES = MARKED + "make_line = marked(make_line)\nPairs.__len__ = marked(Pairs.__len__)\n"
WRONG_SMOOTH = "def smooth(x, k):\n    return x * 0\n"
WITH_SMOOTH_LENT = FULL - 4.5
"""What such a program has: the exercise that builds on the wrong one is not to suffer."""


@dataclasses.dataclass(frozen=True)
class Process:
    """What the kernel says of a process."""

    pid: int
    parent: int
    begun: int
    ended: bool
    umask: int


def processes():
    """All processes of the machine by their numbers."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            status = (entry / "status").read_text(errors="replace")
        except OSError:
            continue
        umask = next((line.split()[1] for line in status.splitlines() if line.startswith("Umask:")), "0")
        pid = int(entry.name)
        found[pid] = Process(pid, int(fields[1]), int(fields[19]), fields[0] in "ZX", int(umask, 8))
    return found


def living_below(pid):
    """The processes that come from one, as far down as there are any; those that have ended are not among them."""
    every = processes()
    found, parents = [], {pid}
    while parents:
        children = [process for process in every.values() if process.parent in parents]
        parents = {process.pid for process in children}
        found += children
    return [process for process in found if not process.ended]


class Grading:
    """An engine, with eyes on its processes."""

    def __init__(self, engine):
        self.engine = engine

    def find(self, role):
        """The number of a process by what it is for, or None where there is none now."""
        zygote = self.engine._processes._zygote.pid
        every = [process for process in processes().values() if not process.ended]
        if role == "zygote":
            return zygote
        children = sorted((p for p in every if p.parent == zygote), key=lambda p: (p.begun, p.pid))
        if not children:
            return None
        ancestor, *workers = children  # the zygote forks the graders' ancestor first
        graders = [p for p in every if p.parent == ancestor.pid]
        lenders = [p for p in every if p.parent in {grader.pid for grader in graders}]
        workers.sort(key=lambda p: -p.umask)  # first the one that has come furthest
        # In an engine for a class the zygote's other children are templates, and the workers are theirs.
        forked = {p.parent: p.umask for p in sorted(every, key=lambda p: p.umask)}
        templates = sorted((p for p in workers if p.pid in forked), key=lambda p: -forked[p.pid])
        roles = {
            "ancestor": [ancestor],
            "grader": graders,
            "lender": lenders,
            "worker": workers,
            "other": workers[1:],
            "template": templates,
        }
        return roles[role][0].pid if roles[role] else None

    def has_reached(self, call):
        """Whether a worker shows that it is at this call of its program, or further."""
        return any(FIRST_MARK + call <= p.umask < 2 * FIRST_MARK for p in living_below(os.getpid()))

    def grade(self, *submissions):
        """The results of submissions, in any order."""
        return [found for _, found in self.engine.grade_all(submissions)]


def killed_while(grading, role, is_time, *submissions):
    """Grade, and kill a process once it is time and the process is there; whether it was, and the results."""
    with ThreadPoolExecutor(1) as pool:
        results = pool.submit(grading.grade, *submissions)
        killed, deadline = False, time.monotonic() + LONGEST
        while not killed and not results.done() and time.monotonic() < deadline:
            pid = grading.find(role) if is_time() else None
            if pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed = True
        try:
            return killed, results.result(timeout=max(0.0, deadline - time.monotonic()))
        except TimeoutError:
            grading.engine.stop()  # what hangs would keep this test from ending, too
            raise AssertionError(f"no result after {LONGEST} seconds") from None


def require_right_or_none(found, full=FULL):
    if "failed" in found:
        sentence = found["failed"]
        assert sentence.strip()
        assert "\n" not in sentence
        assert "Traceback" not in sentence
    else:
        assert points(found) == full, [entry["message"] for entry in found["tests"] if entry["message"]]


@pytest.fixture(scope="module")
def lab(tiny_lab):
    return tiny_lab()


@pytest.fixture(scope="module")
def reference(lab):
    return {name: (lab.solutions / name).read_text() for name in ("signals.py", "pieces.py")}


@pytest.fixture(scope="module")
def plain(reference):
    """The reference as somebody hands it in."""
    return Submission("plain", reference, [], "00" * 32)


@pytest.fixture(scope="module")
def showing(reference):
    """The reference, which shows how often it has been called, and rests at one of the calls."""

    def submission(call, signals=""):
        files = {
            "signals.py": f"{reference['signals.py']}\n{signals}\n{SIGNALS}",
            "pieces.py": f"{reference['pieces.py']}\n{PIECES}",
            "marks.py": MARKS.format(first=FIRST_MARK, call=call),
        }
        return Submission("showing", files, [], "01" * 32)

    return submission


@contextlib.contextmanager
def begun(lab, jobs=1, warm=False):
    """An engine whose folders lie in one of their own, and which leaves nothing when it ends."""
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=TEMPORARY))  # pytest's own are closed to a worker
    folder.chmod(0o711)
    layers = isolation.layers_for_grading()
    claims = Claims(jobs) if "uid" in layers else None
    saved, tempfile.tempdir = tempfile.tempdir, str(folder)
    limits = dataclasses.replace(load(lab.assignment).limits, call_seconds=5.0, submission_seconds=60.0)
    before = {process.pid for process in living_below(os.getpid())}
    libc = ctypes.CDLL(None)
    libc.prctl(SUBREAPER, 1)  # what loses its parent becomes this process's child, and so is found
    try:
        with Engine() as engine:
            engine.begin(
                Setup(
                    assignment=dataclasses.replace(load(lab.assignment), limits=limits),
                    solutions=lab.solutions,
                    data=None,
                    profile=None,
                    layers=layers,
                    uids=tuple(claims.uids) if claims else (),
                    jobs=jobs,
                    warm=warm,
                )
            )
            yield Grading(engine)
        require_soon(lambda: {process.pid for process in living_below(os.getpid())} <= before)
        folder.rmdir()  # which it cannot be unless it is empty
    finally:
        tempfile.tempdir = saved
        libc.prctl(SUBREAPER, 0)
        for process in processes().values():
            if process.parent == os.getpid() and process.ended and process.pid not in before:
                os.waitpid(process.pid, os.WNOHANG)
        if claims:
            claims.release()


def require_soon(condition):
    """A process that was killed is there for a moment more."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, living_below(os.getpid())


@pytest.fixture(scope="module")
def grading(lab):
    with begun(lab) as started:
        yield started


@pytest.fixture
def settled(grading, plain):
    """Shows after the test that the next submission is graded as ever, and that nothing else runs then."""
    yield
    [found] = grading.grade(plain)
    assert "failed" not in found, found
    require_right_or_none(found)
    require_soon(lambda: len(living_below(os.getpid())) == 2)
    assert list(grading.engine._processes._base.iterdir()) == []


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("role", ["zygote", "ancestor", "grader", "worker", "other"])
def test_a_process_that_is_killed_at_a_call(grading, settled, showing, role, call):
    killed, [found] = killed_while(grading, role, lambda: grading.has_reached(call), showing(call))

    assert killed
    require_right_or_none(found)


@pytest.mark.parametrize("call", CALLS if TIMES else (3,))  # each begins an engine for a class
def test_what_a_worker_was_forked_from_is_killed_at_a_call(lab, showing, plain, call):
    with begun(lab, warm=True) as grading:
        killed, [found] = killed_while(grading, "template", lambda: grading.has_reached(call), showing(call))
        [last] = grading.grade(plain)

    assert killed
    require_right_or_none(found)
    assert points(last) == FULL


@pytest.mark.parametrize("milliseconds", MILLISECONDS)
@pytest.mark.parametrize("role", ["zygote", "ancestor", "grader", "worker"])
def test_a_process_that_is_killed_at_some_time(grading, settled, plain, role, milliseconds):
    until = time.monotonic() + milliseconds / 1000

    _, [found] = killed_while(grading, role, lambda: time.monotonic() >= until, plain)

    require_right_or_none(found)


def test_a_lender_that_is_killed(grading, settled, showing):
    wrong = showing(0, signals=WRONG_SMOOTH)

    killed, [found] = killed_while(grading, "lender", lambda: True, wrong)

    assert killed
    require_right_or_none(found, WITH_SMOOTH_LENT)


def test_without_a_kill_the_lending_gives_its_points(grading, showing):
    [found] = grading.grade(showing(0, signals=WRONG_SMOOTH))

    assert points(found) == WITH_SMOOTH_LENT


@pytest.mark.parametrize("role", ["zygote", "ancestor"])
def test_a_process_that_is_killed_while_nothing_is_graded(grading, settled, role):
    os.kill(grading.find(role), signal.SIGKILL)


@pytest.mark.parametrize("role", ["zygote", "ancestor"])
def test_a_process_that_is_killed_again_while_it_starts_anew(grading, settled, plain, role):
    first = grading.find("zygote")
    os.kill(first, signal.SIGKILL)

    killed, [found] = killed_while(grading, role, lambda: grading.find("zygote") != first, plain)

    assert killed
    require_right_or_none(found)


@pytest.mark.parametrize("call", CALLS if TIMES else [3])
@pytest.mark.parametrize("role", ["zygote", "ancestor", "grader", "worker"])
def test_of_submissions_that_are_graded_side_by_side_each_has_a_result(lab, showing, plain, role, call):
    with begun(lab, jobs=2) as grading:
        four = [dataclasses.replace(showing(call), name=str(number)) for number in range(4)]
        killed, found = killed_while(grading, role, lambda: grading.has_reached(call), *four)
        [last] = grading.grade(plain)

    assert killed, found
    assert len(found) == 4
    for one in found:
        require_right_or_none(one)
    assert points(last) == FULL
