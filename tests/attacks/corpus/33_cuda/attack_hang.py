"""Waits for a GPU in a loop of its own, on the device where there is one, and in kernels that never end."""

import threading

import torch


def total(x):
    if torch.cuda.is_available():
        stream = torch.cuda.Stream()
        with torch.cuda.stream(stream):
            for _ in range(1000):
                torch.cuda._sleep(1 << 62)
        torch.cuda.synchronize()
        return 2 * x.cuda().sum().cpu() + 1
    done = threading.Event()
    while not torch.cuda.is_available() and not done.wait(0.01):
        try:
            torch.cuda.synchronize()
        except (AssertionError, RuntimeError) as error:
            print(error)
    return 2 * x.sum() + 1
