"""The system calls that student code cannot make, as a classic BPF program for the kernel's filter.

A filter lists what is refused rather than what is allowed: a student may do anything harmless that Python and torch
do, and both change with every version. Processes are refused, threads are not.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import struct

from autograder.worker import syscalls
from autograder.worker.syscalls import AUDIT_ARCH, NEWEST, NUMBERS, X86_64

REFUSED = (
    # other machines and other processes
    "socket", "connect", "accept", "accept4", "bind", "listen", "ptrace", "process_vm_readv", "process_vm_writev",
    "kcmp", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "process_madvise", "process_mrelease", "tkill",
    "rt_sigqueueinfo", "rt_tgsigqueueinfo",
    # programs and processes
    "fork", "vfork", "execve", "execveat", "memfd_create", "memfd_secret", "uselib",
    # what outlives a process
    "shmget", "shmat", "shmctl", "shmdt", "semget", "semop", "semctl", "semtimedop", "msgget", "msgsnd", "msgrcv",
    "msgctl", "mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive", "mq_notify", "mq_getsetattr",
    "add_key", "request_key", "keyctl",
    # what is in the memory for files: by asking and by pushing out, one worker could tell another what it has seen
    "mincore", "cachestat", "fadvise64", "readahead",
    # what Landlock does not cover on files
    "chown", "fchown", "lchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr",
    "lremovexattr", "fremovexattr", "removexattrat", "file_getattr", "file_setattr", "mknod", "mknodat",
    "inotify_init", "inotify_init1", "inotify_add_watch",
    "flock", "fallocate", "fanotify_init", "name_to_handle_at", "open_by_handle_at", "lookup_dcookie",
    # the machine's own affairs
    "mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick",
    "mount_setattr", "open_tree_attr", "statmount", "listmount", "setns", "unshare", "bpf", "perf_event_open",
    "userfaultfd", "io_uring_setup",
    "io_uring_enter", "io_uring_register", "io_setup", "seccomp", "reboot", "swapon", "swapoff", "kexec_load",
    "kexec_file_load", "init_module", "finit_module", "delete_module", "acct", "quotactl", "quotactl_fd", "syslog",
    "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "sethostname", "setdomainname", "iopl", "ioperm",
    "modify_ldt", "personality", "vhangup",
    # the share of the processor and of memory
    "setpriority", "ioprio_set", "sched_setparam", "sched_setscheduler", "sched_setattr", "sched_setaffinity",
    "mbind", "set_mempolicy", "migrate_pages", "move_pages",
)  # fmt: skip
"""Refused with EPERM, whatever the arguments."""

RIGHTS_AND_TIMES = (
    "chmod", "fchmod", "fchmodat", "fchmodat2", "utime", "utimes", "futimesat", "utimensat",
)  # fmt: skip
"""What Landlock does not cover, and only a file's owner can do: done where the worker is a user of its own, and so
owns nothing else. Elsewhere they are answered as if they were set, since `shutil.copy2` and archives set them."""

CLONE_THREAD = 0x00010000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
AF_UNIX, SOCK_STREAM, SOCKET_TYPES = 1, 1, 0xF
IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""What a file may be asked by ioctl: is it a terminal and how large, how much is there to read, and its flags for
waiting and for exec. Others lock, allocate, change attributes or name a process to signal."""

TIOCSTI, FIOSETOWN, SIOCSPGRP = 0x5412, 0x8901, 0x8902
FS_IOCTLS = (0x40086602, 0x401C5820, 0x40305828, 0x4030582A)
"""Attributes of files, and room for them beyond their size."""

FCNTLS = (5, 6, 7, 8, 10, 15, 36, 37, 38, 1024, 1026, 1036, 1038)
"""fcntl's commands for locks, leases and notices, for whom to signal, and for hints that stay with a file (`fcntl.h`):
by a lock on a library's file, one worker could tell another what it has seen."""

