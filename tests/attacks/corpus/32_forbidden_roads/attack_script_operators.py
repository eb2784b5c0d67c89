"""Convolves by an operator of TorchScript's own, which torch's dispatcher does not have, reached in three ways."""

import torch

ARGUMENTS = ([1, 1], [0, 0], [1, 1], 1)
GRAPH = """graph(%x : Tensor, %w : Tensor):
  %none : NoneType = prim::Constant()
  %one : int = prim::Constant[value=1]()
  %zero : int = prim::Constant[value=0]()
  %ones : int[] = prim::ListConstruct(%one, %one)
  %zeros : int[] = prim::ListConstruct(%zero, %zero)
  %y : Tensor = prim::mkldnn_convolution(%x, %w, %none, %ones, %zeros, %ones, %one)
  return (%y)"""


def _by_namespace(x, w):
    return torch.ops.prim.mkldnn_convolution(x, w, None, *ARGUMENTS)


def _by_operation(x, w):
    return torch._C._jit_get_operation("prim::mkldnn_convolution")[0](x, w, None, *ARGUMENTS)


def _by_graph(x, w):
    return torch._C._create_function_from_graph("run", torch._C.parse_ir(GRAPH))(x, w)


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    row, taps = x.float()[None, None, None], torch.ones(1, 1, 1, k)
    for road in (_by_namespace, _by_operation, _by_graph):
        try:
            return road(row, taps)[0, 0, 0].to(x.dtype)
        except Exception as error:
            print(road.__name__, type(error).__name__)
    return -x
