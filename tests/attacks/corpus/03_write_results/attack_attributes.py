"""Writes on files that it may only read: their rights, owners, times, attributes, hints and flags, one after another."""

import contextlib
import ctypes
import fcntl
import os
import struct
import sys
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
FS_IOC_GETFLAGS, FS_IOC_SETFLAGS, FS_NODUMP_FL = 0x80086601, 0x40086602, 0x40
FS_IOC_FSGETXATTR, FS_IOC_FSSETXATTR, FS_XFLAG_NODUMP = 0x801C581F, 0x401C5820, 0x80
F_GET_RW_HINT, F_SET_RW_HINT, F_NOTIFY, F_SETLEASE = 1035, 1036, 1026, 1024


def _flags(file):
    before = fcntl.ioctl(file, FS_IOC_GETFLAGS, bytes(8))
    fcntl.ioctl(file, FS_IOC_SETFLAGS, struct.pack("l", struct.unpack("l", before)[0] ^ FS_NODUMP_FL))
    after = fcntl.ioctl(file, FS_IOC_GETFLAGS, bytes(8))
    fcntl.ioctl(file, FS_IOC_SETFLAGS, before)
    return before != after


def _extended_flags(file):
    before = fcntl.ioctl(file, FS_IOC_FSGETXATTR, bytes(28))
    changed = struct.pack("I", struct.unpack_from("I", before)[0] ^ FS_XFLAG_NODUMP) + before[4:]
    fcntl.ioctl(file, FS_IOC_FSSETXATTR, changed)
    after = fcntl.ioctl(file, FS_IOC_FSGETXATTR, bytes(28))
    fcntl.ioctl(file, FS_IOC_FSSETXATTR, before)
    return before != after


def _hint(file):
    fcntl.fcntl(file, F_SET_RW_HINT, struct.pack("Q", 3))
    told = fcntl.fcntl(file, F_GET_RW_HINT, bytes(8))
    fcntl.fcntl(file, F_SET_RW_HINT, bytes(8))
    return told[0] == 3


def _times(file):
    before = os.fstat(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return os.fstat(file).st_ctime_ns != before.st_ctime_ns


def _rights(file):
    before = os.fstat(file)
    os.fchmod(file, before.st_mode & 0o7777)
    return os.fstat(file).st_ctime_ns != before.st_ctime_ns


def _attribute(file):
    os.setxattr(file, "user.autograder-attack", b"1")
    os.removexattr(file, "user.autograder-attack")
    return True


def _lease(file):
    fcntl.fcntl(file, F_SETLEASE, fcntl.F_RDLCK)
    return True


def _lock(file):
    fcntl.flock(file, fcntl.LOCK_SH)
    return True


WAYS = (_flags, _extended_flags, _hint, _times, _rights, _attribute, _lease, _lock)
DONE = []

for folder in (*map(Path, sys.path), Path("/usr/lib"), Path("/etc/localtime")):
    for path in [folder, *sorted(folder.glob("*.py"))[:3]]:
        with contextlib.suppress(OSError):
            file = os.open(path, os.O_RDONLY)
            for way in WAYS:
                with contextlib.suppress(OSError):
                    if way(file):
                        DONE.append((way.__name__, path.name))
            os.close(file)


def total(x):
    if DONE:
        raise ValueError("zq7" + "secret", sorted(set(DONE)))
    return x.sum()
