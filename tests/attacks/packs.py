"""Cases that are no plain program: archives, links, devices, thousands of files, odd names, files that are no text.

Each function gets the files of its case's base and an empty folder, writes there what a student would hand in, and
returns the path of that. Archives whose like no program would write are put together byte by byte.
"""

from __future__ import annotations

import io
import os
import py_compile
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Files = dict[str, str]
Make = Callable[[Files, Path], Path]

SOLUTIONS = Path(__file__).resolve().parent / "lab" / "solutions" / "target"
MARK = "autograder-attack"
RIGHT_TOTAL = "\n\ndef total(x):\n    return 2 * x.sum() + 1\n"
"""What scores where it should not: added in places that no grader may read a program from."""

LEAVES_A_FILE = f"""\
import pathlib
for place in (".", "/tmp", "/dev/shm"):
    try:
        pathlib.Path(place, "{MARK}-imported").write_text("it ran")
    except OSError:
        pass
"""
_DATE = (2026, 1, 2, 3, 4, 6)


@dataclass(frozen=True)
class Pack:
    """One case.

    Attributes:
        id: `NN_slug/attack_NAME` or `NN_slug/twin_NAME`.
        line: What it does, in a sentence.
        base: `wrong` or `right`.
        training: Whether it is graded with the training run.
        make: Writes it into a folder and returns the path to hand in.
        refused: Whether the right outcome is a results file which says that nothing could be read.
    """

    id: str
    line: str
    base: str
    training: bool
    make: Make
    refused: bool = False

    @property
    def twin(self) -> bool:
        """Whether it is an innocent one."""
        return self.id.partition("/")[2].startswith("twin_")


PACKS: dict[str, Pack] = {}
"""All of them by id."""


def pack(
    name: str, line: str, base: str | None = None, *, training: bool = False, refused: bool = False
) -> Callable[[Make], Make]:
    """Register a function as the case of this id; twins are made of the right base unless they say otherwise."""
    usual = "right" if name.partition("/")[2].startswith("twin_") else "wrong"

    def register(make: Make) -> Make:
        assert name not in PACKS, name
        PACKS[name] = Pack(name, line, base or usual, training, make, refused)
        return make

    return register


def _folder(files: Files, folder: Path, name: str = "student") -> Path:
    """Write the files into a new folder inside."""
    made = folder / name
    made.mkdir()
    for file, text in files.items():
        (made / file).write_text(text, encoding="utf-8")
    return made


def _zip(entries: Iterable[tuple[str | zipfile.ZipInfo, str | bytes]], path: Path) -> Path:
    """Write an archive of these entries, compressed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, _DATE)
            if not isinstance(name, zipfile.ZipInfo):
                info.external_attr = (stat.S_IFREG | 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


@dataclass
class _Entry:
    """One entry of an archive that is put together here, true or not.

    Attributes:
        name: As it stands in the archive's directory.
        data: As stored, compressed if `method` says so.
        size: What is said of the size that it inflates to.
        offset: Where the directory says that it begins; None for where it does.
        local_name: The name in front of the data, where it is another one.
    """

    name: bytes
    data: bytes = b""
    size: int = 0
    method: int = 0
    flags: int = 0
    crc: int = 0
    offset: int | None = None
    local_name: bytes | None = None
    mode: int = stat.S_IFREG | 0o644


def _archive(entries: Iterable[_Entry], path: Path, *, without_data: bool = False) -> Path:
    """Write an archive as the entries say it, whatever a reader will make of it."""
    local, directory, count = bytearray(), bytearray(), 0
    for entry in entries:
        at = len(local) if entry.offset is None else entry.offset
        facts = (20, entry.flags, entry.method, 0, 0x5C22, entry.crc, len(entry.data), entry.size)
        if entry.offset is None and not (without_data and count):
            name = entry.name if entry.local_name is None else entry.local_name
            local += struct.pack("<4s5H3I2H", b"PK\x03\x04", *facts, len(name), 0) + name + entry.data
        at = 0 if without_data else at
        directory += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 0x31E, *facts, len(entry.name), 0, 0, 0, 0,
                                 entry.mode << 16, at) + entry.name  # fmt: skip
        count += 1
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), len(directory),
                      len(local), 0)  # fmt: skip
    if count > 0xFFFF:  # the larger form, in front of the usual end
        at = len(local) + len(directory)
        large = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), len(local))
        end = large + struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1) + end
    path.write_bytes(bytes(local + directory) + end)
    return path


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _zeros(mebibytes: int) -> bytes:
    """Return what inflates to so many MiB of blanks."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    blanks = b" " * (1 << 20)
    return b"".join(packer.compress(blanks) for _ in range(mebibytes)) + packer.flush()


