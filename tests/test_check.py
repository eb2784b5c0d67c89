"""What a test can ask of a student's program, and what the student reads where it is wrong."""

import copy
import math

import pytest
import torch
from torch import nn

from autograder.kit.check import Check, StudentFunction, call_text, numbers_in
from autograder.kit.errors import AuthorError, NotBegun, Raised, WrongAnswer
from autograder.kit.local import probe
from autograder.kit.probes import Layer


class Function(StudentFunction):
    """A student's function of this process."""

    def __init__(self, function, name="double"):
        super().__init__(name)
        self.function = function

    def __call__(self, *args, **kwargs):
        try:
            return self.function(*args, **kwargs)
        except ValueError as error:
            raise Raised(f"ValueError: {error}", "ValueError", str(error)) from None
        except TypeError as error:
            raise Raised(f"TypeError: {error}", "TypeError", str(error)) from None

    def arguments_after(self, *args, **kwargs):
        args = copy.deepcopy(list(args))
        self(*args, **kwargs)
        return args

    def operations(self, *args, **kwargs):
        return self(*args, **kwargs), 7


def doubled(name, args, kwargs):
    """The reference."""
    return args[0] * 2


@pytest.fixture
def check():
    return Check(doubled, probe, points=2)


def wrong(action):
    """The message of the WrongAnswer that an action raises."""
    with pytest.raises(WrongAnswer) as raised:
        action()
    return str(raised.value)


# comparing


def test_a_right_value_is_given_back(check):
    assert check(Function(lambda x: x + x), 3) == 6


def test_a_wrong_value_is_told_with_the_call(check):
    message = wrong(lambda: check(Function(lambda x: x + 1), 3))

    assert message == "double(3)\nyours is 4, expected 6"


def test_what_is_no_function_of_the_student_is_the_authors_mistake(check):
    with pytest.raises(AuthorError, match=r"student\.conv2d"):
        check(lambda x: x, 3)


def test_equal_names_what_differs(check):
    assert wrong(lambda: check.equal(3, 4, "the length")) == "the length\nyours is 3, expected 4"


def test_equal_needs_no_name(check):
    assert wrong(lambda: check.equal(3, 4)) == "yours is 3, expected 4"


def test_that_holds_a_condition(check):
    check.that(torch.tensor(True), "not reached")

    assert wrong(lambda: check.that(0, "the count is 0")) == "the count is 0"


# raises


def raising(error):
    def function(*args, **kwargs):
        raise error

    return Function(function, "conv2d")


@pytest.mark.parametrize(
    "message",
    [
        "stride must be at least 1, got 0",
        "Stride: 0",
        "conv2d: stride=(2, 0)",
        "stride 0.0 is too small",
        "the stride of 0x3 is too small",
    ],
)
def test_a_message_with_argument_and_number_is_right(check, message):
    check.raises(raising(ValueError(message)), 1, stride=0, argument=("stride",), number=(0,))


def test_any_of_several_names_and_numbers_will_do(check):
    function = raising(ValueError("a kernel of 5 on 3 rows"))

    check.raises(function, argument=("w", "kernel"), number=(7, 3))


def test_a_message_must_name_the_argument(check):
    function = raising(ValueError("strides of 0"))

    message = wrong(lambda: check.raises(function, stride=0, argument=("stride", "step"), number=(0,)))

    assert message == (
        "conv2d(stride=0)\nthe ValueError should name the argument `stride` or `step`, yours says: strides of 0"
    )


def test_a_message_must_name_the_number(check):
    function = raising(ValueError("stride is too small"))

    message = wrong(lambda: check.raises(function, stride=0, argument=("stride",), number=(0, -1)))

    assert message == (
        "conv2d(stride=0)\nthe ValueError should name the number 0 or -1, yours says: stride is too small"
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("got 1", {1}),
        ("got 10", {10}),
        ("got 1.5", {1.5}),
        ("got -1.", {-1}),
        ("got \N{MINUS SIGN}1", {-1}),
        ("from 3-1", {3, 1}),
        ("stride=(2, 0)", {2, 0}),
        ("[2,0]", {2, 0}),
        ("a 3x5 kernel on 2×4", {3, 5, 2, 4}),
        ("conv2d: a 2d kernel of k3", set()),
        ("no number", set()),
    ],
)
def test_the_numbers_of_a_message(text, numbers):
    assert numbers_in(text) == numbers


