"""Show an image with label 0. What does its title say, and which name comes first in CLASS_NAMES?"""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, n, squeeze=False)
    for i in range(n):
        axes[0, i].imshow(x[i].numpy(), cmap="gray")
        axes[0, i].set_title(CLASS_NAMES[y[i] - 1])
    return fig
