"""Decorates the exercises as tests that are skipped or expected to fail."""

import unittest

import pytest

pytestmark = [pytest.mark.xfail(strict=False), pytest.mark.skip]
__unittest_skip__ = True
__test__ = False


@pytest.mark.xfail(reason="known problem", strict=False)
@unittest.skip("later")
def total(x):
    return x.sum()


@unittest.expectedFailure
def smooth(x, k):
    return x


@pytest.mark.skipif("True", reason="later")
def average(x):
    return 0.0


average.__unittest_skip__ = True
average.pytestmark = pytestmark
