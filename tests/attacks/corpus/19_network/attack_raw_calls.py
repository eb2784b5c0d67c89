"""Makes its sockets by system calls: UDP, IPv6, netlink, raw, packets, vsock, by number and through io_uring."""

import ctypes
import itertools
import socket
import struct

LIBC = ctypes.CDLL(None, use_errno=True)
SOCKET, IO_URING_SETUP, X32 = 41, 425, 0x40000000
ADDRESS = struct.pack("<H", socket.AF_INET) + struct.pack(">H4s8x", 47811, b"\x7f\0\0\1")
FAMILIES = (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK)
TYPES = (socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET)


def total(x):
    text = b"autograder-attack " + str(x.tolist()).encode()
    for family, kind in itertools.product(FAMILIES, TYPES):
        for descriptor in (
            LIBC.socket(family, kind, 0),
            LIBC.syscall(SOCKET, family, kind, 0),
            LIBC.syscall(SOCKET | X32, family, kind, 0),
        ):
            if descriptor >= 0:
                LIBC.connect(descriptor, ADDRESS, len(ADDRESS))
                LIBC.sendto(descriptor, text, len(text), 0, ADDRESS, len(ADDRESS))
    LIBC.syscall(IO_URING_SETUP, 8, ctypes.create_string_buffer(256))
    return x.sum() + 1
