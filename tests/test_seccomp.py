"""The filter as the kernel reads it: a small interpreter of classic BPF runs it for both architectures."""

import struct

import pytest

from autograder.worker import seccomp
from autograder.worker.seccomp import ALLOW, REFUSE, UNKNOWN, program
from autograder.worker.syscalls import AARCH64, AUDIT_ARCH, NEWEST, NUMBERS, X86_64

PID = 4242
KILL = 0x80000000


def decide(instructions, architecture, number, *arguments, audit=None):
    """Run the filter on one system call and return what it answers."""
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    audit = AUDIT_ARCH[architecture] if audit is None else audit
    data = struct.pack("<IIQ6Q", number, audit, 0, *padded)
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, operand = instructions[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, operand)
        elif code == 0x06:
            return operand
        elif code == 0x54:
            accumulator &= operand
        else:
            holds = {
                0x15: accumulator == operand,
                0x35: accumulator >= operand,
                0x45: bool(accumulator & operand),
            }
            at += if_true if holds[code] else if_false


@pytest.fixture(params=[X86_64, AARCH64])
def architecture(request):
    return request.param


def test_every_refused_call_is_refused(architecture):
    made = program(architecture, PID)
    numbers = NUMBERS[architecture]
    answers = {name: decide(made, architecture, numbers[name]) for name in seccomp.REFUSED if name in numbers}
    assert set(answers.values()) == {REFUSE}


def test_every_name_is_known_to_some_architecture():
    known = set(NUMBERS[X86_64]) | set(NUMBERS[AARCH64])
    assert {*seccomp.REFUSED, *seccomp.RIGHTS_AND_TIMES} <= known


def test_what_a_later_kernel_adds_is_not_there(architecture):
    made = program(architecture, PID)
    newest = max(NUMBERS[architecture].values())
    assert newest == NEWEST
    assert {decide(made, architecture, number) for number in (newest + 1, newest + 100)} == {UNKNOWN}


@pytest.mark.parametrize(("name", "x86_64", "aarch64"), [("read", 0, 63), ("write", 1, 64), ("futex", 202, 98)])
def test_ordinary_calls_are_allowed(architecture, name, x86_64, aarch64):
    number = x86_64 if architecture == X86_64 else aarch64
    assert decide(program(architecture, PID), architecture, number) == ALLOW


def test_threads_are_allowed_and_processes_are_not(architecture):
    made, clone = program(architecture, PID), NUMBERS[architecture]["clone"]
    thread_flags = 0x3D0F00
    assert decide(made, architecture, clone, thread_flags) == ALLOW
    assert decide(made, architecture, clone, 17) == REFUSE


def test_clone3_does_not_exist_so_that_glibc_falls_back(architecture):
    made = program(architecture, PID)
    assert decide(made, architecture, NUMBERS[architecture]["clone3"]) == UNKNOWN


@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_a_process_may_signal_itself_alone(architecture, name):
    made, number = program(architecture, PID), NUMBERS[architecture][name]
    assert decide(made, architecture, number, PID, 6) == ALLOW
    assert decide(made, architecture, number, 1, 9) == REFUSE
    assert decide(made, architecture, number, 0xFFFFFFFFFFFFFFFF, 9) == REFUSE


def test_socketpairs_are_local_streams(architecture):
    made, number = program(architecture, PID), NUMBERS[architecture]["socketpair"]
    local, internet, stream, datagram, sequenced, non_blocking = 1, 2, 1, 2, 5, 0o4000
    assert decide(made, architecture, number, local, stream | non_blocking) == ALLOW
    assert decide(made, architecture, number, internet, stream) == REFUSE
    assert decide(made, architecture, number, local, datagram) == REFUSE
    assert decide(made, architecture, number, local, sequenced | non_blocking) == REFUSE


