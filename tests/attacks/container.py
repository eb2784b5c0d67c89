"""Starts a command as in a container: `python tests/attacks/container.py COMMAND...`, as root.

The command gets Docker's default capabilities and no other, and a filter that refuses what Docker's default profile
refuses to them (github.com/moby/moby, profiles/seccomp/default.json). The profile lists what is allowed; here stands
what it leaves out of the calls that Linux has. File systems and networks stay the machine's own: what matters here
is which layers of confinement a container lets the grader put on.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from autograder.worker import seccomp, syscalls
from autograder.worker.seccomp import ALLOW, REFUSE, UNKNOWN, Instruction
from autograder.worker.syscalls import AARCH64, AUDIT_ARCH, NUMBERS, X86_64

CAPABILITIES = {
    "chown": 0, "dac_override": 1, "fowner": 3, "fsetid": 4, "kill": 5, "setgid": 6, "setuid": 7, "setpcap": 8,
    "net_bind_service": 10, "net_raw": 13, "sys_chroot": 18, "mknod": 27, "audit_write": 29, "setfcap": 31,
}  # fmt: skip
"""What Docker leaves to root in a container, by capabilities(7)'s numbers."""

KEPT = sum(1 << number for number in CAPABILITIES.values())

REFUSED = (
    # without CAP_SYS_ADMIN
    "bpf", "fanotify_init", "fsconfig", "fsmount", "fsopen", "fspick", "lookup_dcookie", "mount", "mount_setattr",
    "move_mount", "open_tree", "perf_event_open", "quotactl", "quotactl_fd", "setdomainname", "sethostname", "setns",
    "syslog", "umount2", "unshare",
    # without other capabilities
    "open_by_handle_at", "reboot", "delete_module", "init_module", "finit_module", "acct", "kcmp", "pidfd_getfd",
    "process_madvise", "iopl", "ioperm", "settimeofday", "clock_settime", "vhangup", "get_mempolicy", "mbind",
    "set_mempolicy", "set_mempolicy_home_node",
    # to everybody
    "add_key", "request_key", "keyctl", "io_uring_setup", "io_uring_enter", "io_uring_register", "kexec_load",
    "kexec_file_load", "migrate_pages", "move_pages", "nfsservctl", "pivot_root", "swapon", "swapoff", "sysfs",
    "uselib", "userfaultfd", "ustat", "_sysctl", "create_module", "get_kernel_syms", "query_module",
)  # fmt: skip
"""Refused with EPERM, whatever the arguments."""

NEW_NAMESPACES = 0x7E020000
"""The flags of clone that ask for a namespace."""

PERSONALITIES = (0x0, 0x8, 0x20000, 0x20008, 0xFFFFFFFF)
AF_VSOCK = 40
IMPOSSIBLE = 2

# Those that no confinement of a worker needs to know.
_MORE_NUMBERS = {
    X86_64: {
        "get_mempolicy": 239, "set_mempolicy_home_node": 450, "nfsservctl": 180, "sysfs": 139, "ustat": 136,
        "_sysctl": 156, "create_module": 174, "get_kernel_syms": 177, "query_module": 178,
    },
    AARCH64: {"get_mempolicy": 236, "set_mempolicy_home_node": 450, "nfsservctl": 42},
}  # fmt: skip

_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 24, 38, 47, 4
_CAP_SYS_ADMIN = 21
_CAPABILITY_VERSION = 0x20080522


def program(architecture: str) -> list[Instruction]:
    """Return the filter for one architecture."""
    numbers = {**NUMBERS[architecture], **_MORE_NUMBERS[architecture]}
    load, equal, any_bit, answer = seccomp._LOAD, seccomp._EQUAL, seccomp._ANY_BIT, seccomp._RETURN
    first_argument = (load, 0, 0, seccomp._ARGUMENTS)
    made: list[Instruction] = [
        (load, 0, 0, seccomp._ARCH),
        (equal, 1, 0, AUDIT_ARCH[architecture]),
        (answer, 0, 0, seccomp._KILL),
        (load, 0, 0, seccomp._NUMBER),
    ]
    if architecture == X86_64:
        made += [(seccomp._AT_LEAST, 0, 1, seccomp._X32_BIT), (answer, 0, 0, REFUSE)]
    for name in REFUSED:
        if name in numbers:
            made += [(equal, 0, 1, numbers[name]), (answer, 0, 0, REFUSE)]
    made += [(equal, 0, 1, numbers["clone3"]), (answer, 0, 0, UNKNOWN)]
    made += [
        (equal, 0, 4, numbers["clone"]),
        first_argument,
        (any_bit, 0, 1, NEW_NAMESPACES),
        (answer, 0, 0, REFUSE),
        (answer, 0, 0, ALLOW),
    ]
    made += seccomp._refused_only(numbers["socket"], 0, AF_VSOCK)
    made += [(equal, 0, 2 * len(PERSONALITIES) + 2, numbers["personality"]), first_argument]
    for allowed in PERSONALITIES:
        made += [(equal, 0, 1, allowed), (answer, 0, 0, ALLOW)]
    made += [(answer, 0, 0, REFUSE)]
    return [*made, (answer, 0, 0, ALLOW)]


def enter() -> None:
    """Become root of a container: first the filter, for which a right is needed that goes after it."""
    architecture = syscalls.architecture()
    if architecture is None:
        raise OSError(f"no numbers of system calls are known for {os.uname().machine}")
    held = _permitted()
    if not held >> _CAP_SYS_ADMIN & 1:  # the kernel then asks for this promise before it takes a filter
        syscalls.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _install(program(architecture))
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text(encoding="ascii"))
    for number in range(last + 1):
        if not KEPT >> number & 1:
            syscalls.prctl(_PR_CAPBSET_DROP, number)
    syscalls.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    low = KEPT & held & 0xFFFFFFFF
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)(low, low, 0, 0, 0, 0)  # effective, permitted, inheritable; then their upper halves
    syscalls.call("capset", ctypes.byref(header), ctypes.byref(sets))


def _permitted() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line for line in status.splitlines() if line.startswith("CapPrm:")).split()[1], 16)


def _install(made: list[Instruction]) -> None:
    packed = b"".join(struct.pack("<HBBI", *instruction) for instruction in made)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    filters = seccomp._Program(len(made), ctypes.addressof(buffer))
    set_mode_filter, thread_sync = 1, 1
    syscalls.call("seccomp", set_mode_filter, thread_sync, ctypes.byref(filters))


def main(command: list[str]) -> int:
    """Become the command; return only where that is not possible."""
    if not command:
        print(f"usage: {Path(__file__).name} COMMAND...", file=sys.stderr)
        return IMPOSSIBLE
    if os.geteuid() != 0:
        print("container.py: only root can be root of a container", file=sys.stderr)
        return IMPOSSIBLE
    try:
        enter()
        os.execvp(command[0], command)
    except OSError as error:
        print(f"container.py: {error}", file=sys.stderr)
    return IMPOSSIBLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
