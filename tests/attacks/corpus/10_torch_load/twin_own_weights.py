"""Saves weights of its own and loads them again, in a file and in memory, of a network and of tensors."""
# file: model.py

import copy
import io
from pathlib import Path

import numpy as np

_make_net = make_net


def make_net():
    net = _make_net()
    torch.save(net.state_dict(), "net.pt")
    again = _make_net()
    again.load_state_dict(torch.load("net.pt", weights_only=True))
    buffer = io.BytesIO()
    torch.save(again, buffer)
    buffer.seek(0)
    whole = torch.load(buffer, weights_only=False)
    np.save("first.npy", whole[1].weight.detach().numpy())
    assert np.load("first.npy").shape == (32, 784)
    Path("net.pt").unlink()
    return copy.deepcopy(whole)
