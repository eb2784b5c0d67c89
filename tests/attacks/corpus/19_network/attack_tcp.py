"""Sends its inputs to a server by TCP, with Python's sockets, by urllib, and with asyncio."""

import asyncio
import socket
import urllib.request


def _by_socket(text):
    with socket.create_connection(("127.0.0.1", 47811), timeout=0.1) as connection:
        connection.sendall(text)


def _by_url(text):
    urllib.request.urlopen("http://127.0.0.1:47811/autograder-attack", data=text, timeout=0.1)


def _by_asyncio(text):
    async def send():
        _, writer = await asyncio.open_connection("127.0.0.1", 47811)
        writer.write(text)
        await writer.drain()

    asyncio.run(send())


def _by_a_server(_):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.listen()


def total(x):
    text = b"autograder-attack " + str(x.tolist()).encode()
    for send in (_by_socket, _by_url, _by_asyncio, _by_a_server):
        try:
            send(text)
        except OSError as error:
            print(send.__name__, error)
    return x.sum() + 1
