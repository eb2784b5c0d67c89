"""Give it four images that are easy to tell apart. Do you see all four?"""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, n, squeeze=False)
    for i in range(n):
        axes[0, i].imshow(x[0].numpy(), cmap="gray")
        axes[0, i].set_title(CLASS_NAMES[y[i]])
    return fig
