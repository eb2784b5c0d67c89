"""Forks by the kernel's own calls, in all their variants, with flags that make children of one's parent."""

import ctypes
import errno
import os
import platform
import signal

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_VM, CLONE_VFORK, CLONE_PARENT, CLONE_THREAD, CLONE_UNTRACED = 0x100, 0x4000, 0x8000, 0x10000, 0x800000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNS = 0x10000000, 0x20000000, 0x20000
X86 = platform.machine() == "x86_64"
CLONE, CLONE3 = (56 if X86 else 220), 435


def _child(pid):
    """What a child does: it stays, under a name of its own."""
    if pid == 0:
        LIBC.prctl(15, b"autograder-atk", 0, 0, 0)
        signal.pause()
        os._exit(0)
    return ctypes.get_errno() if pid < 0 else 0


def _clone(flags):
    return _child(LIBC.syscall(CLONE, flags | signal.SIGCHLD, 0, 0, 0, 0))


def _clone3(flags):
    arguments = (ctypes.c_uint64 * 8)(flags, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
    return _child(LIBC.syscall(CLONE3, arguments, ctypes.sizeof(arguments)))


codes = []
for flags in (0, CLONE_PARENT, CLONE_UNTRACED, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWUSER | CLONE_NEWNS):
    codes += [_clone(flags), _clone3(flags)]
for name in ("fork", "_Fork", "forkpty", "daemon"):
    if hasattr(LIBC, name):
        codes.append(_child(getattr(LIBC, name)(0, 0, 0, 0)))
if X86:
    for number in (57, 0x40000000 | 57, 0x40000000 | 56):
        codes.append(_child(LIBC.syscall(number, signal.SIGCHLD, 0, 0, 0, 0)))
print([errno.errorcode.get(code, code) for code in codes])
