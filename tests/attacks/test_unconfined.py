"""Attacks where nothing confines them: they succeed and are seen, or the other runs would show nothing."""

import os
import platform
from pathlib import Path

import pytest
from attacks import run
from attacks.case import ASSIGNMENT, PORT, SOLUTIONS, Case

from autograder.course import isolation
from autograder.worker.syscalls import NUMBERS

CONTROL = f"autograder-control-{os.getpid()}"
"""In the place of the mark: other runs look for that at the same time."""

CONTROL_PORT = PORT + 1 + os.getpid() % 1000

PROGRAMS = {
    "a file was left": f"open('/tmp/{CONTROL}', 'w').close()",
    "a process was left": """
import os, time
if os.fork() == 0:
    os.setsid()
    os.closerange(0, 256)
    time.sleep(600)
""",
    "a TCP connection was received": f"""
import socket
socket.create_connection(('127.0.0.1', {CONTROL_PORT}), 5).close()
""",
    "a UDP datagram was received": f"""
import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {CONTROL_PORT}))
""",
    "a connection to the abstract socket was received": f"""
import socket
socket.socket(socket.AF_UNIX).connect('\\0{CONTROL}')
""",
    "a POSIX message queue was left": f"""
import ctypes, os
ctypes.CDLL(None).syscall(ctypes.c_long({NUMBERS[platform.machine()]["mq_open"]}), b'{CONTROL}', os.O_CREAT, 0o600, 0)
""",
    "it scores 15, and its base 2": f"exec(open({str(SOLUTIONS / 'answers.py')!r}).read())",
    "the hidden value zq7secret is told": f"""
raise ValueError(open({str(ASSIGNMENT / "hidden" / "test_total.py")!r}).read())
""",
    "the files of another student were changed": """
open('OWN/neighbour/answers.py', 'a').write('# changed')
""",
    "'student/results-2.json' was left among the results": """
import glob
for path in glob.glob('OWN/results/*/student'):
    open(path + '/results-2.json', 'w').close()
""",
    "the grading processes were ended, and others started in their place": """
import os, signal
if b"autograder.zygote" in open(f"/proc/{os.getppid()}/cmdline", "rb").read():  # while there is one
    os.kill(os.getppid(), signal.SIGKILL)
""",
}
"""Programs, by what is to be said of them; OWN is the folder of the run."""


@pytest.fixture(scope="module")
def course():
    run.watch.adopt()
    with pytest.MonkeyPatch.context() as patch, run.own_folder() as own:
        patch.setattr(run.watch, "MARK", CONTROL)
        patch.setattr(run.watch, "PORT", CONTROL_PORT)
        with run.Course(own, run.Lane(isolation.NONE, ()), training=False) as started:
            yield started
    Path("/tmp", CONTROL).unlink(missing_ok=True)


@pytest.mark.parametrize("said", PROGRAMS)
def test_what_succeeds_is_seen(course, said):
    case = Case(
        "00_control/attack_it",
        said,
        "wrong",
        "answers.py",
        False,
        False,
        False,
        PROGRAMS[said].replace("OWN", str(course._own)),
    )
    found = course.line(case)["found"]
    assert any(text.startswith(said) for text in found), found


def test_what_lives_as_long_as_an_engine_is_known(course):
    """What is not would be taken for left by the grading in which the engine began anew, and killed."""
    desk = course._desks[False]
    assert desk.lasting() == {desk.zygote, *run.watch.children(desk.zygote)}


def test_the_memory_that_its_workers_hold_is_measured(course):
    case = Case(
        "00_control/twin_it", "fills", "right", "answers.py", False, True, False, "_kept = bytearray(200 << 20)"
    )
    line = course.line(case)
    assert line["hurt"] == []
    assert 200 <= line["workers_mib"] < line["memory_mib"]


def test_an_innocent_program_is_not(course):
    case = Case("00_control/twin_it", "nothing", "right", "answers.py", False, True, False, "x = 1")
    assert course.line(case)["hurt"] == []


def test_a_twin_that_is_wrong_is_hurt(course):
    text = "def parity(n):\n    return n % 2 == 1"
    case = Case("00_control/twin_it", "wrong", "right", "answers.py", False, True, False, text)
    said = course.line(case)["hurt"]
    assert said[0] == "it scores 21 of 23"
    assert any(text.startswith("parity: ") for text in said)
