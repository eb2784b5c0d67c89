"""A grid with five axes to a row, of which those that are not needed are switched off; dark on white."""

import matplotlib.pyplot as plt
import numpy as np
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    columns = max(5, n)
    fig, axes = plt.subplots(1, columns, figsize=(2 * columns, 2.4))
    for i, ax in enumerate(axes):
        if i >= n:
            ax.set_visible(False)
            continue
        ax.imshow(255 - np.asarray(x[i].tolist()), cmap="gray", vmin=0, vmax=255)
        ax.set_title("class: " + CLASS_NAMES[y[i]])
    return fig
