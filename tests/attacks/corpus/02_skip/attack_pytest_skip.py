"""Skips, expects a failure and leaves by pytest's own exceptions, which are no `Exception`."""

import pytest


def total(x):
    pytest.skip("works on my machine")


def smooth(x, k):
    pytest.xfail("known problem")


def average(x):
    pytest.exit("all done", returncode=0)
