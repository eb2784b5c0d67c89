"""The training check on real Fashion-MNIST, with a profile that takes seconds."""

import ast
import dataclasses
from pathlib import Path

import pytest

from autograder.assignment import Profile, load
from autograder.course import isolation
from autograder.course.local import Engine, Setup
from autograder.course.uids import Claims
from autograder.submission import Submission

ROOT = Path(__file__).parents[1]
CNN = load(ROOT / "assignments" / "cnn")
REFERENCE = {file: (ROOT / "solutions" / "cnn" / file).read_text() for file in CNN.files}
KIT = {file: (ROOT / "student_template" / "cnn" / file).read_text() for file in CNN.files}
NARROW = REFERENCE["network.py"].replace(", 200)", ", 199)").replace("(200,", "(199,")
"""A network with 199 units in place of 200."""

SHORT = Profile(device="cpu", images=1600, epochs=1, threshold=0.5)


@pytest.fixture(scope="module")
def engine(fashion_mnist_folder):
    """A grader of the cnn lab that trains for fifty steps."""
    training = dataclasses.replace(CNN.training, profiles={"short": SHORT})
    limits = dataclasses.replace(CNN.limits, training_seconds=60.0)
    layers = isolation.layers_for_grading()
    claims = Claims(1) if "uid" in layers else None
    with Engine() as started:
        started.begin(
            Setup(
                assignment=dataclasses.replace(CNN, training=training, limits=limits),
                solutions=ROOT / "solutions" / "cnn",
                data=fashion_mnist_folder,
                profile="short",
                layers=layers,
                uids=tuple(claims.uids) if claims else (),
                jobs=1,
                warm=True,
            )
        )
        yield started
    if claims:
        claims.release()


@pytest.fixture(scope="module")
def judged(engine):
    """Grades a submission and gives what came of the accuracy threshold."""

    def judge(changes=None, *, of=REFERENCE):
        files = {**of, **(changes or {})}
        ((_, found),) = engine.grade_all([Submission("s", files, [], "5a" * 32)])
        assert "failed" not in found, found
        (entry,) = [entry for entry in found["tests"] if entry["exercise"] == "accuracy_threshold"]
        return entry

    return judge


@pytest.fixture(scope="module")
def references(judged):
    """What came of the reference."""
    return judged()


def test_the_reference_reaches_the_threshold(references):
    entry = references
    assert (entry["state"], entry["score"]) == ("done", CNN.training.points)
    assert 0.5 < entry["extra"]["test_accuracy"] < 0.9
    assert entry["extra"]["profile"] == "short"
    assert len(entry["extra"]["loss"]) == len(entry["extra"]["train_accuracy"]) == 1


def test_the_message_says_accuracy_budget_and_threshold(references):
    assert references["message"].startswith("Test accuracy 0.")
    assert references["message"].endswith("after 1 epoch of 1,600 images (short); the threshold is 0.5.")


def test_the_same_submission_reaches_the_same_accuracy_again(judged, references):
    assert judged()["extra"] == references["extra"]


def test_a_network_that_is_not_begun_has_nothing_to_be_measured(judged):
    entry = judged({"network.py": KIT["network.py"]})
    assert (entry["state"], entry["score"]) == ("not begun", 0)


def test_a_network_that_was_deleted_is_not_lent_the_references(judged):
    entry = judged({"network.py": "import torch\n"})
    assert (entry["state"], entry["score"]) == ("wrong", 0)
    assert entry["message"].startswith("Not run: `make_cnn` gives no network that could be measured.")


@pytest.mark.parametrize(
    "program",
    [
        "def make_cnn():\n    return None",
        "def make_cnn():\n    return nn.Linear(2, 2)",
        "def make_cnn():\n    return nn.Linear(1000, 1000)",
    ],
    ids=["nothing", "next to nothing", "any module of its size"],
)
def test_a_network_that_was_never_written_is_not_lent_the_references(judged, program):
    entry = judged({"network.py": f"from torch import nn\n\n\n{program}\n"})
    assert entry["score"] == 0


def test_a_network_that_never_runs_for_one_wrong_number_is_lent_the_references(judged):
    padded = REFERENCE["network.py"].replace("3200", "3136")
    assert padded != REFERENCE["network.py"]
    assert judged({"network.py": padded})["score"] == CNN.training.points


def test_a_wrong_network_is_lent_the_references(judged):
    assert REFERENCE["network.py"] != NARROW
    entry = judged({"network.py": NARROW})
    assert entry["score"] == CNN.training.points
    assert "Your `make_cnn` failed its tests" in entry["message"]


