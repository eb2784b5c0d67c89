"""What this process may use of its machine, and how many submissions it can grade at once with that.

A container's own figures are those of its control group; the machine's are those of a larger one around it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

TORCH_MIB = 560
"""What grading without training takes in all, measured with both labs; most of it is torch."""

TRAINING_MIB = 1200
"""What it takes in all with a training run, measured with both labs."""

_MEBI = 1 << 20
_JOB_MIB, _TRAINING_JOB_MIB = 400, 800
"""What each further submission takes while it is graded, with its own part of torch and room for its program."""


@dataclass(frozen=True)
class Machine:
    """What there is.

    Attributes:
        memory_mib: of the container, in MiB.
        processors: which it may use at a time, 0.5 for half of one.
    """

    memory_mib: int
    processors: float


def this_machine(control_groups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> Machine:
    """Return what this process may use, by version 1 and 2 of the kernel's control groups.

    Args:
        control_groups: Where they are mounted.
        own: Which groups the process is in.
    """
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    # macOS has no such call, and no control groups.
    processors = float(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    for folder in _folders(control_groups, own):
        for name in ("memory.max", "memory.limit_in_bytes"):
            memory = min([memory, *(limit for limit in _numbers(folder / name)[:1] if limit > 0)])
        pair = _numbers(folder / "cpu.max")
        if not pair:
            pair = [*_numbers(folder / "cpu.cfs_quota_us"), *_numbers(folder / "cpu.cfs_period_us")]
        if len(pair) == 2 and min(pair) > 0:
            processors = min(processors, pair[0] / pair[1])
    return Machine(memory // _MEBI, processors)


def _folders(control_groups: Path, own: Path) -> list[Path]:
    """Return the folders of the process's groups and of those around them."""
    roots = [control_groups, control_groups / "memory", control_groups / "cpu", control_groups / "cpu,cpuacct"]
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    found = dict.fromkeys(roots)
    for line in lines:
        _, controllers, inside = (*line.split(":", 2), "", "")[:3]
        if controllers in ("", "memory", "cpu", "cpu,cpuacct", "cpuacct,cpu") and ".." not in inside:
            folder = control_groups / controllers / inside.strip("/")
            found.update(dict.fromkeys(each for each in (folder, *folder.parents) if control_groups in each.parents))
    return list(found)


def _numbers(file: Path) -> list[int]:
    """Read whole numbers; none where the file is not there, or says `max`."""
    try:
        return [int(word) for word in file.read_text(encoding="ascii").split()]
    except (OSError, ValueError):
        return []


def has_gpu() -> bool:
    """Whether there is a GPU here, and a torch that can use it."""
    return Path("/dev/nvidia0").exists() and "+cpu" not in metadata.version("torch")


def jobs(machine: Machine, *, training: bool) -> int:
    """Return how many submissions are to be graded at once: one for each processor, if the memory is enough.

    Args:
        machine: What there is.
        training: Whether a network is trained for each.
    """
    first, more = (TRAINING_MIB, _TRAINING_JOB_MIB) if training else (TORCH_MIB, _JOB_MIB)
    return max(1, min(int(machine.processors), 1 + (machine.memory_mib - first) // more))