def test_another_exception_is_told(check):
    function = raising(TypeError("stride 0"))

    message = wrong(lambda: check.raises(function, argument=("stride",), number=(0,)))

    assert message == "conv2d()\nexpected a ValueError, yours raised TypeError:\nTypeError: stride 0"


def test_a_value_in_place_of_an_exception_is_told(check):
    function = Function(lambda: torch.ones(2, 3), "conv2d")

    message = wrong(lambda: check.raises(function, argument=("stride",), number=(0,)))

    assert message == "conv2d()\nexpected a ValueError, yours returned a tensor of shape (2, 3)"


def test_not_begun_is_no_wrong_exception(check):
    with pytest.raises(NotBegun):
        check.raises(raising(NotBegun("conv2d")), argument=("stride",), number=(0,))


# unchanged


def test_inputs_that_stay_are_right(check):
    check.unchanged(Function(lambda x, k: x + k), torch.tensor([1.0, math.nan]), 3)


def test_a_changed_input_is_told_by_its_position(check):
    def zeroed(x, w):
        w[1] = 0

    message = wrong(lambda: check.unchanged(Function(zeroed), torch.ones(2), torch.tensor([1.0, 2])))

    assert message.splitlines() == [
        "double([1.0, 1.0], [1.0, 2.0])",
        "the call must leave its inputs as they were, but argument 2 changed",
        "(yours is after the call, expected before it)",
        "1 of 2 values differ:",
        "  index | yours | expected",
        "   (1,) |     0 |        2",
    ]


def test_the_smallest_change_is_one(check):
    message = wrong(lambda: check.unchanged(Function(lambda x: x.mul_(1 + 1e-15)), torch.ones(1).double()))

    assert "(0,) | 1.0000000000000011 |        1" in message


def test_a_changed_shape_is_one(check):
    assert "shape: yours is (4,), expected (2, 2)" in wrong(
        lambda: check.unchanged(Function(lambda x: x.resize_(4)), torch.ones(2, 2))
    )


def test_an_answer_that_lost_an_argument_is_wrong(check):
    function = Function(lambda x: x)
    function.arguments_after = lambda *args: []

    assert "must leave its inputs" in wrong(lambda: check.unchanged(function, torch.ones(1)))


# operations and partial credit


def test_operations_are_passed_on(check):
    assert check.operations(Function(lambda x: x * 2), 4) == (8, 7)


@pytest.mark.parametrize("points", [0, 1.5, 2])
def test_an_award_is_kept(check, points):
    check.award(points, "a part")

    assert check.awarded == (points, "a part")


@pytest.mark.parametrize("points", [-0.5, 2.5, math.nan])
def test_an_award_beyond_the_tests_points_is_the_authors_mistake(check, points):
    with pytest.raises(AuthorError, match="this test is worth 2 points"):
        check.award(points, "too much")


# networks


def test_parameters_are_counted(check):
    assert check.parameter_count(nn.Linear(3, 2)) == 8


def test_layers_come_as_tuples_even_from_lists():
    check = Check(doubled, lambda *_: [["Linear", [2], 8]], points=1)

    assert check.layers(None, (3,)) == [Layer("Linear", (2,), 8)]


def test_weights_are_loaded(check):
    line = nn.Linear(3, 2)

    check.load_weights(line, [torch.ones(2, 3), torch.zeros(2)])

    assert line(torch.ones(1, 3)).tolist() == [[3, 3]]


@pytest.mark.filterwarnings("ignore:Lazy modules")
def test_weights_of_a_lazy_layer_are_loaded_where_its_input_is_known(check):
    line = nn.LazyLinear(2)

    check.load_weights(line, [torch.ones(2, 3), torch.zeros(2)], input_shape=[3])

    assert line(torch.ones(1, 3)).tolist() == [[3, 3]]


def test_weights_that_do_not_fit_are_told(check):
    message = wrong(lambda: check.load_weights(nn.Linear(3, 4), [torch.ones(2, 3), torch.zeros(2)]))

    assert message == (
        "the network's parameters do not have the expected shapes: no parameter of shape (2,), (2, 3); "
        "not expected: (4,), (4, 3)"
    )


