"""The `check` fixture: what a test asks of a student's program, wherever that program runs.

In the kit the student's module is at hand and expected values come from a snapshot; in the grader the module
lives in another process and expected values come from the reference. A test cannot tell the two apart.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from .compare import change, difference, show
from .errors import AuthorError, Raised, WrongAnswer
from .probes import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

Expected = Callable[[str, tuple[Any, ...], dict[str, Any]], Any]
"""Gives the right value of a named function for these arguments."""

_LONGEST_VALUES = 60


MOST_NUMBERS = 8
"""Numbers that the message of a ValueError may hold: one that holds all of them names none."""

MOST_LAYERS = 1000
"""Leaf modules of a network that are looked at."""


class StudentFunction(ABC):
    """A function or class of the student by name; calling it runs the student's code."""

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it and return its value; raise a StudentError where the program is at fault."""

    @abstractmethod
    def arguments_after(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Call it on copies and return the positional arguments as the call left them."""

    @abstractmethod
    def operations(self, *args: Any, **kwargs: Any) -> tuple[Any, int]:
        """Call it and return its value with the number of tensor operations dispatched."""


class Check:
    """Compares answers with what is right and says, in the student's words, how they differ.

    A method raises WrongAnswer where the student's program is wrong, AuthorError where the test itself is.

    Args:
        expected: The right values: the reference, or a snapshot of it.
        probe: Runs a probe of `probes.py` beside the student's object.
        points: What the running test is worth.

    Attributes:
        awarded: Partial credit in points with its message, where the test gave some.
    """

    def __init__(self, expected: Expected, probe: Callable[..., Any], points: float) -> None:
        self._expected = expected
        self._probe = probe
        self._points = points
        self.awarded: tuple[float, str] | None = None

    def __call__(self, function: StudentFunction, *args: Any, **kwargs: Any) -> Any:
        """Call the student's function, compare its value with the right one, and return it."""
        right = self._expected(_name(function), args, kwargs)
        yours = function(*args, **kwargs)
        self.equal(yours, right, call_text(function.name, args, kwargs))
        return yours

    def equal(self, yours: Any, expected: Any, what: str = "") -> None:
        """Compare a value with one that the test knows; `what` names it in the message."""
        found = difference(yours, expected)
        if found is not None:
            raise WrongAnswer(f"{what}\n{found}" if what else found)

    def that(self, condition: object, message: str) -> None:
        """Hold a condition; `message` is what the student reads where it fails."""
        if not bool(condition):
            raise WrongAnswer(message)

    def raises(
        self,
        function: StudentFunction,
        *args: Any,
        argument: Sequence[str],
        number: Sequence[float],
        **kwargs: Any,
    ) -> None:
        """Expect a ValueError whose message names one of the arguments and one of the numbers.

        A test makes a valid call first: a function that always raises must not pass.

        Args:
            function: The student's function.
            *args: Its arguments.
            argument: Names of which the message must hold one as a word, in capitals or not.
            number: Numbers of which the message must hold one: 2 stands in `(2, 3)`, `2.0` and `2x3`, but not
                in `12`, `2.5`, `-2` or `conv2d`.
            **kwargs: Its keyword arguments.
        """
        call = call_text(_name(function), args, kwargs)
        try:
            value = function(*args, **kwargs)
        except Raised as error:
            if error.kind != "ValueError":
                raise WrongAnswer(f"{call}\nexpected a ValueError, yours raised {error.kind}:\n{error}") from None
            text = error.message
        else:
            raise WrongAnswer(f"{call}\nexpected a ValueError, yours returned {show(value)}")
        if not any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in argument):
            names = " or ".join(f"`{name}`" for name in argument)
            raise WrongAnswer(f"{call}\nthe ValueError should name the argument {names}, yours says: {text}")
        if len(numbers_in(text)) > MOST_NUMBERS:
            raise WrongAnswer(f"{call}\nthe ValueError should name the number that is wrong, yours names many: {text}")
        if not numbers_in(text).intersection(number):
            numbers = " or ".join(map(str, number))
            raise WrongAnswer(f"{call}\nthe ValueError should name the number {numbers}, yours says: {text}")

    def unchanged(self, function: StudentFunction, *args: Any, **kwargs: Any) -> None:
        """Call the function and hold that its positional tensors are as they were, to the last bit."""
        call = call_text(_name(function), args, kwargs)
        after = function.arguments_after(*args, **kwargs)
        if len(after) != len(args):
            raise WrongAnswer(f"{call}\nthe call must leave its inputs as they were")
        for position, (before, now) in enumerate(zip(args, after, strict=True), 1):
            found = change(now, before) if isinstance(before, torch.Tensor) else None
            if found is not None:
                raise WrongAnswer(
                    f"{call}\nthe call must leave its inputs as they were, but argument {position} changed\n"
                    f"(yours is after the call, expected before it)\n{found}"
                )

    def operations(self, function: StudentFunction, *args: Any, **kwargs: Any) -> tuple[Any, int]:
        """Return the function's value and the number of tensor operations that it took."""
        _name(function)
        return function.operations(*args, **kwargs)

    def award(self, points: float, message: str) -> None:
        """Give this test's worth to the student: between 0 and the test's points; the message is shown."""
        if not 0 <= points <= self._points:
            raise AuthorError(f"check.award({points}): this test is worth {self._points:g} points")
        self.awarded = (float(points), message)

    def parameter_count(self, network: Any) -> int:
        """Return the number of parameters, counted on the parameters themselves."""
        return sum(parameter.numel() for parameter in self._probe("parameters", network))

    def layers(self, network: Any, input_shape: Sequence[int]) -> list[Layer]:
        """Return the leaf modules in the order they run on one input of shape (1, *input_shape)."""
        found = self._probe("layers", network, tuple(input_shape))
        if not isinstance(found, list) or len(found) > MOST_LAYERS:
            raise WrongAnswer("the layers of the network could not be read")
        return [Layer(str(kind), tuple(map(int, shape)), int(count)) for kind, shape, count in found]

    def load_weights(self, network: Any, weights: Sequence[torch.Tensor]) -> None:
        """Copy known weights into the network's parameters, matched by shape; no two may have the same."""
        if len({weight.shape for weight in weights}) < len(weights):
            raise AuthorError("check.load_weights: two of the weights have the same shape")
        problem = self._probe("load_weights", network, list(weights))
        if problem is not None:
            raise WrongAnswer(str(problem))


def call_text(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> str:
    """Write a call for the student, only small tensors in full: `conv2d(float64 (2, 3, 9, 12), stride=2)`."""
    parts = [_argument(value) for value in args]
    parts += [f"{key}={_argument(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def numbers_in(text: str) -> set[float]:
    """Return the numbers that a message names: of `conv2d: kernel 3x5, got -1` they are 3, 5 and -1."""
    text = text.replace("\N{MINUS SIGN}", "-")
    text = re.sub(r"(?<=\d)x(?=\d)", " ", text)
    text = re.sub(r"\w*[^\W\d]\w*", " ", text)  # words go whole: `conv2d` does not name the number 2
    return set(map(float, re.findall(r"(?<![\d.])-?\d+(?:\.\d+)?", text)))


def _argument(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        values = str(value.tolist()) if value.numel() <= 9 else ""
        if values and len(values) <= _LONGEST_VALUES:
            return values
        return f"{str(value.dtype).removeprefix('torch.')} {tuple(value.shape)}"
    return show(value)


def _name(function: Any) -> str:
    if not isinstance(function, StudentFunction):
        raise AuthorError("check takes a name of `student` first, such as student.conv2d, and then its arguments")
    return function.name
