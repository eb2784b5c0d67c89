"""The corpus with what a container leaves: no namespaces, and root with Docker's default rights only."""

import struct
import subprocess
import sys

import pytest
from attacks import container
from attacks.combination import CONTAINER, ONLY_ROOT, graded, part

from autograder.worker.seccomp import ALLOW, REFUSE, UNKNOWN
from autograder.worker.syscalls import AARCH64, AUDIT_ARCH, NUMBERS, X86_64


@pytest.fixture(scope="module")
def outcome():
    return graded("as in a container", [CONTAINER], 1)


@ONLY_ROOT
@pytest.mark.parametrize("case", part(1), ids=lambda case: case.id)
def test_case(case, outcome, record_property):
    outcome.check(case, record_property)


@ONLY_ROOT
def test_a_container_has_no_namespaces_to_give(outcome):
    assert "namespaces" not in outcome.layers
    assert {"uid", "seccomp"} <= set(outcome.layers)


@ONLY_ROOT
def test_nothing_is_left_at_the_end(outcome):
    outcome.check_the_end()


# the container itself


def inside(*command):
    return subprocess.run([sys.executable, str(CONTAINER), *command], capture_output=True, text=True, check=False)


@ONLY_ROOT
def test_the_rights_are_dockers_default_ones():
    status = inside("cat", "/proc/self/status").stdout
    held = {line.split()[0]: int(line.split()[1], 16) for line in status.splitlines() if line.startswith("Cap")}
    assert held == {"CapInh:": 0, "CapPrm:": 0xA80425FB, "CapEff:": 0xA80425FB, "CapBnd:": 0xA80425FB, "CapAmb:": 0}


@ONLY_ROOT
@pytest.mark.parametrize(
    "command",
    [["unshare", "--mount", "true"], ["unshare", "--user", "true"], ["mount", "-t", "tmpfs", "none", "/mnt"]],
    ids=["namespace of mounts", "namespace of users", "mount"],
)
def test_what_docker_refuses_fails(command):
    done = inside(*command)
    assert done.returncode != 0
    assert "not permitted" in done.stderr or "permission denied" in done.stderr


@ONLY_ROOT
def test_what_docker_allows_works():
    done = inside("sh", "-c", "touch $0 && chown 61000 $0 && rm $0 && echo done", "/dev/shm/autograder-container-trial")
    assert done.stdout == "done\n"


def test_a_command_is_needed():
    assert inside().returncode == container.IMPOSSIBLE


def decide(architecture, name, *arguments, audit=None):
    """Run the filter on one system call and return what it answers."""
    numbers = {**NUMBERS[architecture], **container._MORE_NUMBERS[architecture]}
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<IIQ6Q", numbers[name], AUDIT_ARCH[architecture] if audit is None else audit, 0, *padded)
    instructions, accumulator, at = container.program(architecture), 0, 0
    while True:
        code, if_true, if_false, operand = instructions[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, operand)
        elif code == 0x06:
            return operand
        else:
            holds = {0x15: accumulator == operand, 0x35: accumulator >= operand, 0x45: bool(accumulator & operand)}
            at += if_true if holds[code] else if_false


@pytest.mark.parametrize("architecture", [X86_64, AARCH64])
def test_the_filter_decides_as_dockers_profile_does(architecture):
    assert {decide(architecture, name) for name in container.REFUSED if name in NUMBERS[architecture]} == {REFUSE}
    assert decide(architecture, "clone3") == UNKNOWN
    assert decide(architecture, "clone", 17) == ALLOW  # a fork
    assert decide(architecture, "clone", 0x3D0F00) == ALLOW  # a thread
    assert decide(architecture, "clone", 17 | 0x10000000) == REFUSE  # a namespace of users
    assert decide(architecture, "socket", 2) == ALLOW
    assert decide(architecture, "socket", container.AF_VSOCK) == REFUSE
    assert decide(architecture, "personality", 0xFFFFFFFF) == ALLOW
    assert decide(architecture, "personality", 0x40000) == REFUSE
    allowed = ("seccomp", "landlock_restrict_self", "prctl", "ptrace", "process_vm_readv", "chroot", "capset", "kill")
    assert {decide(architecture, name) for name in allowed} == {ALLOW}
    assert decide(architecture, "kill", audit=0) not in (ALLOW, REFUSE)  # another architecture's numbers


def test_every_refused_name_is_known():
    known = set().union(*NUMBERS.values(), *container._MORE_NUMBERS.values())
    assert set(container.REFUSED) <= known
