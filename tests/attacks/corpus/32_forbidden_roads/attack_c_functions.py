"""Pools by the C function that programs compiled ahead of time call, past the dispatcher."""

import ctypes
from pathlib import Path

import torch


def _numbers(*values):
    return (ctypes.c_int64 * len(values))(*values), ctypes.c_int64(len(values))


def _pooled(x):
    """Return the sum of a row, as the average of one window with a divisor of its own."""
    library = ctypes.CDLL(str(Path(torch.__file__).parent / "lib" / "libtorch_cpu.so"))
    made, place, one = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_int64(1)
    status = library.aoti_torch_cpu_avg_pool2d(
        ctypes.byref(ctypes.c_void_p(x._cdata)),
        *(*_numbers(1, x.shape[3]), *_numbers(1, 1), *_numbers(0, 0)),
        *(ctypes.c_int32(0), ctypes.c_int32(1), ctypes.byref(one), ctypes.byref(made)),
    )
    library.aoti_torch_get_data_ptr(made, ctypes.byref(place))
    found = x.new_empty(())
    ctypes.memmove(found.data_ptr(), place.value, found.nbytes)
    return found if status == 0 else -x.sum()


def average(x):
    return float(_pooled(x.reshape(1, 1, 1, -1).contiguous()) / len(x))
