"""A sealed ban lasts as long as the process, and holds for what torch computes without its dispatcher."""

import ctypes
import gc
import sys
from pathlib import Path

import pytest
import torch
from attacks.case import CORPUS
from sealed import apart, within
from torch import nn

from autograder import assignment
from autograder.kit.forbidden import FAMILIES, Ban
from autograder.worker import bindings, scripted, sealing
from autograder.worker.bindings import SealError
from autograder.worker.sealing import seal

X = torch.arange(1.0, 17).reshape(1, 1, 4, 4)
W = torch.ones(1, 1, 2, 2)
ROADS = CORPUS / "32_forbidden_roads"


def attack(name):
    """Return the names of a program of the corpus."""
    names = {}
    exec(compile((ROADS / f"attack_{name}.py").read_text(encoding="utf-8"), name, "exec"), names)
    return names


def outside(road):
    """Do what a road does without a ban."""
    return apart(road)


# What lasts


@pytest.mark.parametrize("families", [["convolution"], ["padding", "pooling"], ["pooling", "autograd"]])
def test_what_held_the_kernels_is_gone(families):
    def road():
        gc.unfreeze()
        kind = torch._C._DispatchModule
        return [thing for thing in gc.get_objects() if type(thing) is kind]

    assert within(families, road) == ([], [])


def test_a_sealed_ban_is_not_removed():
    def road():
        for finder in list(sys.meta_path):
            if hasattr(finder, "_ban"):
                finder._ban.remove()
        return torch.conv2d(X, W)

    value, seen = within(["convolution"], road)

    assert value.startswith(("RuntimeError: ForbiddenCall", "ForbiddenCall"))
    assert seen == ["torch.conv2d"]


def test_without_families_nothing_is_refused():
    value, _ = within([], lambda: torch.conv2d(X, W).tolist())

    assert value[0][0][0][0] == 14


def test_families_are_the_same_everywhere():
    assert FAMILIES == assignment.FAMILIES


# TorchScript


def script_roads():
    names = attack("script_operators")
    rows, taps = torch.arange(1.0, 9)[None, None, None], torch.ones(1, 1, 1, 2)
    return {name: (road, (rows, taps)) for name, road in names.items() if name.startswith("_by_")}


def compiler_roads():
    names = attack("script_compilers")
    taps = torch.zeros(1, 1, 3, 3)
    taps[0, 0, 1] = 1
    return {name: (road, (X, taps, torch.zeros(1))) for name, road in names.items() if name.startswith("_by_")}


@pytest.mark.parametrize("road", ["_by_namespace", "_by_operation", "_by_graph"])
def test_torchscripts_own_convolution_is_gone(road):
    function, arguments = script_roads()[road]

    assert isinstance(outside(lambda: function(*arguments).tolist()), list)
    value, _ = within(["convolution"], lambda: function(*arguments).tolist())
    assert isinstance(value, str)


@pytest.mark.parametrize("road", ["_by_kernel", "_by_class", "_by_a_node"])
def test_torchscripts_compilers_are_gone(road):
    function, arguments = compiler_roads()[road]

    value, _ = within(["convolution"], lambda: function(*arguments).tolist())

    assert isinstance(value, str)


def test_a_compiler_that_was_kept_is_gone_too():
    lower, kernel = torch._C._te.lower, torch._C._te.TensorExprKernel.__init__

    value, _ = within(["convolution"], lambda: lower("aten::conv2d", [], [], None))
    assert value.startswith("TypeError: _jit_texpr_fuser_enabled()")
    value, _ = within(["convolution"], lambda: kernel(torch._C.Graph()))
    assert value.startswith("TypeError: _jit_texpr_fuser_enabled()")


def test_scripts_run_as_before():
    def road():
        unit = torch.jit.CompilationUnit("def run(x):\n    return torch.relu(x.unfold(0, 2, 1).sum(1) * 2)\n")
        return [unit.run(torch.arange(4.0)).tolist() for _ in range(4)][-1]

    for families in (["convolution", "padding"], ["pooling", "autograd"]):
        assert within(families, road) == ([2, 6, 10], [])


# Derivatives


