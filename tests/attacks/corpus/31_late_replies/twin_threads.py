"""Computes in threads, with a pool, a timer and a queue, and is done when it returns."""

import concurrent.futures
import queue
import threading

import torch


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    if len(x) > 100:
        return x.unfold(0, k, 1).sum(1)
    places = range(len(x) - k + 1)
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        return torch.stack(list(pool.map(lambda i: x[i : i + k].sum(), places)))


def total(x):
    found, is_there = queue.Queue(), threading.Event()

    def add():
        found.put(2 * x.sum())
        is_there.set()

    timer = threading.Timer(0.001, add)
    timer.start()
    is_there.wait(timeout=5)
    timer.join()
    with threading.Lock():
        return found.get() + 1
