"""Each limit of a lab at its edge: what just keeps it scores, what passes it costs itself only and is told why."""

import pytest
from labs import engine_of, messages, points

from autograder.assignment import load
from autograder.submission import Submission

MEBI = 1 << 20
LIMITS = {
    "call_seconds": 0.5,
    "submission_seconds": 60.0,
    "memory_mib": 256,
    "threads": 16,
    "file_mib": 1,
    "disk_mib": 4,
    "output_kib": 1,
}
SMOOTH = """
import threading, time
from pathlib import Path
import torch

def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={{k}}")
{work}
    return x.unfold(0, k, 1).sum(1)

def average(x):
    return float(x.mean())
"""
PIECES = """
from torch import nn

class Pairs:
    def __init__(self, x):
        self.x = x
    def __len__(self):
        return len(self.x)
    def __getitem__(self, i):
        return self.x[i], self.x[i] ** 2

def make_line():
    return nn.Sequential(nn.Linear(3, 2))
"""
WORTH = {"smooth": 5, "average": 2.5}


@pytest.fixture(scope="module")
def lab(tiny_lab):
    return tiny_lab()


@pytest.fixture(scope="module")
def engine(lab):
    with engine_of(load(lab.assignment), lab.solutions, **LIMITS) as started:
        yield started


@pytest.fixture(scope="module")
def graded(engine):
    def grade(work):
        text = SMOOTH.format(work="\n".join(f"    {line}" for line in work.splitlines()))
        student = Submission("student", {"signals.py": text, "pieces.py": PIECES}, [], "00" * 32)
        [(_, found)] = engine.grade_all([student])
        return found

    return grade


SPIN = "until = time.process_time() + {}\nwhile time.process_time() < until:\n    pass"
THREADS = """\
ready = threading.Event()
started = [threading.Thread(target=ready.wait, daemon=True) for _ in range({})]
try:
    for thread in started:
        thread.start()
finally:
    ready.set()"""
FILES = """\
for number in range({}):
    Path(f"file-{{number}}").write_bytes(b"x" * {})"""

KEPT = {
    "call_seconds": SPIN.format(0.1),
    "memory_mib": f"kept = torch.ones(128 * {MEBI}, dtype=torch.uint8)",
    "threads": THREADS.format(6),
    "file_mib": FILES.format(1, MEBI),
    "disk_mib": FILES.format(3, MEBI),
    "output_kib": "print('x' * 100)",
}


@pytest.mark.parametrize("limit", KEPT)
def test_a_program_that_keeps_the_limit_scores(graded, limit):
    found = graded(KEPT[limit])
    assert points(found, "smooth") == WORTH["smooth"], messages(found, "smooth")
    assert found["output"] == ""


PASSED = {
    "call_seconds": (SPIN.format(5), "Stopped after 0.5 s of computing: does a loop never end?"),
    "memory_mib": (f"kept = torch.ones(300 * {MEBI}, dtype=torch.uint8)", "may use 256 MiB of memory here"),
    "memory_mib in Python": (f"kept = bytearray(300 * {MEBI})", "may use 256 MiB of memory here"),
    "threads": (THREADS.format(40), "may run 16 threads at once here"),
    "file_mib": (FILES.format(1, MEBI + 1), "A file may hold 1 MiB here."),
    "disk_mib": (FILES.format(6, MEBI), "may hold 4 MiB together here"),
    "processes": ("import subprocess\nsubprocess.run(['true'])", "can start no process"),
    "network": ("import socket\nsocket.create_connection(('127.0.0.1', 80))", "open no network connection"),
    "other files": ("open('/etc/passwd')", "can open its own folder and the installed packages, nothing else"),
    "a process, by a pool": ("import multiprocessing\nmultiprocessing.Pool(2)", "a DataLoader needs num_workers=0"),
    "a file that was not handed in": ("open('data.csv')", "Of a submission only its .py files are there"),
    "input": ("input('k? ')", "nobody answers `input()`"),
}


@pytest.mark.parametrize("limit", PASSED)
def test_a_program_that_passes_the_limit_costs_itself_only_and_is_told_why(graded, limit):
    work, words = PASSED[limit]
    found = graded(work)
    assert points(found, "smooth") < WORTH["smooth"]
    assert points(found, "average") == WORTH["average"]
    assert words in messages(found, "smooth", hidden=False)[0]


def test_a_call_after_one_that_was_stopped_says_that_it_had_less_time(graded):
    first, second = messages(graded(PASSED["call_seconds"][0]), "smooth", hidden=False)[:2]
    assert "less" not in first
    assert "Stopped after 0.1 s of computing (less than before, since an earlier call was stopped)" in second


def test_a_recursion_without_end_in_compiled_code_is_told(graded):
    found = graded("import ctypes\nctypes.memset(0, 0, 1)")
    assert "a crash in compiled code, or a recursion without end" in messages(found, "smooth", hidden=False)[0]


def test_a_hidden_tests_message_does_not_say_how_the_program_ended(graded):
    found = graded("import os\nos._exit(0)")
    assert messages(found, "smooth", hidden=True) == ["The program ended before it answered."]


def test_more_output_than_is_kept_is_told_and_costs_nothing(graded):
    found = graded("print('x' * 2000)")
    assert points(found, "smooth") == WORTH["smooth"]
    assert found["output"] == "The program printed more than 1 KiB; the rest was dropped."
    assert "more bytes were not kept" in found["printed"]


def test_the_rest_of_a_submission_that_has_used_up_its_time_is_not_run(lab):
    limits = {**LIMITS, "call_seconds": 5.0, "submission_seconds": 1.0}
    text = SMOOTH.format(work="    time.sleep(30)")
    student = Submission("student", {"signals.py": text, "pieces.py": PIECES}, [], "00" * 32)
    with engine_of(load(lab.assignment), lab.solutions, **limits) as engine:
        [(_, found)] = engine.grade_all([student])
    assert "Not run: the submission had used up its time." in messages(found, "average", hidden=False)
