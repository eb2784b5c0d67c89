"""Count the different greys in one of your pictures. How many has the image?"""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, n, squeeze=False)
    for i in range(n):
        axes[0, i].imshow((x[i] // 255).numpy(), cmap="gray")
        axes[0, i].set_title(CLASS_NAMES[y[i]])
    return fig
