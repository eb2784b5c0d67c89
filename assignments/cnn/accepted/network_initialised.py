"""ReLU before the pool, Kaiming weights and zero biases."""

from torch import nn


def make_cnn():
    layers = []
    for i, o in [(1, 64), (64, 128)]:
        layers += [nn.Conv2d(i, o, 3, bias=True), nn.ReLU(), nn.MaxPool2d((2, 2))]
    layers += [nn.Flatten(start_dim=1), nn.Linear(3200, 200), nn.ReLU(), nn.Linear(200, 10)]
    net = nn.Sequential(*layers)
    for m in net:
        if hasattr(m, "weight"):
            nn.init.kaiming_normal_(m.weight, nonlinearity="relu")
            nn.init.zeros_(m.bias)
    return net
