"""The table [gradescope] of assignment.toml."""

import re

import pytest

from autograder.assignment import Assignment, AssignmentError, Gradescope, load


@pytest.fixture
def settings(tiny_lab):
    """Reads the small lab with these lines below [gradescope]."""

    def read(text):
        toml = "assignments/tiny/assignment.toml"
        lines = (tiny_lab().root / toml).read_text() + "\n[gradescope]\n" + text
        return load(tiny_lab({toml: lines}).assignment)

    return read


def test_without_the_table_gradescopes_own_defaults_hold(tiny_lab):
    assert load(tiny_lab().assignment).gradescope == Gradescope(
        minutes=10,
        leaderboard=True,
        public_visibility="visible",
        hidden_visibility="visible",
        graded_submissions=None,
        per_hours=24.0,
    )


def test_every_key_is_read_and_survives_the_way_to_another_process(settings):
    text = """\
minutes = 40
leaderboard = false
public_visibility = "after_due_date"
hidden_visibility = "after_published"
graded_submissions = 3
per_hours = 12
"""
    found = settings(text)
    assert found.gradescope == Gradescope(40, False, "after_due_date", "after_published", 3, 12)
    assert Assignment.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("minutes = 41", "minutes is 41, write 2 to 40: the timeout on Gradescope"),
        ("minutes = 1", "minutes is 1, write 2 to 40: the timeout on Gradescope"),
        ("graded_submissions = 0", "graded_submissions is 0, write 1 or more"),
        ("per_hours = 0", "per_hours is 0, write a number over 0, 10000 at most"),
        ("leaderbord = true", "unknown key 'leaderbord', did you mean 'leaderboard'?"),
        ('hidden_visibility = "never"', "hidden_visibility is \"never\", write 'hidden', 'after_due_date'"),
        ('leaderboard = "yes"', 'leaderboard is "yes", write true or false'),
    ],
)
def test_a_mistake_is_told_by_its_line(settings, line, message):
    with pytest.raises(AssignmentError, match=rf"assignment\.toml:38: {re.escape(message)}"):
        settings(line + "\n")
