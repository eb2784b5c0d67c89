"""Connects pytest with the tests of this lab; there is nothing to change here."""

from pathlib import Path

from support import plugin


def pytest_configure(config):
    kit = plugin.load(Path(__file__).parent)
    config.pluginmanager.register(kit, "lab")