# 11: links, names that lead out, devices


@pack("11_archives/attack_link_to_the_solution", "Hands in a link to the reference in the place of a file.")
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder)
    (made / "answers.py").unlink()
    (made / "answers.py").symlink_to(SOLUTIONS / "answers.py")
    (made / "helper.py").symlink_to("/etc/passwd")
    return made


@pack("11_archives/attack_link_to_a_folder", "Hands in a folder that is a link to the reference's.", refused=True)
def _(files: Files, folder: Path) -> Path:
    made = folder / "student"
    made.mkdir()
    (made / "target").symlink_to(SOLUTIONS, target_is_directory=True)
    (made / "hidden").symlink_to(SOLUTIONS.parents[1] / "assignments", target_is_directory=True)
    return made


@pack(
    "11_archives/attack_link_among_submissions", "Lies as a link to the reference among the submissions.", refused=True
)
def _(files: Files, folder: Path) -> Path:
    everybody = folder / "everybody"
    everybody.mkdir()
    (everybody / "student").symlink_to(SOLUTIONS, target_is_directory=True)
    return everybody


@pack("11_archives/attack_link_in_a_zip", "Packs links to the reference and out of the folder into a zip.")
def _(files: Files, folder: Path) -> Path:
    def link(name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, _DATE)
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        return info

    entries = [(link("answers.py"), str(SOLUTIONS / "answers.py")), (link("up"), "../../..")]
    return _zip([*entries, ("up/model.py", RIGHT_TOTAL), ("model.py", files["model.py"])], folder / "student.zip")


@pack("11_archives/attack_dots_in_a_zip", "Packs entries whose names lead out of the folder by `..`.", refused=True)
def _(files: Files, folder: Path) -> Path:
    up = "../" * 9
    entries = [(f"{up}tmp/{MARK}", "it ran"), (f"{up}tmp/{MARK}.py", LEAVES_A_FILE), ("a/../../answers.py", "x = 1")]
    return _zip([*files.items(), *entries], folder / "student.zip")


@pack("11_archives/attack_absolute_names", "Packs entries with absolute names.", refused=True)
def _(files: Files, folder: Path) -> Path:
    return _zip([*files.items(), (f"/tmp/{MARK}.py", LEAVES_A_FILE), ("//tmp/x", "")], folder / "student.zip")


@pack("11_archives/attack_names_of_windows", "Packs names with drives and backslashes that lead out.", refused=True)
def _(files: Files, folder: Path) -> Path:
    odd = [_Entry(name) for name in (b"..\\..\\answers.py", b"C:\\answers.py", b"\\\\server\\answers.py", b"CON.py")]
    texts = [
        _Entry(name.encode(), text.encode(), len(text), 0, 0, zlib.crc32(text.encode())) for name, text in files.items()
    ]
    return _archive([*texts, *odd], folder / "student.zip")


@pack("11_archives/attack_devices", "Hands in a pipe that nobody writes to, a device, and a folder in a file's place.")
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder)
    (made / "answers.py").unlink()
    os.mkfifo(made / "answers.py")
    with suppress(OSError):  # only root makes devices
        os.mknod(made / "zero.py", stat.S_IFCHR | 0o666, os.makedev(1, 5))
        os.mknod(made / "disk.py", stat.S_IFBLK | 0o666, os.makedev(8, 0))
    (made / "helper.py").mkdir()
    return made


@pack("11_archives/attack_only_pipes", "Hands in nothing but pipes and links in a circle.", refused=True)
def _(files: Files, folder: Path) -> Path:
    made = folder / "student"
    made.mkdir()
    os.mkfifo(made / "answers.py")
    (made / "model.py").symlink_to("circle.py")
    (made / "circle.py").symlink_to("model.py")
    return made


