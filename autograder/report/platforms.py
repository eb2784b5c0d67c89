"""The platforms whose form of grades can be written; the command line reads this in order to start."""

from enum import StrEnum


class Platform(StrEnum):
    """Whose form it is."""

    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
