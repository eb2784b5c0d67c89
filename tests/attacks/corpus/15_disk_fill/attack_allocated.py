"""Has room set aside in a file beyond its end, which counts as no size, and removes the file's name meanwhile."""

import ctypes
import fcntl
import os
import struct

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
FALLOC_FL_KEEP_SIZE = 1
FS_IOC_RESVSP64 = 0x4030582A
GIGABYTE = 1 << 30


def _by_call(file, start):
    LIBC.fallocate(file, FALLOC_FL_KEEP_SIZE, start, GIGABYTE)


def _by_ioctl(file, start):
    fcntl.ioctl(file, FS_IOC_RESVSP64, struct.pack("<hh4xqqiI16x", 0, 0, start, GIGABYTE, 0, 0))


def total(x):
    for road in (_by_call, _by_ioctl, os.posix_fallocate):
        file = os.open(road.__name__, os.O_RDWR | os.O_CREAT)
        try:
            os.unlink(road.__name__)
            for gigabyte in range(2):
                road(file, gigabyte * GIGABYTE, *([GIGABYTE] if road is os.posix_fallocate else []))
        except OSError as error:
            print(error)
        room = os.fstat(file).st_blocks * 512
        if room > GIGABYTE:
            raise ValueError("zq7" + "secret", f"{room >> 20} MiB set aside")
    return x.sum()
