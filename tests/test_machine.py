"""What a process may use of its machine, and how many submissions are graded at once with that."""

import os

import pytest

from autograder.course.machine import Machine, jobs, this_machine

GIB = 1 << 30


def groups(folder, **files):
    """Write files of control groups; two underscores in a name stand for a folder."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    own = folder / "own"
    own.write_text("4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/\n")
    return this_machine(folder, own)


def test_a_machine_without_groups_gives_all_that_it_has(tmp_path):
    found = groups(tmp_path)
    assert found.memory_mib == os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    assert found.processors == len(os.sched_getaffinity(0))


def test_a_system_without_affinity_has_the_processors_that_it_counts(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity")
    assert groups(tmp_path).processors == os.cpu_count()


def test_version_2_of_the_groups_is_read(tmp_path):
    assert groups(tmp_path, memory_dot_max=f"{GIB}\n", cpu_dot_max="50000 100000\n") == Machine(1024, 0.5)


def test_version_1_is_read_where_a_container_sees_only_its_own(tmp_path):
    found = groups(
        tmp_path,
        memory__memory_dot_limit_in_bytes=str(GIB),
        cpu__cpu_dot_cfs_quota_us="50000",
        cpu__cpu_dot_cfs_period_us="100000",
    )
    assert found == Machine(1024, 0.5)


def test_version_1_is_read_where_a_container_sees_the_machines(tmp_path):
    found = groups(
        tmp_path,
        memory__memory_dot_limit_in_bytes="9223372036854771712",
        memory__docker__abc__memory_dot_limit_in_bytes=str(GIB),
    )
    assert found.memory_mib == 1024


@pytest.mark.parametrize("text", ["max\n", "", "-1", "words", "0"])
def test_a_group_without_a_limit_limits_nothing(tmp_path, text):
    found = groups(tmp_path, memory_dot_max=text, cpu_dot_max="max 100000")
    assert found.memory_mib > 100
    assert found.processors >= 1


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (Machine(64_000, 16), 16),
        (Machine(64_000, 2.5), 2),
        (Machine(64_000, 0.5), 1),
        (Machine(2_000, 16), 4),
        (Machine(300, 16), 1),
    ],
)
def test_there_is_one_for_each_processor_if_the_memory_is_enough(machine, expected):
    assert jobs(machine, training=False) == expected


def test_with_training_each_needs_more_memory():
    assert jobs(Machine(4_000, 16), training=True) < jobs(Machine(4_000, 16), training=False)
