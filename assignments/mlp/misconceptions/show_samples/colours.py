"""Look at your figure: is it grey? Which colours does imshow use if you do not name any?"""

import matplotlib.pyplot as plt
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, axes = plt.subplots(1, n, squeeze=False)
    for i in range(n):
        axes[0, i].imshow(x[i].numpy())
        axes[0, i].set_title(CLASS_NAMES[y[i]])
    return fig
