"""Each right that student code must not have, tried in a process confined as a worker is."""

import ctypes
import mmap
import os
import resource
import shutil
import signal
import socket
import sys
import threading
from pathlib import Path

import pytest

from autograder.course import isolation
from autograder.course.uids import Claims
from autograder.worker import syscalls
from autograder.worker.confine import MOST_FILES, available


@pytest.fixture(scope="module")
def layers():
    found = isolation.layers_for_grading()
    assert {"landlock", "seccomp"} <= set(found), f"these tests need a Linux with Landlock and seccomp, found {found}"
    return found


@pytest.fixture(scope="module")
def uid(layers):
    claims = Claims(1) if "uid" in layers else None
    yield claims.uids[0] if claims else None
    if claims:
        claims.release()


@pytest.fixture
def possible(layers, uid):
    """Whether an attempt succeeds in a confined process."""
    return lambda attempt: isolation.probe(layers, uid, attempt)


def can(action):
    """Whether an action raises no OSError."""
    try:
        action()
    except OSError:
        return False
    return True


def test_its_own_folder_is_writable(possible):
    assert possible(lambda own: can(lambda: (own / "file").write_text("x")))


def test_its_own_files_can_be_read_again(possible):
    def write_and_read(own):
        (own / "file").write_text("mine")
        return (own / "file").read_text() == "mine"

    assert possible(write_and_read)


def test_a_file_that_all_may_read_is_out_of_reach(possible):
    assert not possible(lambda own: can(lambda: Path("/etc/passwd").read_text()))


def test_the_folder_beside_its_own_is_out_of_reach(possible):
    assert not possible(lambda own: can(lambda: list(own.parent.iterdir())))


def test_the_tests_of_a_lab_are_out_of_reach(possible):
    tests = Path(__file__).parents[1] / "assignments" / "cnn" / "hidden" / "test_conv2d.py"
    assert tests.is_file()
    assert not possible(lambda own: can(tests.read_text))


def test_other_processes_environment_is_out_of_reach(possible):
    parent = os.getpid()
    assert not possible(lambda own: can(Path(f"/proc/{parent}/environ").read_bytes))
    assert not possible(lambda own: can(Path(f"/proc/{parent}/maps").read_bytes))


def test_the_shared_memory_folder_is_out_of_reach(possible):
    assert not possible(lambda own: can(lambda: Path("/dev/shm/left-behind").write_text("x")))


def test_late_imports_of_the_standard_library_work(possible):
    def late(own):
        assert "wave" not in sys.modules
        import wave

        return wave.__name__ == "wave"

    assert possible(late)


def test_the_clock_the_null_device_and_random_numbers_work(possible):
    def use(own):
        Path("/dev/null").write_bytes(b"x")
        return len(os.urandom(8)) == 8

    assert possible(use)


def test_a_process_cannot_be_started(possible):
    def start():
        if os.fork() == 0:
            os._exit(0)

    assert not possible(lambda own: can(start))


def test_a_program_cannot_be_run(possible):
    assert not possible(lambda own: can(lambda: os.execv("/bin/true", ["true"])))


def test_threads_can_be_started(possible):
    def start(own):
        ran = []
        thread = threading.Thread(target=ran.append, args=(1,))
        thread.start()
        thread.join()
        return ran == [1]

    assert possible(start)


def test_a_thread_started_later_is_confined_too(possible):
    def read_in_thread(own):
        read = []
        thread = threading.Thread(target=lambda: read.append(can(Path("/etc/passwd").read_text)))
        thread.start()
        thread.join()
        return read == [True]

    assert not possible(read_in_thread)


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX])
def test_no_socket_can_be_opened(possible, family):
    assert not possible(lambda own: can(lambda: socket.socket(family)))


def test_a_pair_of_local_sockets_works_as_asyncio_needs(possible):
    assert possible(lambda own: can(socket.socketpair))


def test_the_parent_cannot_be_signalled(possible):
    assert not possible(lambda own: can(lambda: os.kill(os.getppid(), 0)))
    assert not possible(lambda own: can(lambda: os.kill(-1, signal.SIGCONT)))


def test_it_can_signal_itself(possible):
    assert possible(lambda own: can(lambda: os.kill(os.getpid(), 0)))


def test_rights_of_others_files_cannot_be_changed(possible, tmp_path):
    other = tmp_path / "other"
    other.touch(mode=0o600)

    def change(own):
        can(lambda: other.chmod(0o777))  # where the user is the same it says nothing, as `shutil.copy` expects
        return False

    assert not possible(change)
    assert other.stat().st_mode & 0o777 == 0o600