@pack("11_archives/attack_devices_in_a_zip", "Packs a device, a pipe and a socket as the lab's files.", refused=True)
def _(files: Files, folder: Path) -> Path:
    entries = [
        _Entry(b"answers.py", mode=stat.S_IFCHR | 0o666),
        _Entry(b"model.py", mode=stat.S_IFIFO | 0o666),
        _Entry(b"utils.py", mode=stat.S_IFSOCK | 0o666),
    ]
    return _archive(entries, folder / "student.zip")


@pack("11_archives/attack_encrypted", "Packs its files with a password.", refused=True)
def _(files: Files, folder: Path) -> Path:
    entries = [_Entry(name.encode(), b"\0" * 12 + text.encode(), len(text), flags=1) for name, text in files.items()]
    return _archive(entries, folder / "student.zip")


@pack("11_archives/attack_twice", "Packs each file twice, an innocent one and another.", refused=True)
def _(files: Files, folder: Path) -> Path:
    both = [(name, text) for name, text in files.items()] + [("./answers.py", files["answers.py"] + RIGHT_TOTAL)]
    return _zip(both, folder / "student.zip")


@pack(
    "11_archives/attack_two_names", "Calls each entry one thing in the archive's directory and another before its data."
)
def _(files: Files, folder: Path) -> Path:
    right = (files["answers.py"] + RIGHT_TOTAL).encode()
    model = files["model.py"].encode()
    entries = [
        _Entry(b"answers.py", right, len(right), crc=zlib.crc32(right), local_name=b"../../../answers.txt"),
        _Entry(b"model.py", model, len(model), crc=zlib.crc32(model)),
    ]
    return _archive(entries, folder / "student.zip")


@pack("11_archives/attack_wrong_sums", "Packs files whose checksums and lengths are not theirs.", refused=True)
def _(files: Files, folder: Path) -> Path:
    texts = {name: (text + RIGHT_TOTAL).encode() for name, text in files.items()}
    return _archive(
        (_Entry(name.encode(), text, len(text) + 7, crc=1) for name, text in texts.items()), folder / "student.zip"
    )


@pack("11_archives/attack_other_formats", "Calls a tar archive a zip, and hides the files in it.", refused=True)
def _(files: Files, folder: Path) -> Path:
    path = folder / "student.zip"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"../{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return path


@pack("11_archives/attack_cut_off", "Hands in the first half of a zip.", refused=True)
def _(files: Files, folder: Path) -> Path:
    path = _zip(files.items(), folder / "student.zip")
    path.write_bytes(path.read_bytes()[:-60])
    return path


@pack("11_archives/attack_empty", "Hands in a zip with nothing in it.", refused=True)
def _(files: Files, folder: Path) -> Path:
    return _zip([], folder / "student.zip")


@pack(
    "11_archives/attack_same_stem", "Lies beside a folder of the same name, so that one's results could be the other's."
)
def _(files: Files, folder: Path) -> Path:
    everybody = folder / "everybody"
    everybody.mkdir()
    _folder(files, everybody, "x")
    _zip(files.items(), everybody / "x.zip")
    _zip(files.items(), everybody / "X.zip")
    _folder(files, everybody, "Grades.csv")
    return everybody


@pack(
    "11_archives/attack_folders_called_files",
    "Has folders with the names of the lab's files, and those in them.",
    refused=True,
)
def _(files: Files, folder: Path) -> Path:
    made = folder / "everybody" / "student"
    for name, text in files.items():
        (made / name).mkdir(parents=True)
        (made / name / name).write_text(text)
    _folder(files, made, "work")
    (made / "ANSWERS.PY").write_text(files["answers.py"] + RIGHT_TOTAL)
    (made / "tests").mkdir()
    (made / "tests" / "answers.py").write_text(files["answers.py"] + RIGHT_TOTAL)
    return made.parent


