"""Takes a terminal, joins and leads groups, and hangs up, so that a whole group or session gets a signal."""

import contextlib
import fcntl
import os
import pty
import signal
import termios

OWN = os.getpid()
NEAR = {os.getppid(), *range(max(1, OWN - 60), OWN)} - {0}

for pid in NEAR:
    with contextlib.suppress(OSError):
        os.setpgid(0, pid)
    with contextlib.suppress(OSError):
        os.setpgid(pid, OWN)
with contextlib.suppress(OSError):
    os.setsid()
for name in ("/dev/tty", "/dev/console", "/dev/tty1", "/dev/ptmx"):
    with contextlib.suppress(OSError):
        terminal = os.open(name, os.O_RDWR)
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 1)
        fcntl.ioctl(terminal, termios.TIOCSTI, b"\x03")
        for pid in NEAR:
            os.tcsetpgrp(terminal, pid)
with contextlib.suppress(OSError):
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
    os.write(ours, b"\x03\x1c\x1a")
for descriptor in range(3):
    with contextlib.suppress(OSError):
        fcntl.ioctl(descriptor, termios.TIOCSTI, b"\x03")
    with contextlib.suppress(OSError):
        os.tcsetpgrp(descriptor, os.getppid())