def test_a_file_can_be_copied(possible):
    def copy(own):
        (own / "one").write_text("x")
        shutil.copy(own / "one", own / "two")
        return (own / "two").read_text() == "x"

    assert possible(copy)


def test_memory_beyond_the_allowance_is_refused(possible):
    def take(own):
        try:
            return len(mmap.mmap(-1, 1 << 30)) > 0
        except (OSError, MemoryError):
            return False

    assert not possible(take)


def test_memory_within_the_allowance_is_given(possible):
    assert possible(lambda own: len(mmap.mmap(-1, 1 << 26)) > 0)


def test_a_large_file_is_refused(possible):
    def write(own):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        return can(lambda: (own / "large").write_bytes(b"x" * (1 << 21)))

    assert not possible(write)


def test_limits_cannot_be_raised(possible):
    def raise_limit(own):
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 40, 1 << 40))
        except (OSError, ValueError):
            return False
        return True

    assert not possible(raise_limit)


@pytest.mark.parametrize("name", ["ptrace", "memfd_create", "io_uring_setup", "bpf", "keyctl", "unshare", "shmget"])
def test_kernel_interfaces_are_refused(possible, name):
    def attempt(own):
        return can(lambda: syscalls.call(name, *(ctypes.c_long(0) for _ in range(5))))

    assert not possible(attempt)


def test_the_uid_is_dropped_for_good(possible, layers):
    assert "uid" in layers or os.geteuid() != 0
    assert not possible(lambda own: os.geteuid() == 0 or (can(lambda: os.setuid(0)) and os.geteuid() == 0))


def test_as_root_nothing_is_graded_without_a_change_of_user(monkeypatch):
    monkeypatch.setattr(isolation, "available", lambda: ("limits", "landlock", "seccomp"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(isolation.IsolationError, match="lacks uid"):
        isolation.layers_for_grading()


def test_without_root_both_landlock_and_seccomp_are_needed(monkeypatch):
    monkeypatch.setattr(isolation, "available", lambda: ("limits", "seccomp"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(isolation.IsolationError, match="lacks landlock"):
        isolation.layers_for_grading()


def test_a_secret_that_a_submission_could_read_stops_the_grading(tmp_path, layers, uid):
    secret = tmp_path / "hidden"
    secret.mkdir()
    isolation.hold_secrets(layers, uid, [secret])
    with pytest.raises(isolation.IsolationError, match="could read"):
        isolation.hold_secrets(isolation.NONE, None, [secret])


def test_all_layers_are_available_where_these_tests_run(layers):
    assert set(layers) == set(available())


needs_namespaces = pytest.mark.skipif(
    "namespaces" not in available(), reason="this machine offers no namespaces to this user"
)


@needs_namespaces
def test_its_folder_is_a_small_disk(possible):
    def fill(own):
        for number in range(8):
            (own / str(number)).write_bytes(b"x" * (1 << 20))
        return True

    assert not possible(fill)
    assert possible(lambda own: (own / "one").write_bytes(b"x" * (1 << 20)) > 0)


@needs_namespaces
def test_its_disk_holds_so_many_files(possible):
    def fill(own):
        for number in range(MOST_FILES + 1):
            (own / str(number)).touch()
        return True

    assert not possible(fill)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a namespace of processes")
@needs_namespaces
def test_it_is_the_first_process_it_can_see(possible):
    assert possible(lambda own: os.getpid() == 1 and os.getppid() == 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a namespace of processes")
@needs_namespaces
def test_other_processes_cannot_even_be_seen(possible):
    me = os.getpid()
    assert not possible(lambda own: Path(f"/proc/{me}").exists())


@needs_namespaces
def test_no_capability_is_left(possible):
    def has_some(own):
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)
        held = (ctypes.c_uint32 * 6)()
        syscalls.call("capget", ctypes.byref(header), ctypes.byref(held))
        return any(held)

    assert not possible(has_some)


@needs_namespaces
def test_without_seccomp_the_network_is_empty(layers, uid):
    def reach(own):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:  # Landlock stops TCP, not this
            return sender.sendto(b"x", address) == 1

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        address = receiver.getsockname()
        without = [layer for layer in layers if layer != "seccomp"]
        assert not isolation.probe(without, uid, reach)
        assert isolation.probe([layer for layer in without if layer != "namespaces"], uid, reach)


def test_the_signal_of_its_parents_death_stays_set(possible):
    def clear(own):
        return can(lambda: syscalls.prctl(1, 0))

    assert not possible(clear)
