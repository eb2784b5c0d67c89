"""A forbidden call is caught by whatever name it is reached, and what is allowed stays allowed."""

import contextlib
import sys
import warnings

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.kit.errors import ForbiddenCall
from autograder.kit.forbidden import Ban, known_calls

X = torch.ones(1, 1, 4, 4)
W = torch.ones(1, 1, 2, 2)
ALIAS = F.conv2d
"""As `from torch.nn.functional import conv2d as f` gives it, before the ban."""


def leaf():
    return X.clone().requires_grad_()


def quantized(x, dtype):
    return torch.quantize_per_tensor(x, 1.0, 0, dtype)


def dual():
    with torch.autograd.forward_ad.dual_level():
        return torch.autograd.forward_ad.make_dual(X, X)


CONVOLUTIONS = {
    "functional": lambda: F.conv2d(X, W),
    "alias": lambda: ALIAS(X, W),
    "torch": lambda: torch.conv2d(X, W),
    "padding as a word": lambda: F.conv2d(X, W, padding="same"),
    "module": lambda: nn.Conv2d(1, 1, 2)(X),
    "lazy module": lambda: nn.LazyConv2d(1, 2)(X),
    "operator": lambda: torch.ops.aten.conv2d(X, W),
    "overload": lambda: torch.ops.aten.convolution.default(X, W, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1),
    "kernel": lambda: torch._C._nn.thnn_conv2d(X, W, 2),
    "dilated kernel": lambda: torch._C._nn.slow_conv_dilated2d(X, W, 2),
    "oneDNN": lambda: torch.mkldnn_convolution(X, W, None, [0, 0], [1, 1], [1, 1], 1),
    "oneDNN tensors": lambda: F.conv2d(X.to_mkldnn(), W.to_mkldnn()),
    "one axis": lambda: F.conv1d(X[0], W[0]),
    "three axes": lambda: F.conv3d(X[None], W[None]),
    "transposed": lambda: F.conv_transpose2d(X, W),
    "transposed module": lambda: nn.ConvTranspose2d(1, 1, 2)(X),
    "time first": lambda: torch.conv_tbc(X[0], torch.ones(2, 4, 1), torch.ones(1)),
    "derivative": lambda: nn.grad.conv2d_weight(X, W.shape, torch.ones(1, 1, 3, 3)),
    "vmap": lambda: torch.func.vmap(lambda x: F.conv2d(x, W))(X[None]),
    "under torch.func.grad": lambda: torch.func.grad(lambda x: F.conv2d(x, W).sum())(X),
    "with a gradient": lambda: F.conv2d(leaf(), W),
    "bfloat16": lambda: F.conv2d(X.bfloat16(), W.bfloat16()),
    "quantized": lambda: torch.ops.quantized.conv2d_prepack(quantized(W, torch.qint8), None, [1], [0], [1], 1),
}
PADDINGS = {
    "functional": lambda: F.pad(X, (1, 1)),
    "operator": lambda: torch.ops.aten.pad(X, (1, 1)),
    "kernel": lambda: torch._C._nn.pad(X, (1, 1)),
    "constant": lambda: torch.constant_pad_nd(X, (1, 1)),
    "zeros": lambda: nn.ZeroPad2d(1)(X),
    "reflection": lambda: F.pad(X, (1, 1), mode="reflect"),
    "reflection module": lambda: nn.ReflectionPad2d(1)(X),
    "replication": lambda: F.pad(X, (1, 1, 1, 1), mode="replicate"),
    "circular": lambda: F.pad(X, (1, 1), mode="circular"),
    "vmap": lambda: torch.func.vmap(lambda x: F.pad(x, (1, 1)))(X),
    "NumPy": lambda: np.pad(np.ones(3), 1),
    "NumPy by keyword": lambda: np.pad(array=np.ones(3), pad_width=1, mode="edge"),
}
POOLINGS = {
    "functional": lambda: F.max_pool2d(X, 2),
    "torch": lambda: torch.max_pool2d(X, 2),
    "module": lambda: nn.MaxPool2d(2)(X),
    "with indices": lambda: F.max_pool2d(X, 2, return_indices=True),
    "operator": lambda: torch.ops.aten.max_pool2d_with_indices(X, 2),
    "one axis": lambda: F.max_pool1d(X[0], 2),
    "three axes": lambda: F.max_pool3d(X[None], (1, 2, 2)),
    "average": lambda: F.avg_pool2d(X, 2),
    "average of one axis": lambda: F.avg_pool1d(X[0], 2),
    "average kernel": lambda: torch._C._nn.avg_pool2d(X, 2),
    "adaptive": lambda: F.adaptive_max_pool2d(X, 2),
    "adaptive average": lambda: F.adaptive_avg_pool2d(X, 2),
    "norm": lambda: F.lp_pool2d(X, 2, 2),
    "fractional": lambda: F.fractional_max_pool2d(X, 2, 2),
    "unpooling": lambda: F.max_unpool2d(X, X.long(), 2),
    "quantized": lambda: torch.quantized_max_pool2d(quantized(X, torch.quint8), [2, 2]),
}
DERIVATIVES = {
    "backward": lambda: leaf().sum().backward(),
    "grad": lambda: torch.autograd.grad((x := leaf()).sum(), x),
    "torch.func.grad": lambda: torch.func.grad(torch.sum)(X),
    "torch.func.vjp": lambda: torch.func.vjp(torch.sin, X)[1](X),
    "torch.func.jvp": lambda: torch.func.jvp(torch.sin, (X,), (X,)),
    "torch.func.jacrev": lambda: torch.func.jacrev(torch.sin)(X),
    "torch.func.jacfwd": lambda: torch.func.jacfwd(torch.sin)(X),
    "jacobian": lambda: torch.autograd.functional.jacobian(torch.sin, X),
    "forward mode": dual,
    "forward mode's operator": lambda: torch.ops.aten._make_dual(X, X, 0),
}
ROADS = [
    pytest.param(family, road, id=f"{family}: {name}")
    for family, roads in [
        ("convolution", CONVOLUTIONS),
        ("padding", PADDINGS),
        ("pooling", POOLINGS),
        ("autograd", DERIVATIVES),
    ]
    for name, road in roads.items()
]


