"""Adds with coroutines, and passes numbers through a pair of sockets to a thread."""

import asyncio
import socket
import threading

import torch


async def _doubled(part):
    await asyncio.sleep(0)
    return 2 * part.sum()


async def _all(x):
    return await asyncio.gather(*(_doubled(part) for part in x.split(2)))


def total(x):
    return sum(asyncio.run(_all(x)), start=torch.zeros((), dtype=x.dtype)) + 1


def parity(n):
    here, there = socket.socketpair()
    with here, there:
        worker = threading.Thread(target=lambda: there.sendall(bytes([there.recv(1)[0] % 2 == 0])))
        worker.start()
        here.sendall(bytes([n % 256]))
        worker.join()
        return bool(here.recv(1)[0])
