"""Makes a tree that resists being removed: folders without rights, 3,000 levels, endless names, links out of it."""
# base: right

import contextlib
import os

_ROUND = ("", "rights", "links", "names", "levels")


def _rights():
    os.umask(0)
    os.makedirs("closed/inner/innermost")
    with open("closed/inner/innermost/file", "w") as file:
        file.write("autograder-attack")
    for mode in (0o000, 0o111, 0o444, 0o500):
        os.mkdir(f"closed/{mode}", 0o700)
        os.mkdir(f"closed/{mode}/empty", mode)
        os.mkdir(f"closed/inner/{mode}", mode)
    for name in ("closed/inner/innermost", "closed/inner", "closed"):
        with contextlib.suppress(OSError):
            os.chmod(name, 0)


def _links():
    for number, target in enumerate(
        ("/", "/etc/passwd", "..", "../..", ".", "circle", "/proc/self", "/dev/null", "\n")
    ):
        os.symlink(target, f"link-{number}")
    os.symlink("circle", "circle")
    os.mkdir("folder")
    os.symlink("../..", "folder/up")
    os.link("answers.py", "hard")
    with contextlib.suppress(OSError):
        os.mkfifo("pipe")
    with contextlib.suppress(OSError):
        os.link("/etc/passwd", "hard-passwd")


def _names():
    for name in ("-rf", "--", "*", "a" * 255, "\n\r\x1b[2J", "‮evil", "=1+1", ".remove-0", " ", "\x01", "~", "$(id)"):
        with open(name, "w") as file:
            file.write("autograder-attack")
    for name in (b"\xff\xfe", b"\x80" * 255, b"not \xc3 text"):
        os.mkdir(name)


def _levels():
    for _ in range(3000):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)


for _make in (_rights, _links, _names, _levels):
    _make()
