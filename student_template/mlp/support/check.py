"""The `check` fixture: what a test asks of a student's program, wherever that program runs.

In the kit the student's module is at hand and expected values come from a snapshot; in the grader the module
lives in another process and expected values come from the reference. A test cannot tell the two apart.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import torch

from .compare import change, difference, show
from .errors import AuthorError, Raised, WrongAnswer
from .figure import MOST_POINTS, Line, Panel, Picture
from .probes import Call, Layer

if TYPE_CHECKING:
    from collections.abc import Sequence


class Event(NamedTuple):
    """One thing that a test learnt of the program: what a mistake is recognised by.

    Attributes:
        kind: `value`, `held`, `raised`, `after`, `refused` or `awarded`.
        seen: What came back, whether the condition held, what was raised, the arguments after the call, what could not
            be looked at, the points.
    """

    kind: str
    seen: Any


Part = TypeVar("Part")
Expected = Callable[[str, tuple[Any, ...], dict[str, Any]], Any]
"""Gives the right value of a named function for these arguments."""

_LONGEST_VALUES = 60


LONGEST_NUMBER = 30
"""Digits of a number that a message may name."""

MOST_NUMBERS = 8
"""Numbers that the message of a ValueError may hold: one that holds all of them names none."""

MOST_PARTS = 1000
"""Leaf modules of a network, its calls or a figure's axes that are looked at."""


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
        events: What the test has learnt of the program so far.
    """

    def __init__(self, expected: Expected, probe: Callable[..., Any], points: float) -> None:
        self._expected = expected
        self._probe = probe
        self._points = points
        self.awarded: tuple[float, str] | None = None
        self.events: list[Event] = []

    def __call__(self, function: StudentFunction, *args: Any, **kwargs: Any) -> Any:
        """Call the student's function, compare its value with the right one, and return it."""
        right = self._expected(_name(function), args, kwargs)
        yours = function(*args, **kwargs)
        self._compare(yours, right, lambda: call_text(function.name, args, kwargs))
        return yours

    def equal(self, yours: Any, expected: Any, what: str = "") -> None:
        """Compare a value with one that the test knows; `what` names it in the message."""
        self._compare(yours, expected, lambda: what)

    def _compare(self, yours: Any, expected: Any, describe: Callable[[], str]) -> None:
        """Compare two values; what they are of is written out only where they differ."""
        self.events.append(Event("value", yours))
        found = difference(yours, expected)
        if found is not None:
            what = describe()
            raise WrongAnswer(f"{what}\n{found}" if what else found)

    def same(self, yours: Any, expected: Any, what: str) -> None:
        """Compare like `equal` where the values hang on random numbers, as those of a network just made do.

        A known mistake is recognised by whether they agree, not by what they are.
        """
        found = difference(yours, expected)
        self.events.append(Event("held", found is None))
        if found is not None:
            raise WrongAnswer(f"{what}\n{found}")

    def that(self, condition: object, message: str) -> None:
        """Hold a condition; `message` is what the student reads where it fails."""
        self.events.append(Event("held", bool(condition)))
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
        name = _name(function)
        problem = self._not_raised(function, args, kwargs, argument, number)
        if problem is not None:
            raise WrongAnswer(f"{call_text(name, args, kwargs)}\n{problem}") from None

    def _not_raised(
        self,
        function: StudentFunction,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        argument: Sequence[str],
        number: Sequence[float],
    ) -> str | None:
        try:
            value = function(*args, **kwargs)
        except Raised as error:
            self.events.append(Event("raised", error.kind))
            if error.kind != "ValueError":
                return f"expected a ValueError, yours raised {error.kind}:\n{error}"
            text = error.message
        else:
            self.events.append(Event("value", value))
            return f"expected a ValueError, yours returned {show(value)}"
        if not any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in argument):
            names = " or ".join(f"`{name}`" for name in argument)
            return f"the ValueError should name the argument {names}, yours says: {text}"
        found = numbers_in(text)
        if len(found) > MOST_NUMBERS:
            return f"the ValueError should name the number that is wrong, yours names many: {text}"
        if not found.intersection(number):
            numbers = " or ".join(map(str, number))
            return f"the ValueError should name the number {numbers}, yours says: {text}"
        return None

    def unchanged(self, function: StudentFunction, *args: Any, **kwargs: Any) -> None:
        """Call the function and hold that its positional tensors are as they were, to the last bit."""
        _name(function)
        after = function.arguments_after(*args, **kwargs)
        self.events.append(Event("after", after))
        if len(after) != len(args):
            call = call_text(function.name, args, kwargs)
            raise WrongAnswer(f"{call}\nthe call must leave its inputs as they were")
        for position, (before, now) in enumerate(zip(args, after, strict=True), 1):
            found = change(now, before) if isinstance(before, torch.Tensor) else None
            if found is not None:
                call = call_text(function.name, args, kwargs)
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
        self.events.append(Event("awarded", float(points)))
        self.awarded = (float(points), message)

    def parameter_count(self, network: Any) -> int:
        """Return the number of parameters, counted on the parameters themselves."""
        return sum(parameter.numel() for parameter in self.parameters(network))

    def parameters(self, network: Any) -> list[torch.Tensor]:
        """Return copies of the network's parameters, in its own order."""
        return list(self._parts("parameters", network, "parameters of the network"))

    def layers(self, network: Any, input_shape: Sequence[int]) -> list[Layer]:
        """Return the leaf modules in the order they run on one input of shape (1, *input_shape)."""
        found = self._parts("layers", network, "layers of the network", tuple(input_shape))
        return [_read(_layer, entry, "layers of the network") for entry in found]

    def watch(self, network: Any) -> None:
        """Note every call of the network from now on, for `calls`."""
        self._look("watch", network)

    def calls(self, network: Any) -> list[Call]:
        """Return the calls of a network since it is watched: its mode, whether gradients were recorded, the size."""
        found = self._parts("calls", network, "calls of the network")
        return [_read(_call, entry, "calls of the network") for entry in found]

    def figure(self, figure: Any) -> list[Panel]:
        """Return what is in a matplotlib figure: its visible axes with their titles, curves and pictures."""
        found = self._parts("figure", figure, "parts of the figure")
        return [_read(_panel, entry, "parts of the figure") for entry in found]

    def _parts(self, probe: str, subject: Any, what: str, *args: Any) -> list[Any]:
        found = self._look(probe, subject, *args)
        if not isinstance(found, list) or len(found) > MOST_PARTS:
            raise WrongAnswer(f"the {what} could not be read")
        return found

    def load_weights(
        self,
        network: Any,
        weights: Sequence[torch.Tensor],
        *,
        in_order: bool = False,
        input_shape: Sequence[int] | None = None,
    ) -> None:
        """Copy known weights into the network's parameters: matched by shape, of which no two may be the same.

        With `in_order` they are matched one by one instead, where an exercise says in which order the layers stand.
        With `input_shape` a network that does not have such parameters yet is run on one input of shape
        (1, *input_shape) before: a lazy layer makes them in the first call.
        """
        if not in_order and len({weight.shape for weight in weights}) < len(weights):
            raise AuthorError("check.load_weights: two of the weights have the same shape, say in_order=True")
        shape = None if input_shape is None else tuple(input_shape)
        problem = self._look("load_weights", network, list(weights), in_order, shape)
        if problem is not None:
            text = problem if type(problem) is str else "the parameters of the network could not be read"
            self.events.append(Event("refused", text))
            raise WrongAnswer(text)

    def _look(self, probe: str, subject: Any, *args: Any) -> Any:
        try:
            return self._probe(probe, subject, *args)
        except Exception:  # the object's own, where it is in this process
            self.events.append(Event("refused", probe))
            raise


