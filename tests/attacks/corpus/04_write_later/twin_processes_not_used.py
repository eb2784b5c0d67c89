"""Imports what starts processes, for a part of the program that runs under a guard."""

import concurrent.futures
import multiprocessing
import os
import signal
import subprocess

CORES = multiprocessing.cpu_count() or os.cpu_count()
signal.signal(signal.SIGINT, signal.SIG_DFL)

if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(CORES) as pool:
        print(list(pool.map(parity, range(10))))
    subprocess.run(["git", "status"], check=False)
