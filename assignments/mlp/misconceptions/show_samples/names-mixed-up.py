"""Read your list of names beside CLASS_NAMES, entry by entry. Where do they part?"""

import matplotlib.pyplot as plt

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sneaker", "Shirt", "Sandal", "Bag", "Ankle boot"]


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, n, squeeze=False)
    for i in range(n):
        axes[0, i].imshow(x[i].numpy(), cmap="gray")
        axes[0, i].set_title(NAMES[y[i]])
    return fig
