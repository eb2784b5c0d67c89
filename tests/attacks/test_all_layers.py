"""The corpus with everything that this machine can confine with."""

import pytest
from attacks.combination import ONLY_ROOT, graded, part

from autograder.course import isolation

pytestmark = ONLY_ROOT


@pytest.fixture(scope="module")
def outcome():
    return graded("all layers", [], 0)


@pytest.mark.parametrize("case", part(0), ids=lambda case: case.id)
def test_case(case, outcome, record_property):
    outcome.check(case, record_property)


def test_every_layer_of_this_machine_was_used(outcome):
    assert outcome.layers == list(isolation.layers_for_grading())
    assert "uid" in outcome.layers


def test_nothing_is_left_at_the_end(outcome):
    outcome.check_the_end()
