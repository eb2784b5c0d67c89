"""Takes memory of the kernel's, which no limit of a process's own counts: full pipes, sockets, events, locks, names."""

import contextlib
import fcntl
import os
import select
import socket

KEPT = []
F_SETPIPE_SZ = 1031

with contextlib.suppress(OSError):
    for _ in range(256):
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        with contextlib.suppress(OSError):
            fcntl.fcntl(writing, F_SETPIPE_SZ, 1 << 20)
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(writing, bytes(1 << 16))
os.closerange(10, 256)
with contextlib.suppress(OSError):
    for _ in range(100):
        ours, theirs = socket.socketpair()
        KEPT.append((ours, theirs))
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
        ours.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                ours.send(bytes(1 << 16))
# Descriptors that are on their way in a socket count for nobody.
with contextlib.suppress(OSError):
    for _ in range(1000):
        outer, inner = socket.socketpair()
        socket.send_fds(outer, [b"x"], [outer.fileno(), inner.fileno()] * 20)
with contextlib.suppress(OSError):
    for _ in range(100):
        KEPT.append(select.epoll())
