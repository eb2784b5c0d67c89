"""Ends a run of these tests with the sums of each combination of layers."""

from attacks.summary import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]