@pytest.mark.parametrize(
    "road",
    [
        "_by_engine",
        "_by_nodes",
        "_by_script",
        "_by_scripts_backward",
        "_by_scripted_nodes",
        "_by_differentiated_graph",
        "_by_dual_numbers",
    ],
)
def test_no_road_leads_to_a_derivative(road):
    function = attack("derivative_roads")[road]
    x = torch.tensor([1.0, 2, 6])

    def freely():
        with torch.inference_mode(False), torch.enable_grad():
            return function(x.clone()).tolist()

    assert outside(freely) == [1, 2, 6]
    value, seen = within(["autograd"], freely)
    assert seen or value != [1, 2, 6]


@pytest.mark.parametrize("kind", ["dense", "oneDNN", "sparse", "nested"])
def test_no_kind_of_tensor_records_a_derivative(kind):
    def road():
        with torch.inference_mode(False), torch.enable_grad():
            x = X[0, 0].clone().requires_grad_()
            converted = {
                "dense": lambda: x,
                "oneDNN": lambda: x.detach().to_mkldnn().requires_grad_(),
                "sparse": lambda: x.detach().to_sparse().requires_grad_(),
                "nested": lambda: torch.nested.as_nested_tensor([x.detach()]).requires_grad_(),
            }[kind]()
            return [(converted * 2).grad_fn is None, (converted + converted).requires_grad]

    assert within(["pooling", "autograd"], road) == ([True, False], [])


def test_ordinary_work_goes_on_where_derivatives_are_ruled_out():
    def road():
        with torch.inference_mode(False), torch.enable_grad():
            x = torch.zeros(2, 3)
            x[1] = torch.arange(3.0)
            view = x.T[1:]
            view.mul_(2).add_(1)
            x.index_add_(0, torch.tensor([0, 0]), torch.ones(2, 3))
            network = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Flatten(), nn.LSTM(4, 2))
            network.load_state_dict(network.state_dict())
            leaf = x.clone().requires_grad_()
            return [
                x.tolist(),
                torch.einsum("ij,kj->ik", x, x).tolist(),
                list(network(x)[0].shape),
                len(list(network.parameters())),
                leaf.detach().is_leaf and leaf.requires_grad,
                torch.func.vmap(torch.sum)(x).tolist(),
                leaf.unfold(1, 2, 1).max(-1).values.tolist(),
                x._version > 0 and view._base is x,
            ]

    value, seen = within(["pooling", "autograd"], road)

    assert seen == []
    rows = [[2.0, 3, 3], [0, 3, 5]]
    assert value == [rows, [[22, 24], [24, 34]], [2, 2], 8, True, [8, 8], [[3, 3], [3, 5]], True]


# A torch that is built otherwise


def test_an_object_that_is_not_pybind11s_is_refused():
    for strange in (object(), torch.ones(1)):
        with pytest.raises(SealError, match="this torch is not known"):
            bindings.forget_value(strange)


def test_a_function_that_is_not_compiled_is_refused():
    with pytest.raises(SealError, match="this Python is not known"):
        bindings.swap_function(lambda: None, len)


def test_a_torch_without_the_symbol_is_refused(monkeypatch):
    monkeypatch.setattr(scripted, "_DEREGISTER", "no_such_symbol")

    with pytest.raises(SealError, match=r"torch \S+ has no no_such_symbol: its operators cannot be ruled out"):
        scripted.take_away(["convolution"])


def test_an_operator_that_stays_is_refused(monkeypatch):
    monkeypatch.setattr(scripted, "_deregister", lambda: lambda schema: None)

    with pytest.raises(SealError, match=r"TorchScript keeps prim::\w+ in torch"):
        scripted.take_away(["convolution"])


def test_kernels_that_come_back_are_refused(monkeypatch):
    def work():
        monkeypatch.setattr(sealing, "forget_value", lambda registry: registry.reset())
        ban = Ban(["convolution"])
        ban.install()
        seal(ban, ["convolution"])

    assert apart(work).startswith("SealError: the kernels of torch")


def test_the_library_that_is_asked_is_torchs_own():
    assert Path(torch._C.__file__).parent == Path(torch.__file__).parent
    assert ctypes.CDLL(torch._C.__file__)[scripted._DEREGISTER]
