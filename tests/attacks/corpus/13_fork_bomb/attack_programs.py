"""Starts programs that start programs: shells, interpreters, from files, from memory, through the loader."""

import contextlib
import ctypes
import multiprocessing
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

BOMB = "b() { b | b & }; b"
LIBC = ctypes.CDLL(None, use_errno=True)


def _from_memory():
    file = os.memfd_create("autograder-atk")
    os.write(file, Path("/bin/true").read_bytes())
    os.execv(f"/proc/self/fd/{file}", ["autograder-atk"])


def _from_file():
    Path("bomb").write_text(f"#!/bin/sh\n{BOMB}\n", encoding="utf-8")
    with contextlib.suppress(OSError):
        Path("bomb").chmod(0o700)
    os.execv("./bomb", ["autograder-atk"])


def _by_execveat():
    LIBC.syscall(322, -100, b"/bin/sh", (ctypes.c_char_p * 3)(b"autograder-atk", b"-c", BOMB.encode()), None, 0)


for start in (
    lambda: os.system(BOMB),
    lambda: os.posix_spawn("/bin/sh", ["autograder-atk", "-c", BOMB], {}),
    lambda: os.execv("/bin/sh", ["autograder-atk", "-c", BOMB]),
    lambda: os.execv(sys.executable, ["autograder-atk", "-c", "import os\nwhile True: os.fork()"]),
    lambda: subprocess.Popen(["/lib64/ld-linux-x86-64.so.2", "/bin/sh", "-c", BOMB]),
    lambda: multiprocessing.Pool(64),
    lambda: list(ProcessPoolExecutor(64).map(abs, range(64))),
    lambda: shutil.which("sh") and subprocess.check_output(["sh", "-c", BOMB]),
    _from_memory,
    _from_file,
    _by_execveat,
):
    try:
        start()
    except Exception as error:
        print(type(error).__name__, error)
