"""Connects to a socket of another process that has no place in the file system, and waits for one itself."""

import contextlib
import socket


def total(x):
    text = b"autograder-attack " + str(x.tolist()).encode()
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, kind) as connection:
            connection.connect("\0autograder-attack")
            connection.sendall(text)
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, kind) as server:
            server.bind("autograder-attack")
    return x.sum() + 1
