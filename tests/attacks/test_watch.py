"""That what an attack may achieve is seen: each in turn is done here, by a process that may do it."""

import ctypes
import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from attacks import told, watch
from attacks.case import CANARIES, SOLUTIONS, base_files

from autograder.worker import syscalls

MARK = f"autograder-control-{os.getpid()}"
PORT = watch.PORT + 1001 + os.getpid() % 1000

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="needs another user's process, which only root can start")


@pytest.fixture(scope="module")
def uid():
    """A user that nothing belongs to."""
    return 61183 if os.geteuid() == 0 else None


@pytest.fixture(autouse=True)
def _other_marks(monkeypatch):
    """Other runs look for the real ones at the same time."""
    monkeypatch.setattr(watch, "MARK", MARK)
    monkeypatch.setattr(watch, "PORT", PORT)


@pytest.fixture
def guard(uid):
    made = watch.Watch([uid] if uid else [], uid - 1 if uid else None, set)
    yield made
    made.close()


def test_nothing_is_seen_where_nothing_was_done(guard):
    assert guard.after() == []


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm", "/var/tmp", str(Path.home()), str(watch.ROOT / "tests")])
def test_a_file_with_the_marks_name_is_seen(guard, folder):
    if not os.access(folder, os.W_OK):
        pytest.skip(f"{folder} cannot be written here, by an attack neither")
    left = Path(folder, f"{MARK}-{os.getpid()}")
    left.touch()
    try:
        assert guard.after() == [f"a file was left: {str(left)!r} (by its name)"]
    finally:
        left.unlink()


def test_a_file_with_the_mark_in_it_is_seen(guard):
    left = Path("/tmp", f"unsuspicious-{os.getpid()}")
    left.write_text(f"from {MARK} with love")
    try:
        assert guard.after() == [f"a file was left: {str(left)!r} (by its content)"]
    finally:
        left.unlink()


