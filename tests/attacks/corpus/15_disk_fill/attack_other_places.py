"""Fills every place that is not its own: temporary folders, memory, homes, caches, queues, logs."""

import ctypes
import os
import syslog
import tempfile

PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/dev/mqueue", "/var/log", "/root", "..", "../..", "/var/spool/mail")

for place in PLACES:
    for number in range(8):
        try:
            file = os.open(f"{place}/autograder-attack-{number}", os.O_WRONLY | os.O_CREAT, 0o666)
            os.write(file, b"autograder-attack" * (1 << 16))
        except OSError:
            continue
    try:
        tempfile.mkstemp(prefix="autograder-attack", dir=place)
    except OSError:
        continue
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mq_open(b"/autograder-attack", 0o100 | 0o1, 0o666, None)
LIBC.sem_open(b"/autograder-attack", 0o100, 0o666, 1)
LIBC.shm_open(b"/autograder-attack", 0o102, 0o666)
try:
    syslog.syslog("autograder-attack")
except OSError as error:
    print(error)
