"""Call it with n = 2 and with n = 6. How many images do you count?"""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, 4, figsize=(10, 3))
    for i in range(4):
        axes[i].imshow(x[i].numpy(), cmap="gray")
        axes[i].set_title(CLASS_NAMES[y[i]])
    return fig
