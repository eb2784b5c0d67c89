"""Connects pytest with the tests of this lab; there is nothing to change here."""

from pathlib import Path

import pytest
from support import plugin


def pytest_configure(config: pytest.Config) -> None:
    """Register the lab's fixtures and its table of results."""
    config.pluginmanager.register(plugin.load(Path(__file__).parent), "lab")