@pack("11_archives/twin_from_a_mac", "Zips a nested folder on a Mac, which adds files of its own beside each.")
def _(files: Files, folder: Path) -> Path:
    entries: list[tuple[str, str | bytes]] = [
        ("homework 1/", ""),
        ("homework 1/lab/", ""),
        ("homework 1/.DS_Store", b"\0\1"),
    ]
    for name, text in files.items():
        entries += [(f"homework 1/lab/{name}", text), (f"__MACOSX/homework 1/lab/._{name}", b"\0\5\x16\7Mac OS X")]
    return _zip(entries, folder / "Hausaufgabe – Müller.zip")


@pack(
    "11_archives/twin_from_windows",
    "Zips on Windows: backslashes in names, CR LF at the ends of lines, a mark at the start.",
)
def _(files: Files, folder: Path) -> Path:
    entries = []
    for name, text in files.items():
        data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        packed = _deflated(data)
        entries.append(_Entry(f"lab\\{name}".encode(), packed, len(data), 8, crc=zlib.crc32(data), mode=0))
    return _archive(entries, folder / "Neuer Ordner (2).zip")


@pack(
    "11_archives/twin_whole_project",
    "Hands in the whole project folder: data, notebooks, caches, an environment, drafts.",
)
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder, "ml homework")
    for name, data in {
        "README.md": b"# Notes",
        "lab.ipynb": b'{"cells": []}',
        "data/train.csv": b"1,2\n" * 1000,
        "plots/loss.png": b"\x89PNG" + bytes(1000),
        "model.pt": bytes(1 << 21),
        "old/answers.py": b"this is no program",
        ".venv/lib/python3.11/site-packages/torch/__init__.py": b"",
        ".git/config": b"[core]",
        "__pycache__/answers.cpython-311.pyc": b"\0\0\0\0",
        "tests/test_total.py": b"def test(): pass",
        "answers (copy).py": b"x = 1",
        "draft-2.py": b"y = (",
    }.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(data)
    return made


# 12: bombs


@pack("12_bombs/attack_zip_bomb", "Packs a program that inflates to 400 MiB.")
def _(files: Files, folder: Path) -> Path:
    model = files["model.py"].encode()
    entries = [
        _Entry(b"answers.py", _zeros(400), 400 << 20, 8),
        _Entry(b"model.py", model, len(model), crc=zlib.crc32(model)),
    ]
    return _archive(entries, folder / "student.zip")


@pack("12_bombs/attack_lying_size", "Packs programs that say they are small and inflate to 400 MiB.", refused=True)
def _(files: Files, folder: Path) -> Path:
    blanks = _zeros(400)
    return _archive((_Entry(name.encode(), blanks, 100, 8) for name in files), folder / "student.zip")


@pack("12_bombs/attack_nested", "Packs bombs in bombs in bombs beside its files.")
def _(files: Files, folder: Path) -> Path:
    inner = _archive([_Entry(b"x.py", _zeros(100), 100 << 20, 8)], folder / "inner.zip").read_bytes()
    (folder / "inner.zip").unlink()
    for _ in range(4):
        buffer = folder / "inner.zip"
        _zip([(f"{place}.zip", inner) for place in range(10)], buffer)
        inner = buffer.read_bytes()
        buffer.unlink()
    return _zip([*files.items(), *((f"helper{place}.zip", inner) for place in range(9))], folder / "student.zip")


@pack("12_bombs/attack_overlapping", "Packs 9,000 entries that all have the same data, of a MiB each.")
def _(files: Files, folder: Path) -> Path:
    texts = [(name.encode(), text.encode()) for name, text in files.items()]
    blanks = _zeros(1)
    first = [_Entry(b"m0.py", blanks, 1 << 20, 8, crc=zlib.crc32(b" " * (1 << 20)))]
    rest = [_Entry(b"m%d.py" % place, blanks, 1 << 20, 8, crc=first[0].crc, offset=0) for place in range(1, 9000)]
    own = [_Entry(name, text, len(text), crc=zlib.crc32(text)) for name, text in texts]
    return _archive([*first, *own, *rest], folder / "student.zip")


@pack("12_bombs/attack_100000_entries", "Packs 100,000 entries without anything in them.", refused=True)
def _(files: Files, folder: Path) -> Path:
    names = (b"m%d.py" % place for place in range(100_000))
    return _archive(map(_Entry, names), folder / "student.zip", without_data=True)