@pytest.fixture(autouse=True)
def _quiet():
    """Whatever torch warns of, such as quantized tensors that a later version drops."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize(("family", "road"), ROADS)
def test_every_road_is_closed(family, road):
    with Ban([family]) as ban, pytest.raises(ForbiddenCall):
        road()

    assert ban.seen


@pytest.mark.parametrize(("family", "road"), ROADS)
def test_a_call_is_told_by_a_known_name(family, road):
    with Ban([family]) as ban, contextlib.suppress(ForbiddenCall):
        road()

    assert set(ban.seen) <= known_calls([family])


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("road", [CONVOLUTIONS["functional"], PADDINGS["functional"], POOLINGS["functional"]])
def test_no_mode_opens_a_road(mode, road):
    with Ban(["convolution", "padding", "pooling"]), mode(), pytest.raises(ForbiddenCall):
        road()


@pytest.mark.parametrize(
    ("family", "road", "name"),
    [
        ("convolution", CONVOLUTIONS["module"], "torch.conv2d"),
        ("padding", PADDINGS["functional"], "torch.nn.functional.pad"),
        ("padding", PADDINGS["NumPy"], "numpy.pad"),
        ("pooling", POOLINGS["average"], "torch.nn.functional.avg_pool2d"),
        ("autograd", DERIVATIVES["backward"], "torch.autograd"),
    ],
)
def test_the_message_names_the_call_as_a_student_writes_it(family, road, name):
    with Ban([family]), pytest.raises(ForbiddenCall, match=rf"^`{name}` is not allowed in this exercise"):
        road()


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: F.unfold(X, 2), id="unfold"),
        pytest.param(lambda: F.fold(torch.ones(1, 4, 9), (4, 4), 2), id="fold"),
        pytest.param(lambda: X.unfold(2, 2, 1), id="windows"),
        pytest.param(lambda: X.as_strided((3, 3, 2, 2), (4, 1, 4, 1)), id="as_strided"),
        pytest.param(lambda: torch.einsum("nchw,fchw->nf", X, X), id="einsum"),
        pytest.param(lambda: torch.fft.irfft2(torch.fft.rfft2(X)), id="FFT"),
        pytest.param(lambda: F.linear(X, W[0, 0].expand(2, 2).repeat(1, 2)), id="linear"),
        pytest.param(lambda: F.pad(X, (1, 1)), id="pad"),
        pytest.param(lambda: F.max_pool2d(X, 2), id="pooling"),
        pytest.param(lambda: np.pad(np.ones(3), 1), id="np.pad"),
        pytest.param(lambda: np.convolve([1, 2], [3]), id="np.convolve"),
        pytest.param(lambda: leaf().sum().backward(), id="backward"),
        pytest.param(lambda: nn.Conv2d(1, 1, 2), id="a layer that is not called"),
    ],
)
def test_what_a_convolution_may_use(call):
    with Ban(["convolution"]) as ban:
        call()

    assert ban.seen == []


@pytest.mark.parametrize("call", [torch.amax, torch.mean, torch.argmax])
def test_what_a_pooling_may_use(call):
    with Ban(["pooling", "autograd"]):
        call(X.unfold(2, 2, 2), -1)


def test_a_derivative_by_hand_may_use_everything_but_autograd():
    with Ban(["pooling", "autograd"]):
        assert torch.zeros(4).index_add_(0, torch.tensor([1, 1]), torch.ones(2)).tolist() == [0, 2, 0, 0]


@pytest.mark.parametrize(("family", "road"), ROADS)
def test_afterwards_nothing_is_forbidden(family, road):
    with Ban([family]):
        pass

    with contextlib.suppress(TypeError, RuntimeError, NotImplementedError):  # some roads lead nowhere in this torch
        road()


def test_afterwards_the_values_are_right():
    with Ban(["convolution", "padding", "pooling", "autograd"]):
        pass

    assert F.conv2d(X, W).tolist() == [[[[4.0] * 3] * 3]]
    assert np.pad(np.ones(1), 1, constant_values=2).tolist() == [2, 1, 2]


def test_a_ban_ends_with_an_exception():
    with pytest.raises(ZeroDivisionError), Ban(["convolution"]):
        raise ZeroDivisionError

    F.conv2d(X, W)


def test_an_exception_that_is_swallowed_is_noted():
    with Ban(["convolution", "pooling"]) as ban:
        for call in (CONVOLUTIONS["one axis"], POOLINGS["torch"]):
            with contextlib.suppress(Exception):
                call()

    assert ban.seen == ["torch.conv1d", "torch.max_pool2d"]


def test_bans_may_be_nested():
    families = ["convolution", "padding", "autograd"]
    with Ban(families) as outer:
        with Ban(families) as inner, contextlib.suppress(ForbiddenCall):
            np.pad(np.ones(1), 1)
        for call in (CONVOLUTIONS["torch"], PADDINGS["NumPy"], DERIVATIVES["backward"]):
            with contextlib.suppress(ForbiddenCall):
                call()

    assert inner.seen == ["numpy.pad"]
    assert outer.seen == ["torch.conv2d", "numpy.pad", "torch.autograd"]


def test_an_operator_is_caught_while_operations_are_counted():
    from autograder.kit.probes import count_operations

    with Ban(["convolution"]), pytest.raises(ForbiddenCall):
        count_operations(CONVOLUTIONS["functional"])


# SciPy, which is not installed where the program runs


@pytest.fixture
def scipy(tmp_path, monkeypatch):
    """A package of this name, with the modules that matter."""
    for name in ("__init__", "fft", "signal/__init__", "signal/windows"):
        file = tmp_path / "scipy" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("convolve2d = print\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "scipy"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    "statement",
    ["import scipy.signal", "from scipy.signal import convolve2d as f", "from scipy import signal"],
)
def test_scipys_convolutions_are_not_imported(scipy, statement):
    with Ban(["convolution"]) as ban, pytest.raises(ForbiddenCall, match=r"`scipy\.signal`"):
        exec(statement, {})

    assert ban.seen == ["scipy.signal"]


def test_the_rest_of_scipy_is(scipy):
    with Ban(["convolution"]):
        exec("import scipy.fft", {})


def test_scipys_convolutions_are_no_pooling(scipy):
    with Ban(["pooling"]):
        exec("import scipy.signal", {})


def test_a_module_below_a_refused_one_has_the_name_of_that_one(scipy):
    exec("import scipy.signal", {})

    with Ban(["convolution"]) as ban, pytest.raises(ForbiddenCall):
        exec("import scipy.signal.windows", {})

    assert ban.seen == ["scipy.signal"]


def test_names_are_of_the_families_asked_for():
    assert "torch.conv2d" in known_calls(["convolution"])
    assert "torch.max_pool2d" not in known_calls(["convolution"])
    assert known_calls([]) == set()


@pytest.mark.parametrize("usual", [True, False])
def test_after_a_ban_a_layer_has_its_derivative_and_no_warning(usual):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Ban(["convolution", "pooling", "padding"], usual=usual):
            pass
        layer = nn.Conv2d(1, 2, 3)
        F.max_pool2d(F.pad(layer(torch.ones(1, 1, 6, 6)), (1, 1)), 2).sum().backward()
    assert layer.weight.grad is not None
