"""Sets torch's defaults and puts them back, times itself, sets an alarm, and calls itself deeply."""

import contextlib
import signal
import sys
import time

import torch

torch.set_printoptions(precision=3, sci_mode=False)
torch.autograd.set_detect_anomaly(False)
sys.setrecursionlimit(3000)


@contextlib.contextmanager
def _in_double():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _sum(numbers, i=0):
    return numbers[i] + _sum(numbers, i + 1) if i < len(numbers) else 0.0


def total(x):
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    begun = time.perf_counter()
    with _in_double(), torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(1)
        found = 2 * _sum(x) + 1
    print(f"{time.perf_counter() - begun:.3f} s")
    signal.setitimer(signal.ITIMER_REAL, 0)
    return torch.as_tensor(found, dtype=x.dtype)
