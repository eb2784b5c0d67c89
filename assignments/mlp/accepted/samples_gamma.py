"""Pixels from 0 to 1, brightened, drawn with matshow and a colour bar for the last."""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(ncols=n, squeeze=False, layout="constrained")
    names = [CLASS_NAMES[label] for label in y.tolist()]
    for ax, image, name in zip(axes.flat, x, names):
        drawn = ax.matshow((image.double() / 255).sqrt().numpy(), cmap=plt.cm.gray)
        ax.set_title(name)
    fig.colorbar(drawn)
    return fig