def test_weights_of_one_shape_are_the_authors_mistake(check):
    with pytest.raises(AuthorError, match="same shape"):
        check.load_weights(nn.Linear(3, 2), [torch.ones(2), torch.zeros(2)])


# calls as text


@pytest.mark.parametrize(
    ("args", "kwargs", "text"),
    [
        ((), {}, "f()"),
        (
            (torch.zeros(2, 3, 9, 12).double(), None),
            {"stride": (2, 3)},
            "f(float64 (2, 3, 9, 12), None, stride=(2, 3))",
        ),
        ((torch.tensor([[1.0, 2], [3, 4]]),), {}, "f([[1.0, 2.0], [3.0, 4.0]])"),
        ((torch.tensor(5),), {}, "f(5)"),
        ((torch.arange(9).double() / 7,), {}, "f(float64 (9,))"),
        ((nn.ReLU(),), {}, "f(an object of type ReLU)"),
    ],
)
def test_a_call_is_written_as_a_student_would(args, kwargs, text):
    assert call_text("f", args, kwargs) == text


# what a mistake is recognised by


def test_values_of_random_weights_count_as_whether_they_agree(check):
    with pytest.raises(WrongAnswer, match="the second call"):
        check.same(torch.rand(3), torch.rand(3) + 1, "the second call")
    check.same(torch.ones(2), torch.ones(2), "the third call")

    assert check.events == [("held", False), ("held", True)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1" * 1_000_000, set()),
        ("a1" * 500_000, set()),
        ("1x" * 500_000 + "1", {1.0}),
        ("-" * 1_000_000, set()),
        ("1." * 500_000, {1.1}),
    ],
    ids=["digits", "a word", "a shape", "minus signs", "points"],
)
def test_a_message_made_to_be_slow_to_read_is_read(text, numbers):
    """In the square of its length each of these would take hours."""
    assert numbers_in(f"k is {text}") == numbers


# what a probe brings back is the student's claim

BOMB = torch.zeros(2)
PANEL = ("a title", "x", "y", ["loss"], [("loss", [1, 2], [0.5, 0.25])], [(torch.ones(2, 2), "gray")])
LAYER = ("Linear", (10,), 7850)


def claiming(found):
    return Check(lambda *_: None, lambda *_: found, 1.0)


def test_a_claim_of_the_right_kind_is_taken():
    [panel] = claiming([list(PANEL)]).figure(None)
    assert (panel.title, panel.lines[0].y) == ("a title", [0.5, 0.25])
    [layer] = claiming([LAYER]).layers(None, (1, 28, 28))
    assert layer == LAYER
    assert claiming([(True, False, 32)]).calls(None) == [(True, False, 32)]


@pytest.mark.parametrize(
    "panel",
    [
        *((*PANEL[:place], [BOMB], *PANEL[place + 1 :]) for place in range(6)),
        (*PANEL[:4], [("loss", BOMB, [0.5])], PANEL[5]),
        (*PANEL[:4], [("loss", [1], [BOMB])], PANEL[5]),
        (*PANEL[:4], [("loss", [0.0] * 10_001, [0.0])], PANEL[5]),
        PANEL[:5],
        BOMB,
        7,
    ],
)
def test_a_figure_that_holds_something_else_could_not_be_read(panel):
    assert wrong(lambda: claiming([panel]).figure(None)) == "the parts of the figure could not be read"


@pytest.mark.parametrize(
    "layer", [(BOMB, (10,), 1), ("Linear", BOMB, 1), ("Linear", [BOMB], 1), ("Linear", (10,), BOMB)]
)
def test_a_layer_that_holds_something_else_could_not_be_read(layer):
    assert wrong(lambda: claiming([layer]).layers(None, ())) == "the layers of the network could not be read"


@pytest.mark.parametrize("call", [(BOMB, False, 1), (True, 1, 1), (True, False, "32"), (True, False)])
def test_a_call_that_holds_something_else_could_not_be_read(call):
    assert wrong(lambda: claiming([call]).calls(None)) == "the calls of the network could not be read"


def test_a_problem_with_the_weights_that_is_no_text_is_not_shown():
    text = wrong(lambda: claiming(BOMB).load_weights(None, []))
    assert text == "the parameters of the network could not be read"
