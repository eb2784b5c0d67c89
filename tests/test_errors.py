"""What a student reads of each way to fail, and what of it may be said of a hidden test."""

import pytest

from autograder.kit import errors
from autograder.kit.errors import (
    AuthorError,
    Died,
    ForbiddenCall,
    ImportFailed,
    MissingName,
    NotBegun,
    Raised,
    StudentError,
    TimedOut,
    WrongAnswer,
)


@pytest.mark.parametrize(
    ("error", "message", "public"),
    [
        (NotBegun("conv2d"), "`conv2d` is not begun.", "Not begun."),
        (NotBegun("conv2d", "conv2d"), "`conv2d` is not begun.", "Not begun."),
        (
            NotBegun("pad2d", "conv2d"),
            "`conv2d` uses `pad2d`, which is not begun.",
            "`conv2d` uses `pad2d`, which is not begun.",
        ),
        (
            MissingName("conv2d", "convolution.py"),
            "`conv2d` is not in convolution.py. Was it renamed or deleted?",
            "`conv2d` is not in convolution.py.",
        ),
        (
            ImportFailed("data.py", "NameError: x"),
            "data.py could not be imported.\nNameError: x",
            "data.py could not be imported.",
        ),
        (ImportFailed("data.py", ""), "data.py could not be imported.", "data.py could not be imported."),
        (
            ForbiddenCall("torch.conv2d"),
            "`torch.conv2d` is not allowed in this exercise: write it yourself.",
            "A library call that this exercise rules out.",
        ),
        (
            TimedOut(2.5),
            "Stopped after 2.5 s of computing: does a loop never end?",
            "Stopped after 2.5 s of computing: does a loop never end?",
        ),
        (
            TimedOut(30, waiting=True),
            "Stopped after 30 s of waiting: does a loop never end?",
            "Stopped after 30 s of waiting: does a loop never end?",
        ),
        (
            Died("it left by itself"),
            "The program ended before it answered (it left by itself).",
            "The program ended before it answered.",
        ),
        (WrongAnswer("yours is 4, expected 5"), "yours is 4, expected 5", "The answer is not right."),
        (Raised("ValueError: 4", "ValueError", "4"), "ValueError: 4", "The program raised an exception."),
    ],
)
def test_messages(error, message, public):
    assert (str(error), error.public) == (message, public)


def test_the_tree_at_the_top_of_the_file_is_complete():
    names = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}

    assert all(f" {name} " in errors.__doc__ or f"\n{name} " in errors.__doc__ for name in names)


def test_an_authors_mistake_is_not_the_students():
    assert not issubclass(AuthorError, StudentError)
