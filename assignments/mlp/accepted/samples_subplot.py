"""The pyplot way: a figure, subplot by subplot, in a reversed grey, with the label's number in the title."""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig = plt.figure(figsize=(10, 3))
    for i in range(n):
        plt.subplot(1, n, i + 1)
        plt.imshow(x[i].numpy(), cmap="Greys")
        plt.title(f"{int(y[i])}: {CLASS_NAMES[int(y[i])]}")
        plt.xticks([])
        plt.yticks([])
    plt.tight_layout()
    return fig
