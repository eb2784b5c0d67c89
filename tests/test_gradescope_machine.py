"""What a container gives, and a lab's limits fitted into it."""

import os

import pytest
from labs import LABS

from autograder.assignment import Limits
from autograder.course.gradescope_machine import Machine, TooSmallError, fitted, this_machine

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


def test_a_small_container_has_narrower_limits_and_a_large_one_the_labs_own():
    small = fitted(LABS["cnn"], Machine(1536, 1), 555, training=True).limits
    large = fitted(LABS["cnn"], Machine(64_000, 4), 36_000, training=True).limits
    assert small.memory_mib < 1536 - 500
    assert small.submission_seconds + small.training_seconds <= 0.86 * 555
    assert large == LABS["cnn"].limits == Limits()


def test_without_training_the_tests_have_all_the_time():
    limits = fitted(LABS["cnn"], Machine(1536, 1), 300, training=False).limits
    assert limits.submission_seconds == pytest.approx(255)


def test_too_little_memory_is_told_with_the_container_to_choose():
    with pytest.raises(TooSmallError, match=r"768 MiB of memory.* takes 1200.*1 CPU and 1\.5 GB"):
        fitted(LABS["cnn"], Machine(768, 0.5), 555, training=True)


def test_the_smallest_container_is_enough_where_nothing_is_trained():
    assert fitted(LABS["cnn"], Machine(750, 0.5), 555, training=False).limits.memory_mib >= 128
