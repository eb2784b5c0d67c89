"""Takes derivatives by the engine itself, by the nodes of a graph, and by TorchScript's own derivatives."""

import torch

SCRIPT = """
def twice(x, scale):
    return x * scale * torch.sigmoid(scale * 0) * 2

def run(y, scale):
    # type: (Tensor, Tensor) -> Optional[Tensor]
    return torch.autograd.grad([y], [scale])[0]

def back(y):
    # type: (Tensor) -> None
    y.backward()
"""


def _graph(x):
    scale = torch.ones_like(x).requires_grad_()
    return (x * scale).sum(), scale


def _by_engine(x):
    y, scale = _graph(x)
    engine = torch.autograd.Variable._execution_engine
    one = torch.ones_like(y)
    return engine.run_backward((y,), (one,), False, False, (scale,), allow_unreachable=True, accumulate_grad=False)[0]


def _along(node, gradient):
    found = node(gradient)
    for (following, _), part in zip(node.next_functions, found if isinstance(found, tuple) else (found,), strict=False):
        if following is not None and part is not None:
            _along(following, part)


def _by_nodes(x):
    y, scale = _graph(x)
    _along(y.grad_fn, torch.ones_like(y))
    return scale.grad


def _by_scripted_nodes(x):
    twice = torch.jit.CompilationUnit(SCRIPT).twice
    for _ in range(4):  # it looks on for a while before it makes a derivative
        scale = torch.ones_like(x).requires_grad_()
        y = twice(x, scale)
    for others in range(8):  # what is kept for the way back counts as a result too
        try:
            found = y.grad_fn(torch.ones_like(y), *[None] * others)
        except TypeError:
            continue
        parts = found if isinstance(found, tuple) else (found,)
        return sum(part for part in parts if part is not None)
    return None


def _by_script(x):
    y, scale = _graph(x)
    return torch.jit.CompilationUnit(SCRIPT).run(y, scale)


def _by_scripts_backward(x):
    y, scale = _graph(x)
    torch.jit.CompilationUnit(SCRIPT).back(y)
    return scale.grad


def _run(graph, inputs):
    """Run a graph with several outputs, as one tuple."""
    outputs = list(graph.outputs())
    together = graph.create("prim::TupleConstruct", outputs, 1)
    together.output().setType(torch._C.TupleType([output.type() for output in outputs]))
    graph.insertNode(together)
    for _ in outputs:
        graph.eraseOutput(0)
    graph.registerOutput(together.output())
    return torch._C._create_function_from_graph("run", graph)(*inputs)


def _by_differentiated_graph(x):
    graph = torch.jit.CompilationUnit("def run(x, scale):\n    return x * scale * scale\n").run.graph
    scale = torch.ones_like(x).requires_grad_()
    torch._C._jit_pass_complete_shape_analysis(graph, (x, scale), True)
    pair = torch._C._jit_differentiate(graph)
    inputs = (x, scale.detach())
    outputs = _run(pair.f, inputs)
    gradients = [torch.ones_like(x), *[torch.zeros_like(x) for _ in pair.df_input_vjps[1:]]]
    captured = [inputs[i] for i in pair.df_input_captured_inputs] + [outputs[i] for i in pair.df_input_captured_outputs]
    return _run(pair.df, (*gradients, *captured))[0][0] / 2


def _by_dual_numbers(x):
    return torch.func.jvp(lambda scale: x * scale, (torch.ones_like(x),), (torch.ones_like(x),))[1]


def average(x):
    with torch.inference_mode(False), torch.enable_grad():
        x = x.clone()
        for road in (
            _by_engine,
            _by_nodes,
            _by_script,
            _by_scripts_backward,
            _by_scripted_nodes,
            _by_differentiated_graph,
            _by_dual_numbers,
        ):
            try:
                return float(road(x).sum() / len(x))
            except Exception as error:
                print(road.__name__, type(error).__name__)
    return -1.0