def test_not_both_are_lent(judged):
    wrong = {
        "data.py": REFERENCE["data.py"].replace("/ 255", "/ 1"),
        "network.py": NARROW,
    }
    assert wrong["data.py"] != REFERENCE["data.py"]
    entry = judged(wrong)
    assert entry["score"] == 0
    assert entry["message"].startswith("Not run: it needs `make_cnn` or `FMNISTDataset` to pass its own tests.")


LEARNS_NOTHING = """
_plain = make_cnn


def make_cnn():
    network = _plain()
    for parameter in network.parameters():
        parameter.register_hook(lambda gradient: gradient * 0)
    return network
"""


def test_a_network_that_never_learns_is_told_so(judged):
    entry = judged({"network.py": REFERENCE["network.py"] + LEARNS_NOTHING})
    assert entry["score"] == 0
    assert "the threshold is 0.5. Nothing was learnt: the loss began at 2.3" in entry["message"]
    assert entry["extra"]["diagnosis"] == "never-learns"


LATER = """
_plain = make_cnn


class Later(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = _plain()
        self.steps = 0

    def forward(self, x):
        self.steps += self.training and len(x) == 32
        {lines}
        return self.inner(x)


def make_cnn():
    return Later()
"""


def later(*lines):
    """A network that is right in its tests and does something else once it is trained."""
    return {"network.py": REFERENCE["network.py"] + LATER.replace("{lines}", "\n        ".join(lines))}


def test_a_loss_that_is_not_finite_is_told_with_its_place(judged):
    entry = judged(later("if self.steps > 20: return self.inner(x).log().log()"))
    assert "The loss became nan in epoch 1" in entry["message"]
    assert entry["extra"]["diagnosis"] == "loss-not-finite"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["if self.steps > 3: return self.inner(x)[:, :9]"], "Training stopped: the network returned float32 (32, 9)"),
        (["if self.steps > 3: torch.empty(1 << 40)"], "more memory than the 2,048 MiB"),
    ],
    ids=["shape", "memory"],
)
def test_a_training_that_does_not_end_is_told_why(judged, lines, said):
    changes = later(*lines)
    entry = judged({"network.py": "import torch\n" + changes["network.py"]})
    assert (entry["score"], said in entry["message"]) == (0, True), entry["message"]


HANGS_IN_TRAINING = """
_plain = make_cnn


def make_cnn():
    network = _plain()

    def stop(module, inputs):
        import os
        if module.training and len(inputs[0]) == 32:
            os._exit(3)

    network.register_forward_pre_hook(stop)
    return network
"""


def test_a_program_that_leaves_during_training_is_told(judged):
    entry = judged({"network.py": REFERENCE["network.py"] + HANGS_IN_TRAINING})
    assert entry["score"] == 0
    assert "The program ended before it answered" in entry["message"]


CHEATS_WITH_LABELS = """
_Plain = FMNISTDataset


class FMNISTDataset(_Plain):
    def __getitem__(self, index):
        image, label = super().__getitem__(index)
        return (image, label) if len(self) < 1600 else (image, label + 100)
"""


def test_labels_that_are_no_classes_are_refused(judged):
    entry = judged({"data.py": REFERENCE["data.py"] + CHEATS_WITH_LABELS})
    assert entry["score"] == 0
    assert "did not give" in entry["message"] or "label" in entry["message"]


CATALOGUE = ROOT / "assignments" / "cnn" / "misconceptions"


def with_mistake(exercise, mistake):
    """The reference with a wrong program of the catalogue in one exercise's place, and that program's hint."""
    text = (CATALOGUE / exercise / f"{mistake}.py").read_text()
    file = CNN.exercise(exercise).file
    own = text.replace(f"from {file.removesuffix('.py')} import", "#")
    return {file: REFERENCE[file] + "\n\n" + own}, " ".join(ast.get_docstring(ast.parse(text)).split())


@pytest.mark.parametrize(
    ("exercise", "mistake"),
    [("FMNISTDataset", "scale-none"), ("make_cnn", "batchnorm-too")],
)
def test_a_mistake_that_public_tests_find_is_told_beside_what_was_lent_for_it(judged, exercise, mistake):
    changes, hint = with_mistake(exercise, mistake)
    message = judged(changes)["message"]
    assert f"Your `{exercise}` failed its tests, so the reference's was used here." in message
    assert message.endswith(f"A hint for yours: {hint}")


@pytest.mark.parametrize(
    ("mistake", "diagnosis"),
    [("softmax-output", "softmax-output"), ("relu-missing", "relu-missing"), ("dropout-always", "mode-ignored")],
)
def test_a_mistake_that_only_hidden_tests_find_is_told_by_the_training(judged, mistake, diagnosis):
    changes, _ = with_mistake("make_cnn", mistake)
    assert judged(changes)["extra"]["diagnosis"] == diagnosis
