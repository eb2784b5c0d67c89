"""The test images as one submission gets them: shuffled, perturbed, some twice; and the seed that only graders know."""

from __future__ import annotations

import pytest
import torch

from autograder.grader.exam import NOISE, REPEATED, Exam, secret_seed
from autograder.kit.learning import GREYS


@pytest.fixture
def images():
    return torch.randint(0, 256, (300, 28, 28), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))


@pytest.fixture
def labels():
    return torch.arange(300) % 10


def scores(exam, right):
    """Logits that know the exam's labels; `right(i)` says for which images they use it."""
    known = torch.zeros(len(exam.images), 10)
    sorted_places = exam.answers(torch.arange(len(exam.images)).float()[:, None].expand(-1, 10)).images[:, 0].long()
    for i, place in enumerate(sorted_places):
        label = int(exam.labels[i])
        known[place, label if right(i) else (label + 1) % 10] = 1.0
    return known


def test_all_test_images_are_handed_out_with_some_twice_and_the_greys(images, labels):
    assert Exam(images, labels, 0).images.shape == (300 + REPEATED + len(GREYS), 28, 28)


def test_no_image_is_handed_out_as_it_is_known(images, labels):
    known = {bytes(image.numpy().tobytes()) for image in images}
    assert not known & {bytes(image.numpy().tobytes()) for image in Exam(images, labels, 0).images}


def test_a_pixel_moves_by_two_grey_levels_at_most(images, labels):
    exam = Exam(images, torch.arange(300), 0)  # here a label says which image it is
    found = exam.answers(exam.images.reshape(-1, 784).float()).images
    moved = (found - images.reshape(-1, 784).float()[exam.labels]).abs()
    assert moved.max() == NOISE


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_accuracy_is_the_share_of_test_images_that_are_right(images, labels, share):
    exam = Exam(images, labels, 0)
    found = exam.answers(scores(exam, lambda i: i < share * 300))
    assert exam.accuracy(found) == share


def test_images_that_were_asked_for_twice_come_back_beside_each_other(images, labels):
    exam = Exam(images, labels, 0)
    found = exam.answers(exam.images.reshape(-1, 784).float())
    assert torch.equal(found.again, found.images[:REPEATED])


def test_greys_come_back_from_black_on(images, labels):
    exam = Exam(images, labels, 0)
    found = exam.answers(exam.images.reshape(-1, 784).float())
    assert found.greys[:, 0].tolist() == list(GREYS)


def test_another_seed_is_another_order(images, labels):
    one, other = Exam(images, labels, 0), Exam(images, labels, 1)
    assert not torch.equal(one.labels, other.labels)


def test_the_same_seed_is_the_same_exam(images, labels):
    assert torch.equal(Exam(images, labels, 5).images, Exam(images, labels, 5).images)


@pytest.fixture
def lab(tmp_path):
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "test_one.py").write_text("secret = 1\n")
    return tmp_path


def test_a_submission_s_seed_depends_on_what_only_graders_can_read(lab):
    before = secret_seed(lab, "5a" * 32, 0)
    (lab / "hidden" / "test_one.py").write_text("secret = 2\n")
    assert secret_seed(lab, "5a" * 32, 0) != before


@pytest.mark.parametrize("other", [("5b" * 32, 0), ("5a" * 32, 1)], ids=["submission", "attempt"])
def test_submissions_and_attempts_have_seeds_of_their_own(lab, other):
    assert secret_seed(lab, *other) != secret_seed(lab, "5a" * 32, 0)


def test_the_same_submission_gets_the_same_seed_again(lab):
    assert secret_seed(lab, "5a" * 32, 0) == secret_seed(lab, "5a" * 32, 0)