# What a probe brings back is a claim of the student's process: it is taken for what it must be, and for nothing else.


def _read(take: Callable[..., Part], entry: Any, what: str) -> Part:
    """Take one part of what a probe found; raise WrongAnswer where it is not what the probe gives."""
    try:
        return take(*_are(entry, list, tuple))
    except (TypeError, ValueError):
        raise WrongAnswer(f"the {what} could not be read") from None


def _are(value: Any, *kinds: type) -> Any:
    """Return a value of one of these types; a list or tuple no longer than a figure's curve may be."""
    if not isinstance(value, kinds) or (isinstance(value, (list, tuple)) and len(value) > MOST_POINTS):
        raise TypeError
    return value


def _layer(kind: Any, shape: Any, count: Any) -> Layer:
    return Layer(_are(kind, str), tuple(_are(size, int) for size in _are(shape, list, tuple)), _are(count, int))


def _call(training: Any, gradient: Any, size: Any) -> Call:
    return Call(_are(training, bool), _are(gradient, bool), _are(size, int))


def _panel(title: Any, x: Any, y: Any, legend: Any, lines: Any, images: Any) -> Panel:
    return Panel(
        _are(title, str),
        _are(x, str),
        _are(y, str),
        [_are(text, str) for text in _are(legend, list, tuple)],
        [_line(*_are(entry, list, tuple)) for entry in _are(lines, list, tuple)],
        [_picture(*_are(entry, list, tuple)) for entry in _are(images, list, tuple)],
    )


def _line(label: Any, xs: Any, ys: Any) -> Line:
    x, y = ([float(_are(number, int, float)) for number in _are(part, list, tuple)] for part in (xs, ys))
    return Line(_are(label, str), x, y)


def _picture(data: Any, cmap: Any) -> Picture:
    return Picture(_are(data, torch.Tensor), _are(cmap, str))


def call_text(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> str:
    """Write a call for the student, only small tensors in full: `conv2d(float64 (2, 3, 9, 12), stride=2)`."""
    parts = [_argument(value) for value in args]
    parts += [f"{key}={_argument(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def numbers_in(text: str) -> set[float]:
    """Return the numbers that a message names: of `conv2d: kernel 3x5, got -1` they are 3, 5 and -1."""
    text = text.replace("\N{MINUS SIGN}", "-")
    text = re.sub(r"(?<=\d)x(?=\d)", " ", text)
    # Words go whole: `conv2d` does not name the number 2. Each is looked at once, however long it is.
    text = re.sub(r"\w+", lambda word: word[0] if word[0].isdecimal() else " ", text)
    return {float(number) for number in re.findall(r"(?<![\d.])-?\d+(?:\.\d+)?", text) if len(number) <= LONGEST_NUMBER}


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