def test_without_a_user_of_its_own_rights_and_times_stay_as_they_are_without_an_error(architecture):
    made, numbers = program(architecture, PID), NUMBERS[architecture]
    names = [name for name in seccomp.RIGHTS_AND_TIMES if name in numbers]
    assert {decide(made, architecture, numbers[name]) for name in names} == {seccomp.PRETEND}


def test_with_a_user_of_its_own_it_may_do_with_its_files_what_it_likes(architecture):
    made, numbers = program(architecture, PID, own_user=True), NUMBERS[architecture]
    names = [name for name in seccomp.RIGHTS_AND_TIMES if name in numbers]
    assert {decide(made, architecture, numbers[name]) for name in names} == {ALLOW}


def test_a_process_cannot_make_itself_readable_again(architecture):
    made, number = program(architecture, PID), NUMBERS[architecture]["prctl"]
    set_dumpable, set_name = 4, 15
    assert decide(made, architecture, number, set_dumpable, 1) == REFUSE
    assert decide(made, architecture, number, set_name) == ALLOW


def test_a_terminal_cannot_be_typed_into(architecture):
    made, number = program(architecture, PID), NUMBERS[architecture]["ioctl"]
    push_input, window_size = 0x5412, 0x5413
    assert decide(made, architecture, number, 1, push_input) == REFUSE
    assert decide(made, architecture, number, 1, window_size) == ALLOW


def test_calls_of_another_architecture_end_the_process(architecture):
    made = program(architecture, PID)
    i386 = 0x40000003
    assert decide(made, architecture, 1, audit=i386) == KILL


def test_x32_calls_are_refused():
    assert decide(program(X86_64, PID), X86_64, 0x40000000 | 1) == REFUSE


@pytest.mark.parametrize("command", [0x40086602, 0x40305828, 0x4030582A, 0x8901, 0x8902, 0x1234])
def test_files_are_asked_by_ioctl_only_what_programs_ask(architecture, command):
    number = NUMBERS[architecture]["ioctl"]
    assert decide(program(architecture, PID), architecture, number, 3, command) == REFUSE


def test_beside_a_gpu_its_driver_is_spoken_to_and_nothing_else_is_gained(architecture):
    made, number = program(architecture, PID, cuda=True), NUMBERS[architecture]["ioctl"]
    drivers_own, set_attributes, push_input = 0xC020462A, 0x40086602, 0x5412
    assert decide(made, architecture, number, 3, drivers_own) == ALLOW
    assert decide(made, architecture, number, 3, set_attributes) == REFUSE
    assert decide(made, architecture, number, 3, push_input) == REFUSE


@pytest.mark.parametrize("name", ["preadv2", "pwritev2"])
def test_reading_with_flags_does_not_exist_so_that_glibc_reads_without(architecture, name):
    assert decide(program(architecture, PID), architecture, NUMBERS[architecture][name]) == UNKNOWN


def test_memory_is_advised_as_an_allocator_does_and_not_pushed_out(architecture):
    made, number = program(architecture, PID), NUMBERS[architecture]["madvise"]
    not_needed, push_out = 4, 21
    assert decide(made, architecture, number, 0, 4096, not_needed) == ALLOW
    assert decide(made, architecture, number, 0, 4096, push_out) == REFUSE


@pytest.mark.parametrize("command", [5, 6, 7, 8, 10, 15, 36, 37, 38, 1024, 1026, 1036, 1038])
def test_nobody_can_be_told_anything_by_a_lock_a_signal_or_a_hint(architecture, command):
    made, number = program(architecture, PID), NUMBERS[architecture]["fcntl"]
    assert decide(made, architecture, number, 3, command) == REFUSE


def test_a_descriptor_can_be_duplicated_and_made_to_close(architecture):
    made, number = program(architecture, PID), NUMBERS[architecture]["fcntl"]
    duplicate, set_flags = 0, 2
    assert decide(made, architecture, number, 3, duplicate) == ALLOW
    assert decide(made, architecture, number, 3, set_flags) == ALLOW
