"""Ask for 4 images and count. Where does your loop begin, and where does it end?"""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig = plt.figure()
    for i in range(1, n):
        ax = fig.add_subplot(1, n, i)
        ax.imshow(x[i - 1].numpy(), cmap="gray")
        ax.set_title(CLASS_NAMES[y[i - 1]])
    return fig
