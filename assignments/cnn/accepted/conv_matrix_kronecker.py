"""One shift matrix down and one to the right for each entry of the kernel."""

import torch
from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    down, right = torch.eye(h, dtype=k.dtype), torch.eye(w, dtype=k.dtype)
    return sum(
        k[u, v] * torch.kron(down[u : u + rows].contiguous(), right[v : v + columns].contiguous())
        for u in range(p)
        for v in range(q)
    )
