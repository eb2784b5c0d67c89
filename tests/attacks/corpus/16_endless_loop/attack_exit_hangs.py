"""Hangs when it is to end: in what runs at exit, in a thread that is waited for, in objects that are taken down."""

import atexit
import threading
import time


def _for_ever():
    while True:
        time.sleep(1)


class Stays:
    def __del__(self):
        _for_ever()


STAYS = Stays()
atexit.register(_for_ever)
threading.Thread(target=_for_ever, daemon=False).start()
threading._register_atexit(_for_ever)