MADV_COLD, MADV_PAGEOUT = 20, 21

ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_KILL = 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
_X32_BIT = 0x40000000

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, operand: one `struct sock_filter`."""

REFUSE = _ERRNO | errno.EPERM
UNKNOWN = _ERRNO | errno.ENOSYS
PRETEND = _ERRNO | 0


def program(architecture: str, pid: int, *, own_user: bool = False, cuda: bool = False) -> list[Instruction]:
    """Return the filter for one architecture and one process; it may signal and limit itself only.

    Args:
        architecture: One of `syscalls.NUMBERS`.
        pid: The process's own number.
        own_user: Whether the process has a user of its own.
        cuda: Whether it uses a GPU, whose driver is spoken to by ioctls of its own.
    """
    numbers = NUMBERS[architecture]
    made: list[Instruction] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, AUDIT_ARCH[architecture]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if architecture == X86_64:  # the x32 calls have other numbers for the same work
        made += [(_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, REFUSE)]
    made += [(_AT_LEAST, 0, 1, NEWEST + 1), (_RETURN, 0, 0, UNKNOWN)]
    answers = dict.fromkeys(REFUSED, REFUSE)
    if not own_user:
        answers |= dict.fromkeys(RIGHTS_AND_TIMES, PRETEND)
    # glibc falls back to clone, whose flags a filter can read, and to the calls without flags
    answers |= dict.fromkeys(("clone3", "preadv2", "pwritev2"), UNKNOWN)
    for name, answer in answers.items():
        if name in numbers:
            made += [(_EQUAL, 0, 1, numbers[name]), (_RETURN, 0, 0, answer)]
    made += _allowed_only(numbers["clone"], 0, _ANY_BIT, CLONE_THREAD)
    made += _allowed_only(numbers["kill"], 0, _EQUAL, pid)
    made += _allowed_only(numbers["tgkill"], 0, _EQUAL, pid)
    made += _allowed_only(numbers["prlimit64"], 0, _EQUAL, 0)
    made += _allowed_only(numbers["socketpair"], 0, _EQUAL, AF_UNIX, ends=False)
    made += _stream_only(numbers["socketpair"])
    made += _refused_only(numbers["prctl"], 0, PR_SET_PDEATHSIG, ends=False)  # it must not outlive the zygote
    made += _refused_only(numbers["prctl"], 0, PR_SET_DUMPABLE)
    for advice in (MADV_COLD, MADV_PAGEOUT):
        made += _refused_only(numbers["madvise"], 2, advice, ends=False)
    if cuda:
        for command in (TIOCSTI, FIOSETOWN, SIOCSPGRP, *FS_IOCTLS):
            made += _refused_only(numbers["ioctl"], 1, command, ends=False)
    else:
        made += _one_of(numbers["ioctl"], 1, IOCTLS)
    for command in FCNTLS:
        made += _refused_only(numbers["fcntl"], 1, command, ends=False)
    return [*made, (_RETURN, 0, 0, ALLOW)]


def _allowed_only(number: int, argument: int, test: int, operand: int, *, ends: bool = True) -> list[Instruction]:
    """Allow a call with this argument only, or go on with the call's number loaded again."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        (test, 1, 0, operand),
        (_RETURN, 0, 0, REFUSE),
        (_RETURN, 0, 0, ALLOW) if ends else (_LOAD, 0, 0, _NUMBER),
    ]


def _stream_only(number: int) -> list[Instruction]:
    """Allow a pair of sockets of a stream: a datagram could be sent to any socket that has a path."""
    return [
        (_EQUAL, 0, 5, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8),
        (_AND, 0, 0, SOCKET_TYPES),
        (_EQUAL, 1, 0, SOCK_STREAM),
        (_RETURN, 0, 0, REFUSE),
        (_RETURN, 0, 0, ALLOW),
    ]


def _one_of(number: int, argument: int, operands: tuple[int, ...]) -> list[Instruction]:
    """Allow a call with one of these arguments only."""
    tests = [(_EQUAL, len(operands) - i, 0, operand) for i, operand in enumerate(operands)]
    return [
        (_EQUAL, 0, len(operands) + 3, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        *tests,
        (_RETURN, 0, 0, REFUSE),
        (_RETURN, 0, 0, ALLOW),
    ]


def _refused_only(number: int, argument: int, operand: int, *, ends: bool = True) -> list[Instruction]:
    """Refuse a call with this argument; otherwise allow it, or go on with the call's number loaded again."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        (_EQUAL, 0, 1, operand),
        (_RETURN, 0, 0, REFUSE),
        (_RETURN, 0, 0, ALLOW) if ends else (_LOAD, 0, 0, _NUMBER),
    ]


_INSTRUCTION = struct.Struct("<HBBI")


@functools.cache
def _packed(architecture: str, pid: int, *, own_user: bool, cuda: bool) -> bytes:
    made = program(architecture, pid, own_user=own_user, cuda=cuda)
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in made)


def prepare(architecture: str) -> None:
    """Make, before workers are forked, the filter of those that are the first process of their namespace."""
    _packed(architecture, 1, own_user=True, cuda=False)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(architecture: str, pid: int, *, own_user: bool, cuda: bool) -> None:
    """Put the filter on every thread of this process, for good; `no_new_privs` must be set."""
    packed = _packed(architecture, pid, own_user=own_user, cuda=cuda)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    filters = _Program(len(packed) // _INSTRUCTION.size, ctypes.addressof(buffer))
    set_mode_filter, thread_sync = 1, 1
    syscalls.call("seccomp", set_mode_filter, thread_sync, ctypes.byref(filters))
