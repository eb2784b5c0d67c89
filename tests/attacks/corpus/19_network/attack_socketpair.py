"""Sends datagrams from one end of a pair of sockets to an address that is not the pair's other end."""

import socket

ADDRESSES = (
    "\0autograder-attack",
    "/dev/log",
    "/tmp/autograder-atk.socket",
    "/run/systemd/journal/socket",
    "/run/systemd/notify",
)


def total(x):
    text = b"autograder-attack " + str(x.tolist()).encode()
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
        try:
            ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        except OSError as error:
            print(kind, error)
            continue
        for address in ADDRESSES:
            for send in (ours.sendto, theirs.sendto, lambda text, address: ours.sendmsg([text], [], 0, address)):
                try:
                    send(text, address)
                except OSError as error:
                    print(kind, address, error)
            try:
                ours.connect(address)
                ours.sendall(text)
            except OSError as error:
                print(kind, address, error)
    return x.sum() + 1
