"""Answers at once, and lets threads compute on all cores from then on, in Python and in torch."""

import threading
import time

import torch


def _python():
    while True:
        sum(range(1000))


def _torch():
    x = torch.ones(400, 400)
    while True:
        x = (x @ x).clamp(0, 1)


def _start():
    for _ in range(4):
        for target in (_python, _torch):
            threading.Thread(target=target, daemon=True).start()


def total(x):
    _start()
    time.sleep(0.01)
    return x.sum()
