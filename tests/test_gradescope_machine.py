"""A lab's limits, fitted into a container."""

import pytest
from labs import LABS

from autograder.assignment import Limits
from autograder.course.gradescope_machine import TooSmallError, fitted
from autograder.course.machine import Machine


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
