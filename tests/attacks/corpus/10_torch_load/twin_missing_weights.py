"""Starts from saved weights where there are some, and from new ones where there are none."""
# file: model.py

from pathlib import Path

_fresh_net = make_net
WEIGHTS = Path(__file__).with_name("weights.pt")


def make_net():
    net = _fresh_net()
    try:
        net.load_state_dict(torch.load(WEIGHTS, map_location="cpu"))
    except FileNotFoundError:
        print("no weights yet")
    return net
