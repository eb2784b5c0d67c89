"""Small runs of the two programs that are meant to run for long."""

import subprocess
import sys

from attacks.case import HERE
from attacks.soak import ROOM, State, judge


def run(script, count):
    command = [sys.executable, str(HERE / script), str(count)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_attacks_leave_nothing_behind_and_hurt_no_honest_submission():
    done = run("soak.py", 24)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("nothing grew, nothing was left, and all 16 honest")


def test_scores_do_not_depend_on_how_busy_the_machine_is():
    done = run("under_load.py", 2)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "(2 times)" in done.stdout


# the judgement


def state(memory=100 << 20, descriptors=10, left=()):
    return State({"zygote": memory}, {"zygote": descriptors}, list(left))


def test_what_stays_as_it_is_is_right():
    assert judge([state(), state(left=[]), state(memory=(100 << 20) + ROOM["zygote"])]) == []


def test_what_grows_is_named():
    assert judge([state(), state(memory=(101 << 20) + ROOM["zygote"])]) == ["zygote has grown from 100 to 117 MiB"]
    assert judge([state(), state(descriptors=11)]) == ["zygote holds 11 descriptors, 10 at first"]


def test_what_is_left_is_named_wherever_it_was_seen():
    assert judge([state(), state(left=["a file"]), state()]) == ["left: a file"]