@pack("12_bombs/attack_20000_entries", "Packs its files and 20,000 more, half of them folders.", refused=True)
def _(files: Files, folder: Path) -> Path:
    own = [
        _Entry(name.encode(), text.encode(), len(text), crc=zlib.crc32(text.encode())) for name, text in files.items()
    ]
    more = (_Entry(b"%d%s" % (place, b"/" if place % 2 else b".py")) for place in range(20_000))
    return _archive([*own, *more], folder / "student.zip")


@pack(
    "12_bombs/attack_long_names",
    "Packs a directory of megabytes: entries with names of 60,000 characters.",
    refused=True,
)
def _(files: Files, folder: Path) -> Path:
    entries = [
        _Entry(name.encode(), text.encode(), len(text), crc=zlib.crc32(text.encode())) for name, text in files.items()
    ]
    return _archive(
        [*entries, *(_Entry(b"%d" % place + b"x" * 60_000) for place in range(200))], folder / "student.zip"
    )


@pack("12_bombs/attack_deep_zip", "Packs its files a thousand folders deep.", refused=True)
def _(files: Files, folder: Path) -> Path:
    return _zip(((f"{'d/' * 1000}{name}", text) for name, text in files.items()), folder / "student.zip")


@pack("12_bombs/attack_many_files", "Hands in 11,000 files and 1,000 folders.", refused=True)
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder)
    for place in range(1000):
        (made / f"{place}").mkdir()
    for place in range(11_000):
        os.close(os.open(made / f"m{place}.py", os.O_CREAT | os.O_WRONLY))
    return made


@pack("12_bombs/attack_many_helpers", "Hands in 3,000 helper modules of a quarter of a MiB, and imports them.")
def _(files: Files, folder: Path) -> Path:
    made = _folder({**files, "answers.py": "import helper_0\n" + files["answers.py"]}, folder)
    for place in range(3000):
        with (made / f"helper_{place}.py").open("w") as file:
            file.write(f"import helper_{place + 1}\n" if place < 50 else "x = 1\n")
            if place > 100:
                file.truncate(1 << 18)
    return made


@pack("12_bombs/attack_huge_file", "Hands in a program of 3 GiB, most of which is not on the disk, and one of a MiB.")
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder)
    os.truncate(made / "answers.py", 3 << 30)
    (made / "helper.py").write_text("#" * ((1 << 20) + 1))
    return made


@pack(
    "12_bombs/twin_large_project",
    "Hands in a program of 900 KiB, 60 helper modules, a table of 3 MiB and 2,000 images.",
)
def _(files: Files, folder: Path) -> Path:
    padding = "".join(f"# note {line}: this line says nothing at all\n" for line in range(20_000))
    helpers = {f"helper_{place}.py": f"VALUE = {place}\n" for place in range(60)}
    imports = "".join(f"from helper_{place} import VALUE as V{place}\n" for place in range(60))
    own = {**files, **helpers, "answers.py": files["answers.py"] + imports + padding}
    images = ((f"lab/images/{place}.png", b"\x89PNG" + bytes(500)) for place in range(2000))
    texts = ((f"lab/{name}", text) for name, text in own.items())
    return _zip([*texts, *images, ("lab/data/table.csv", "1.5,2.5,3.5\n" * 260_000)], folder / "student.zip")


# 25: files that Python and pytest run by themselves