def test_a_log_that_another_program_writes_is_not(monkeypatch, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as file, subprocess.Popen(["sleep", "600"], stdout=file) as writer:
        ours = watch._is_open_elsewhere(log.stat())
        monkeypatch.setattr(watch, "descendants", lambda table, ancestor: set())  # as if somebody else had started it
        others = watch._is_open_elsewhere(log.stat())
        writer.kill()
    assert (ours, others) == (False, True)


@ROOT_ONLY
def test_a_file_of_a_workers_user_is_seen_whatever_it_is_called(guard, uid):
    left = Path("/dev/shm", f"unsuspicious-{os.getpid()}")
    left.touch()
    os.chown(left, uid, uid)
    try:
        assert guard.after() == [f"a file was left: {str(left)!r} (it belongs to a worker's user, {uid})"]
    finally:
        left.unlink()


def test_what_another_engines_workers_write_is_not(guard):
    folder = Path(tempfile.mkdtemp(prefix="autograder-"))
    (folder / MARK).touch()
    try:
        assert guard.after() == []
    finally:
        shutil.rmtree(folder)


def test_an_older_file_is_not(uid):
    left = Path("/tmp", f"{MARK}-{os.getpid()}")
    left.touch()
    files = watch.Files(frozenset())
    try:
        assert files.near(time.time() + 1) == []
    finally:
        left.unlink()


def test_a_file_deep_in_the_home_is_seen_at_the_end(guard, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    deep = tmp_path / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    (deep / MARK).touch()
    assert guard.at_the_end() == [f"a file was left: {str(deep / MARK)!r} (by its name)"]


def test_a_process_that_goes_on_is_seen_and_ended(guard):
    watch.adopt()
    script = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)"
    subprocess.run([sys.executable, "-c", script], check=True)
    (said,) = guard.after()
    assert said.startswith("a process was left: ")
    assert "in state S" in said
    assert guard.after() == []


def test_a_process_that_is_about_to_end_is_waited_for(guard):
    with subprocess.Popen(["sleep", "0.3"]) as ending:
        assert guard.after() == []
    assert ending.returncode == 0


@ROOT_ONLY
def test_a_process_of_a_workers_user_is_seen_wherever_it_comes_from(guard, uid):
    stranger = subprocess.Popen(["sleep", "600"], user=uid, group=uid, extra_groups=[])
    try:
        found = watch.processes()[stranger.pid]
        assert guard._strangers({found.pid: dataclasses.replace(found, parent=1)}) == {stranger.pid}
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize(
    ("number", "said"), [(signal.SIGTERM, "was ended (status -15)"), (signal.SIGSTOP, "was stopped")], ids=str
)
def test_a_signal_to_a_sentinel_is_seen(guard, number, said):
    for sentinel in guard._sentinels:
        os.kill(sentinel._process.pid, number)
    handled = guard.after()
    assert len(handled) == len(guard._sentinels)
    assert all(text.endswith(said) for text in handled)
    assert guard.after() == []  # others have taken their places


def test_another_priority_of_a_sentinel_is_seen(guard):
    os.setpriority(os.PRIO_PROCESS, guard._sentinels[0]._process.pid, 5)
    assert guard.after() == ["a process of the grader's user was given another priority"]


def test_connections_and_datagrams_are_seen_once(guard):
    socket.create_connection(("127.0.0.1", PORT)).close()
    assert guard.after() == ["a TCP connection was received"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
        datagram.sendto(b"x", ("127.0.0.1", PORT))
    assert guard.after() == ["a UDP datagram was received"]
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as local:
        local.connect(f"\0{MARK}")
    assert guard.after() == ["a connection to the abstract socket was received"]
    assert guard.after() == []


def shared_memory(uid):
    """Make a System V object as this user and return its number."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        if uid is not None:
            os.setresuid(uid, uid, uid)
        ipc_private, create = 0, 0o1600
        number = syscalls.call("shmget", ctypes.c_int(ipc_private), ctypes.c_size_t(4096), ctypes.c_int(create))
        os.write(writing, str(number).encode())
        os._exit(0)
    os.wait()
    os.close(writing)
    with os.fdopen(reading) as said:
        return int(said.read())


def test_an_address_that_another_run_gives_up_is_listened_at_without_one_descriptor_more():
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as another:
        another.bind(f"\0{MARK}")
        listeners = watch.Listeners()
    before = os.listdir("/proc/self/fd")  # noqa: PTH208 - the one that reads counts too
    try:
        heard = listeners.heard()
        after = os.listdir("/proc/self/fd")  # noqa: PTH208 - likewise
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attack:
            attack.connect(f"\0{MARK}")
        heard_then = listeners.heard()
    finally:
        listeners.close()
    assert (heard, len(after)) == ([], len(before))
    assert heard_then == ["a connection to the abstract socket was received"]


def test_shared_memory_that_stays_is_seen(guard, uid):
    number = shared_memory(uid)
    try:
        assert guard.after() == [f"a System V object was left: shm {number}"]
    finally:
        syscalls.call("shmctl", ctypes.c_int(number), ctypes.c_int(0), None)


def test_a_message_queue_that_stays_is_seen_and_removed(guard):
    name = ctypes.c_char_p(MARK.encode())
    handle = syscalls.call("mq_open", name, ctypes.c_int(os.O_CREAT | os.O_RDWR), ctypes.c_int(0o600), None)
    os.close(handle)
    assert guard.after() == ["a POSIX message queue was left"]
    assert guard.after() == []


def test_descriptors_that_stay_open_are_seen(guard):
    descriptor = os.open("/dev/null", os.O_RDONLY)
    try:
        assert guard.after() == ["the grader holds 1 descriptors more than before"]
    finally:
        os.close(descriptor)


def test_the_memory_of_what_a_grading_runs_is_measured():
    fill = "x = bytearray(200 << 20); import time; time.sleep(0.3)"
    with watch.Sampler(60) as sampler:
        subprocess.run([sys.executable, "-c", fill], check=True)
    assert 200 <= sampler.all >> 20 < 300
    assert not sampler.hung


def test_what_does_not_end_is_ended():
    with watch.Sampler(0.2) as sampler:
        done = subprocess.run(["sleep", "600"], check=False)
    assert sampler.hung
    assert done.returncode == -signal.SIGKILL


# what files tell

SECRETS = told.Secrets(told.secret_lines(), (Path("/somewhere/project"),))


def results(**changes):
    return {"tests": [{"name": "total: One number", **changes}], "extra_data": {}}


def seen(**changes):
    return told.in_results(results(**changes), base_files("wrong"), SECRETS)


def test_ordinary_words_tell_nothing():
    assert seen(output="yours is 4.5, expected 3", tags=["total"]) == []


@pytest.mark.parametrize("canary", CANARIES)
def test_a_canary_is_seen_in_any_text(canary):
    assert seen(output=f"x = {canary}.0")
    assert seen(tags=["a", canary])
    assert seen(extra_data={"a": {canary: 1}})


def test_lines_of_the_reference_and_of_hidden_tests_are_seen():
    (line,) = (line for line in SECRETS.lines if "neighbours.sum" in line)
    assert "hidden line" in seen(output=f"    {line}\n")[0]
    assert any("operations" in line for line in SECRETS.lines)
    right = base_files("right")
    assert told.in_results(results(output=line), right, SECRETS) == []  # a line of one's own


def test_no_line_of_a_base_or_a_public_test_counts_as_secret():
    assert any((SOLUTIONS / "answers.py").read_text().count(line) for line in SECRETS.lines)
    assert not any("def test_worked_example" in line for line in SECRETS.lines)


@pytest.mark.parametrize(
    "text", ["\x1b[31m", "\x9b2J", "\u202e", "\x07", "<script>", "<SCRIPT", "/somewhere/project/x"]
)
def test_what_steers_a_screen_or_names_a_folder_is_seen(text):
    assert len(seen(output=f"a {text} b")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ('{"score": NaN}', "NaN is no number"),
        ('{"score": -1}', "breaks the platform's rules"),
        ('{"score": 1, "more": 2}', "breaks the platform's rules"),
        ("[" * 100_000, "no JSON"),
        ('{"tests": []}', "breaks the platform's rules"),
    ],
    ids=["cut off", "not a number", "negative", "another key", "deep", "empty"],
)
def test_a_results_file_that_breaks_a_rule_is_refused(tmp_path, text, said):
    path = tmp_path / "results.json"
    path.write_text(text)
    with pytest.raises(told.ResultsError, match=said):
        told.load(path)


def test_a_missing_results_file_is_named(tmp_path):
    with pytest.raises(told.ResultsError, match="there is no results file"):
        told.load(tmp_path / "results.json")


def test_points_are_added_up(tmp_path):
    path = tmp_path / "results.json"
    tests = [{"name": "a", "score": 1.5, "max_score": 2}, {"name": "b"}]
    path.write_text(json.dumps({"tests": tests}))
    found = told.load(path)
    assert told.points(found) == (1.5, 2)
    assert told.names(found) == [("a", 2), ("b", None)]


def test_formulas_and_escapes_in_the_instructors_files_are_seen(tmp_path):
    (tmp_path / "grades.csv").write_text("submission,total\n=1+1,2\n'=1+1,3\n")
    (tmp_path / "details.txt").write_text("printed: \x1b]0;title\x07")
    assert told.in_table(tmp_path / "grades.csv") == ["the cell '=1+1' of grades.csv is a formula"]
    assert told.in_details(tmp_path / "details.txt") == [r"the control character '\x1b' is in details.txt"]
