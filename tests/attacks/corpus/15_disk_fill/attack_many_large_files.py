"""Writes very many files, each as large as one may be, and has the disk busy with them."""

import os

FULL = bytes(8 << 20)


def total(x):
    for i in range(128):
        file = os.open(f"{id(x)}-{i}", os.O_WRONLY | os.O_CREAT)
        try:
            os.write(file, FULL)
        except OSError as error:
            print(i, error)
            break
        finally:
            os.close(file)
    os.sync()
    return x.sum()