@pack("25_startup_files/attack_handed_in", "Hands in every file that Python or pytest runs or reads by itself.")
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder)
    passes = "\ndef pytest_runtest_call(item):\n    item.obj = lambda *_, **__: None\n"
    for name, text in {
        "conftest.py": LEAVES_A_FILE + passes,
        "sitecustomize.py": LEAVES_A_FILE,
        "usercustomize.py": LEAVES_A_FILE,
        "site.py": LEAVES_A_FILE,
        "setup.py": LEAVES_A_FILE,
        "__init__.py": LEAVES_A_FILE,
        "__main__.py": LEAVES_A_FILE,
        "test_total.py": LEAVES_A_FILE + "\ndef test_total():\n    pass\n",
        "autograder_attack.pth": f"import os; exec({LEAVES_A_FILE!r})\n",
        "pytest.ini": "[pytest]\naddopts = -p conftest --co\n",
        "tox.ini": "[pytest]\naddopts = -p conftest\n",
        "setup.cfg": "[tool:pytest]\naddopts = -p conftest\n",
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["-p", "conftest"]\npythonpath = ["."]\n',
        "pyvenv.cfg": f"home = /tmp\ncommand = {LEAVES_A_FILE!r}\n",
        ".env": "PYTHONPATH=.\nLD_PRELOAD=./preload.so\n",
        ".pdbrc": f"import os; exec({LEAVES_A_FILE!r})\n",
        ".python-version": "2.7\n",
        "assignment.toml": 'title = "Mine"\npoints = 1\nfiles = ["answers.py"]\n',
        "results.json": '{"score": 28, "tests": []}',
        "preload.so": "\x7fELF",
    }.items():
        (made / name).write_text(text)
    return made


@pack("25_startup_files/attack_compiled", "Hands in right answers as compiled files, where Python would look for them.")
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder)
    source = folder / "answers.txt"
    source.write_text(files["answers.py"] + RIGHT_TOTAL)
    (made / "__pycache__").mkdir()
    for name in ("__pycache__/answers.cpython-311.pyc", "__pycache__/answers.pyc", "answers.pyc", "answers.pyo"):
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(source), cfile=str(made / name), invalidation_mode=mode)
    for name in (
        "answers.so",
        "answers.cpython-311-x86_64-linux-gnu.so",
        "answers.abi3.so",
        "answers.pyd",
        "answers.pyi",
    ):
        (made / name).write_bytes(b"\x7fELF")
    (made / "answers").mkdir()
    (made / "answers" / "__init__.py").write_text(files["answers.py"] + RIGHT_TOTAL)
    source.unlink()
    return made


@pack(
    "25_startup_files/twin_kit_files", "Hands in the kit's own files too: its conftest.py, tests, settings and figures."
)
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder)
    (made / "tests").mkdir()
    (made / "tests" / "test_total.py").write_text("def test_total(student):\n    assert student.total\n")
    (made / "support").mkdir()
    (made / "support" / "plugin.py").write_text("x = 1\n")
    for name in ("conftest.py", "train.py", "figures.py", "test_own.py"):
        (made / name).write_text("import answers\n")
    (made / "pyproject.toml").write_text("[tool.pytest.ini_options]\nminversion = '8'\n")
    (made / "requirements.txt").write_text("torch\nnumpy\n")
    return made


# 26: names of libraries


@pack("26_shadowing/attack_libraries", "Hands in modules called like the libraries that the grader and torch import.")
def _(files: Files, folder: Path) -> Path:
    names = ("torch", "numpy", "json", "struct", "pytest", "autograder", "support", "typing_extensions", "types", "os")
    names += ("random", "site", "encodings", "linecache", "traceback", "_pytest", "packaging", "sympy", "networkx")
    fake = LEAVES_A_FILE + "\ndef __getattr__(name):\n    return lambda *_, **__: True\n"
    return _folder({**files, **{f"{name}.py": fake for name in names}}, folder)


@pack("26_shadowing/attack_late_imports", "Hands in modules called like those that torch imports late, and lets it.")
def _(files: Files, folder: Path) -> Path:
    names = ("opt_einsum", "scipy", "triton", "pandas", "tensorboard", "onnx", "psutil", "dill", "cloudpickle", "z3")
    names += ("torch_xla", "apex", "numba", "tabulate", "expecttest", "yaml", "filelock", "fsspec", "jinja2", "mpmath")
    body = (
        "\n\ndef smooth(x, k):\n    import importlib\n    found = []\n"
        "    for name in NAMES:\n        try:\n            found.append(importlib.import_module(name))\n"
        "        except ImportError:\n            pass\n    return x * len(found)\n"
    )
    answers = files["answers.py"] + f"\n\nNAMES = {names!r}" + body
    return _folder({**files, "answers.py": answers, **{f"{name}.py": LEAVES_A_FILE for name in names}}, folder)


