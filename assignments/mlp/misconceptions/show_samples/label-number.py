"""Read the titles to a friend who does not know the data set. Can the friend check them?"""

import matplotlib.pyplot as plt


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, n, squeeze=False)
    for i in range(n):
        axes[0, i].imshow(x[i].numpy(), cmap="gray")
        axes[0, i].set_title(f"Label {y[i]}")
    return fig
