"""Networks, optimisers, loaders and figures stay in the student's process, and are tested through it."""

import pytest
from labs import EXERCISES, WORTH, engine_for, messages, points, submission


@pytest.fixture(scope="module")
def engine():
    with engine_for("mlp", call_seconds=5.0, submission_seconds=60.0) as started:
        yield started


@pytest.fixture(scope="module")
def graded(engine):
    def grade(changes=None):
        ((_, found),) = engine.grade_all([submission("mlp", changes)])
        assert "failed" not in found, found
        return found

    return grade


def lost(found):
    return {name for name in EXERCISES["mlp"] if points(found, name) < WORTH["mlp"][name]}


def test_the_reference_gets_every_point(graded):
    found = graded()

    assert {name: points(found, name) for name in EXERCISES["mlp"]} == WORTH["mlp"]


def test_a_wrong_training_step_costs_nothing_in_the_loop_that_calls_it(graded):
    """The reference's step is lent: its gradient runs through the network in the student's process."""
    found = graded({"training.py": NO_ZERO_GRAD})

    assert lost(found) == {"train_batch"}


NO_ZERO_GRAD = """
def train_batch(x, y, model, opt, loss_fn):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
    return loss.item()
"""


def test_a_wrong_accuracy_costs_nothing_in_what_builds_on_it(graded):
    found = graded({"training.py": "def accuracy(x, y, model):\n    return 0.25"})

    assert lost(found) == {"accuracy"}


def test_a_wrong_evaluation_costs_nothing_in_the_loop(graded):
    found = graded({"training.py": "def evaluate(loader, model):\n    return 0.25"})

    assert lost(found) == {"evaluate"}


def test_a_loop_of_ones_own_borrows_nothing(graded):
    found = graded({"training.py": "def train_batch(x, y, model, opt, loss_fn):\n    return 0.0\n" + OWN_LOOP})

    assert lost(found) == {"train_batch"}
    assert not any("used here" in entry["message"] for entry in found["tests"])


OWN_LOOP = """

def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    history = History([], [], [])
    for _ in range(n_epochs):
        model.train()
        losses = []
        for x, y in train_dl:
            opt.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            opt.step()
            losses.append(loss.item())
        history.loss.append(sum(losses) / len(losses))
        history.train_accuracy.append(evaluate(train_dl, model))
        history.test_accuracy.append(evaluate(test_dl, model))
    return history
"""


def test_a_figure_that_is_none_is_told(graded):
    found = graded({"training.py": "def plot_curves(history):\n    return 5"})

    assert "expected a matplotlib Figure" in messages(found, "plot_curves", hidden=False)[0]


def test_what_the_students_are_given_may_not_go_missing(graded):
    found = graded({"training.py": "del History"})

    assert "`History` is not in training.py" in "".join(messages(found, "plot_curves", hidden=False))


def test_an_optimiser_that_the_call_broke_fails_that_test_and_no_other_exercise(graded):
    found = graded(
        {"training.py": "def train_batch(x, y, model, opt, loss_fn):\n    opt.param_groups = None\n    return 0.0"}
    )

    assert lost(found) == {"train_batch"}