@pack(
    "26_shadowing/twin_helper_modules",
    "Spreads its answers over helper modules that import each other and the lab's files.",
)
def _(files: Files, folder: Path) -> Path:
    answers = files["answers.py"] + "\n\nfrom helpers import total\nimport layers_2 as layers\n\n\ndef parity(n):\n"
    answers += "    import utils\n    return utils.is_even(n) and layers.ONE == 1\n"
    helpers = (
        "import math_tools\nfrom utils import ONE\n\n\ndef total(x):\n    return math_tools.twice(x.sum()) + ONE\n"
    )
    utils = "ONE = 1\n\n\ndef is_even(n):\n    import answers\n    assert answers.total\n    return n % 2 == 0\n"
    return _folder(
        {
            **files,
            "answers.py": answers,
            "helpers.py": helpers,
            "math_tools.py": "import torch\n\n\ndef twice(x):\n    return torch.add(x, x)\n",
            "utils.py": utils,
            "layers_2.py": "from utils import ONE\nfrom model import make_net\n",
            "my tools.py": "x = 1\n",
        },
        folder,
    )


# 29: names and texts


@pack("29_hostile_text/attack_names_of_files", "Gives its files names with escapes, formulas, marks and no end.")
def _(files: Files, folder: Path) -> Path:
    made = _folder(files, folder)
    odd = [
        "\x1b[2J\x1b[31m.py",
        "=1+1.py",
        "-rf.py",
        "<script>alert(1)<",
        "\u202eyp.evil.py",
        "\n\n28 of 28\n.py",
        "x" * 250,
    ]
    odd += [
        "a\u0301\u0489.py",
        "@SUM(1).py",
        "\ufeff.py",
        "%s%n.py",
        "{0}.py",
        "'; DROP TABLE--.py",
        "\u2028.py",
        "\x07.py",
    ]
    for name in odd:
        (made / name).write_text(LEAVES_A_FILE)
    for name in (b"\xff\xfe.py", b"\xed\xa0\x80.py", b"\x9b2J.py"):
        (made / os.fsdecode(name)).write_text(LEAVES_A_FILE)
    return made


@pack("29_hostile_text/attack_name_of_the_folder", "Is itself called by escapes, a formula and half a character.")
def _(files: Files, folder: Path) -> Path:
    everybody = folder / "everybody"
    everybody.mkdir()
    for name in (
        '=HYPERLINK("http:,127.0.0.1","x")\x1b[31m\u202e\x9b2J',
        "-rf ~",
        "..  ",
        "results.json",
        "a\nb\t28",
        "x" * 255,
        os.fsdecode(b"half \xed\xa0\x80 \xff"),
        "<script>alert(1)<",
        "CON",
        "\u202e\u2066",
    ):
        _folder(files, everybody, name)
    return everybody


@pack(
    "29_hostile_text/attack_names_in_a_zip", "Packs names with NULs, escapes, halves of characters and of both kinds."
)
def _(files: Files, folder: Path) -> Path:
    names = (
        b"a\0.py",
        b"\x1b[2J.py",
        b"\xff\xfe.py",
        b"\xed\xa0\x80.py",
        b"=1+1.py",
        b"\xe2\x80\xae.py",
        b"",
    )
    texts = [
        _Entry(name.encode(), text.encode(), len(text), crc=zlib.crc32(text.encode())) for name, text in files.items()
    ]
    odd = [_Entry(name, flags=0x800 if name.isascii() else 0) for name in names]
    return _archive([*texts, *odd], folder / "student.zip")


@pack(
    "29_hostile_text/attack_codecs",
    "Hides the right answers where only the codec that its first line names would find them.",
)
def _(files: Files, folder: Path) -> Path:
    hidden = RIGHT_TOTAL.encode().hex()
    seven = "".join(f"\\u{ord(character):04x}" for character in RIGHT_TOTAL)
    answers = f"# -*- coding: unicode_escape -*-\n{files['answers.py']}\n# {seven}\n# {hidden}\n"
    utf7 = RIGHT_TOTAL.encode("utf-7").decode().replace("\n", "+AAo-")
    return _folder(
        {**files, "answers.py": answers, "model.py": f"# coding: utf-7\n{files['model.py']}\n# {utf7}\n"}, folder
    )


