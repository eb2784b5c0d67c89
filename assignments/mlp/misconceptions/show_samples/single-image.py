"""Call it with n = 1 and print what `plt.subplots(1, 1)` gives. Can that be indexed?"""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, n)
    for i in range(n):
        axes[i].imshow(x[i].numpy(), cmap="gray")
        axes[i].set_title(CLASS_NAMES[y[i]])
    return fig
