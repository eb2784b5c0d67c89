"""Networks and calls are looked at from beside them, and are afterwards as before."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.kit.errors import WrongAnswer
from autograder.kit.probes import (
    PROBES,
    Layer,
    calls,
    count_operations,
    layers,
    load_weights,
    parameters,
    watch,
)


class Reversed(nn.Module):
    """Declares its layers in another order than it runs them, and runs one twice."""

    def __init__(self):
        super().__init__()
        self.last = nn.Linear(4, 2)
        self.first = nn.Conv2d(1, 2, 3)
        self.act = nn.ReLU()

    def forward(self, x):
        return self.last(self.act(F.max_pool2d(self.act(self.first(x)), 2).mean((2, 3)).repeat(1, 2)))


# layers


def test_layers_stand_in_the_order_they_run():
    assert layers(Reversed(), (1, 8, 8)) == [
        Layer("Conv2d", (2, 6, 6), 20),
        Layer("ReLU", (2, 6, 6), 0),
        Layer("ReLU", (4,), 0),
        Layer("Linear", (2,), 10),
    ]


def test_nested_modules_show_their_leaves():
    network = nn.Sequential(nn.Sequential(nn.Flatten(), nn.Sequential(nn.Linear(9, 3))), nn.ReLU())

    assert [layer.kind for layer in layers(network, (3, 3))] == ["Flatten", "Linear", "ReLU"]


def test_layers_run_in_eval_mode_and_leave_every_mode_as_it_was():
    modes = []
    network = nn.Sequential(nn.Linear(3, 3), nn.Dropout()).train()
    network[1].eval()
    network[0].register_forward_hook(lambda module, *_: modes.append(module.training))

    layers(network, (3,))

    assert modes == [False]
    assert [module.training for module in network.modules()] == [True, True, False]


def test_a_network_that_raises_keeps_no_hook_and_its_mode():
    network = nn.Sequential(nn.Linear(3, 3), nn.Linear(5, 5)).train()

    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        layers(network, (3,))

    assert network.training
    assert not network[0]._forward_hooks


def test_what_is_no_tensor_is_no_layer():
    assert layers(nn.Sequential(nn.LSTM(3, 2)), (4, 3)) == []


# parameters and weights


def test_parameters_are_copies():
    network = nn.Linear(2, 1)

    parameters(network)[0].zero_()

    assert network.weight.count_nonzero() == 2


def test_weights_find_their_place_by_shape():
    network = Reversed()
    weights = [torch.full(shape, float(i)) for i, shape in enumerate([(2, 4), (2, 1, 3, 3)])]

    assert load_weights(nn.Sequential(nn.Conv2d(1, 2, 3, bias=False), nn.Linear(4, 2, bias=False)), weights) is None
    assert "not expected: (2,)" in load_weights(network, weights)


def test_weights_take_the_networks_dtype():
    network = nn.Linear(3, 2).double()

    load_weights(network, [torch.ones(2, 3), torch.zeros(2)])

    assert network(torch.ones(3).double()).tolist() == [3, 3]


def test_two_parameters_of_one_shape_cannot_be_told_apart():
    network = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))

    assert load_weights(network, [torch.ones(2, 2), torch.zeros(2)]) is not None


def test_weights_of_the_same_shape_are_matched_in_order():
    network = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    weights = [torch.full((2, 2), 1.0), torch.full((2,), 2.0), torch.full((2, 2), 3.0), torch.full((2,), 4.0)]

    assert load_weights(network, weights, in_order=True) is None

    assert [float(p.detach().flatten()[0]) for p in network.parameters()] == [1, 2, 3, 4]


def test_parameters_in_another_order_are_told():
    network = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 3))
    weights = [torch.ones(3, 2), torch.ones(3), torch.ones(2, 3), torch.ones(2)]

    problem = load_weights(network, weights, in_order=True)

    assert problem == (
        "the network's parameters are not in the expected order: the shape of number 0 is (2, 3), expected (3, 2)"
    )


class Late(nn.Module):
    """Makes its layer in the first call, and counts its calls and notes their modes."""

    def __init__(self, layer=None):
        super().__init__()
        self.layer = layer
        self.modes = []

    def forward(self, x):
        self.modes.append(self.training)
        if self.layer is None:
            self.layer = nn.Linear(x.shape[1], 2)
        return self.layer(x)


@pytest.mark.filterwarnings("ignore:Lazy modules")
@pytest.mark.parametrize("make", [lambda: nn.LazyLinear(2), Late])
def test_a_network_that_has_no_parameters_yet_runs_once_before_it_gets_weights(make):
    network = make()

    assert load_weights(network, [torch.ones(2, 3), torch.zeros(2)], input_shape=(3,)) is None

    assert network(torch.ones(1, 3)).tolist() == [[3, 3]]


def test_that_run_is_in_eval_mode_and_leaves_every_mode_as_it_was():
    network = Late()

    load_weights(network, [torch.ones(2, 3), torch.zeros(2)], input_shape=(3,))

    assert network.modes == [False]
    assert network.training


def test_a_network_that_has_the_parameters_does_not_run():
    network = Late(nn.Linear(3, 2))

    load_weights(network, [torch.ones(2, 3), torch.zeros(2)], input_shape=(3,))

    assert network.modes == []


@pytest.mark.filterwarnings("ignore:Lazy modules")
def test_a_lazy_layer_that_does_not_run_has_no_parameters():
    problem = load_weights(nn.LazyLinear(2), [torch.ones(2, 3), torch.zeros(2)])

    assert problem == "the network's parameters do not have the expected shapes: no parameter of shape (2,), (2, 3)"


@pytest.mark.parametrize("name", sorted(set(PROBES) - {"figure"}))
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None, expected a network (an nn.Module): does every path return its result?"),
        (5, "5, expected a network"),
    ],
)
def test_what_is_no_network_is_told(name, value, shown):
    arguments = {"layers": [(3,)], "load_weights": [[torch.ones(1)]]}.get(name, [])

    with pytest.raises(WrongAnswer) as raised:
        PROBES[name](value, *arguments)

    assert str(raised.value).startswith(f"yours is {shown}")


# operations


def test_operations_are_counted_one_by_one():
    x = torch.ones(3)

    assert count_operations(lambda: [x + 1, x * 2, x.sum()])[1] == 3


def test_operations_inside_an_operator_count_as_one():
    x = torch.ones(50, 50)

    assert count_operations(lambda: x @ x)[1] == 1


def test_plain_python_counts_none():
    assert count_operations(lambda: sum(i * i for i in range(1000))) == (332833500, 0)


def test_the_value_is_the_calls():
    value, _ = count_operations(lambda: torch.arange(3))

    assert value.tolist() == [0, 1, 2]


def test_counting_ends_with_an_exception():
    with pytest.raises(ZeroDivisionError):
        count_operations(lambda: 1 / 0)

    assert count_operations(lambda: None) == (None, 0)


# calls


def test_a_watched_network_notes_its_mode_its_gradients_and_the_size():
    network = nn.Linear(2, 1)
    watch(network)

    network(torch.ones(3, 2))
    network.eval()
    with torch.no_grad():
        network(torch.ones(5, 2))

    assert calls(network) == [(True, True, 3), (False, False, 5)]


def test_watching_again_begins_anew():
    network = nn.Linear(2, 1)
    watch(network)
    network(torch.ones(3, 2))

    watch(network)

    assert calls(network) == []
