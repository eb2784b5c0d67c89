"""Roads around a ban that lead through ctypes, or through another copy of a library's file, are refused."""

import ctypes
import importlib.util
import sys
import types

import numpy as np
import pytest
import torch
from sealed import within
from test_sealing import attack

REFUSED = {
    "a library": lambda: ctypes.CDLL(None),
    "a library by its name": lambda: ctypes.CDLL("libc.so.6"),
    "a name that only seems allowed": lambda: ctypes.CDLL(type("Name", (str,), {"__hash__": lambda self: 0})("/x")),
    "Python's own functions": lambda: ctypes.pythonapi.Py_IncRef,
    "the C library's lookup": lambda: ctypes.pythonapi.dlsym,
    "a variable of a library": lambda: ctypes.c_int.in_dll(ctypes.pythonapi, "Py_OptimizeFlag"),
    "a lookup by handle": lambda: sys.modules["_ctypes"].dlsym(ctypes.pythonapi._handle, "dlsym"),
    "a call by address": lambda: sys.modules["_ctypes"].call_function(1, ()),
    "memory of an object": lambda: (ctypes.c_char * 8).from_buffer(bytearray(8)),
    "a text by address": lambda: ctypes.string_at(id(None), 8),
    "a wide text by address": lambda: ctypes.wstring_at(id(None), 1),
    "an object by address": lambda: sys.modules["_ctypes"].PyObj_FromPtr(id(None)),
}
ALLOWED = {
    "an array's address": lambda: np.ones(2).ctypes.data > 0,
    "an array as a pointer": lambda: np.ones(2).ctypes.data_as(ctypes.POINTER(ctypes.c_double))[1] == 1,
    "an array in ctypes": lambda: np.ctypeslib.as_ctypes(np.ones(2))[1] == 1,
    "sizes and buffers": lambda: ctypes.addressof(ctypes.create_string_buffer(ctypes.sizeof(ctypes.c_int))) > 0,
    "NumPy's generators": lambda: np.random.default_rng(0).bit_generator.ctypes.state_address > 0,
    "a tensor as an array": lambda: np.from_dlpack(torch.ones(2)).sum() == 2,
    "the number of GPUs": lambda: torch.cuda.device_count() >= 0,
    "code of one's own": lambda: eval("1 + 1") == 2 and types.FunctionType((lambda: 1).__code__, {})() == 1,
}


@pytest.mark.parametrize("road", REFUSED)
def test_compiled_code_is_not_reached(road):
    value, _ = within(["convolution"], REFUSED[road])

    assert value.startswith("PermissionError: compiled code cannot be looked up or called by ctypes in this exercise")


@pytest.mark.parametrize("name", ALLOWED)
def test_what_libraries_do_with_ctypes(name):
    value, _ = within(["convolution"], lambda: bool(ALLOWED[name]()))

    assert value is True


def test_other_builtins_do_not_open_it():
    def road():
        import builtins

        text, builtins.str = str, lambda *_: "harmless"
        try:
            return sys.modules["_ctypes"].dlopen("libc.so.6", 0)
        finally:
            builtins.str = text

    assert within(["convolution"], road)[0].startswith("PermissionError")


# Copies


@pytest.mark.parametrize(
    "road",
    ["_by_another_name", "_by_its_inner_function", "_by_its_code", "_by_assigned_code", "_reloaded"],
)
def test_numpys_padding_has_no_other_copy(road):
    function = attack("fresh_copies")[road]

    value, seen = within(["padding"], lambda: function(torch.ones(1)).tolist())

    assert value.startswith("PermissionError: this file of a library cannot be run again") or seen == ["numpy.pad"]


@pytest.mark.parametrize("road", ["_by_torchs_rewriting", "_by_torchs_reloaded_rewriting"])
def test_torchs_rewriting_has_no_other_copy(road):
    function = attack("fresh_copies")[road]

    value, seen = within(["padding"], lambda: function(torch.ones(1)).tolist())

    assert isinstance(value, str)
    assert value.startswith("PermissionError: this file of a library cannot be run again") or seen


def test_torch_imports_its_rewritings_late():
    def road():
        for name in ("torch._refs", "torch._decomp.decompositions"):
            if name in sys.modules:
                return "they are here"
        import torch._refs

        return torch._refs.add(torch.ones(1), 1).tolist()

    assert within(["padding"], road)[0] in ([2.0], "they are here")


def test_other_files_are_run_under_any_name():
    def road():
        spec = importlib.util.spec_from_file_location("mine", importlib.util.find_spec("colorsys").origin)
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        return made.rgb_to_hsv(0, 0, 1)

    assert within(["padding"], road)[0][2] == 1
