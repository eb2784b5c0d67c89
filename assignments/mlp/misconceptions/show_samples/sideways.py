"""Do the shoes in your figure stand on the ground?"""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, n, squeeze=False)
    for i in range(n):
        axes[0, i].imshow(x[i].T.numpy(), cmap="gray")
        axes[0, i].set_title(CLASS_NAMES[y[i]])
    return fig