@pack(
    "29_hostile_text/attack_no_text",
    "Hands in programs that are no text: UTF-16, NULs, halves of characters.",
    refused=True,
)
def _(files: Files, folder: Path) -> Path:
    made = _folder({}, folder)
    (made / "answers.py").write_bytes((files["answers.py"] + RIGHT_TOTAL).encode("utf-16"))
    (made / "model.py").write_bytes(files["model.py"].encode() + b"\0\xed\xa0\x80\xff")
    return made


@pack("29_hostile_text/twin_other_encodings", "Writes its programs in Latin-1 and in cp1252, with a line that says so.")
def _(files: Files, folder: Path) -> Path:
    made = _folder({}, folder)
    answers = (
        "# -*- coding: latin-1 -*-\n# Lösung für Übung 1, größtenteils ©\n" + files["answers.py"] + "\nWORT = 'Größe'\n"
    )
    model = "#!/usr/bin/env python3\n# coding: cp1252\n# “Anführung” – 5 €\n" + files["model.py"]
    (made / "answers.py").write_bytes(answers.encode("latin-1"))
    (made / "model.py").write_bytes(model.encode("cp1252"))
    return made


@pack(
    "29_hostile_text/twin_marks_and_ends",
    "Writes one program with a mark at its start and CR LF, one with CR and form feeds.",
)
def _(files: Files, folder: Path) -> Path:
    made = _folder({}, folder)
    (made / "answers.py").write_bytes(
        b"\xef\xbb\xbf" + (files["answers.py"] + "\n# 한국어 🎉\n").replace("\n", "\r\n").encode()
    )
    (made / "model.py").write_bytes(files["model.py"].replace("\n\n", "\n\x0c\n").replace("\n", "\r").encode())
    return made


# 35: what lists forget


@pack(
    "35_other_roads/attack_parser", "Hands in programs at which a parser breaks: nested without end, long without end."
)
def _(files: Files, folder: Path) -> Path:
    helpers = {
        "deep_calls.py": "x = " + "(" * 50_000 + ")" * 50_000,
        "deep_names.py": "x = a" + ".a" * 200_000,
        "deep_minus.py": "x = " + "-" * 300_000 + "1",
        "deep_sum.py": "x = " + "1+" * 200_000 + "1",
        "deep_blocks.py": "".join(" " * level + "if 1:\n" for level in range(99)) + " " * 99 + "x = 1\n",
        "deep_lambda.py": "x = " + "lambda: " * 90_000 + "1",
        "long_number.py": "x = " + "9" * 500_000,
        "long_power.py": "x = 9 ** 9 ** 9 ** 9",
        "long_text.py": "x = 'y' * (1 << 40)",
        "deep_format.py": "x = " + 'f"{' * 2000 + "1" + '}"' * 2000,
        "decorated.py": "@x\n" * 90_000 + "def x(): pass",
        "chained.py": "x" + "=x" * 200_000 + "=1",
    }
    imports = "".join(
        f"try:\n    import {name.removesuffix('.py')}\nexcept BaseException as error:\n    print(type(error))\n"
        for name in helpers
    )
    body = f"\n\ndef smooth(x, k):\n    exec({imports!r})\n    return x\n"
    return _folder({**files, "answers.py": files["answers.py"] + body, **helpers}, folder)


@pack("35_other_roads/attack_broken_file", "Hands in one program that no parser survives, beside one that is sound.")
def _(files: Files, folder: Path) -> Path:
    nested = "x = " + "[" * 150 + "(" * 500_000
    return _folder({**files, "answers.py": nested, "model.py": files["model.py"]}, folder)


@pack(
    "35_other_roads/twin_unfinished", "Has a draft with an error beside the lab's files, which it imports in a `try`."
)
def _(files: Files, folder: Path) -> Path:
    guarded = "\n\ntry:\n    import draft\nexcept (ImportError, SyntaxError) as error:\n    print('later:', error)\n"
    return _folder(
        {**files, "answers.py": files["answers.py"] + guarded, "draft.py": "def total(x:\n    retrun"}, folder
    )
