"""Count the axes of your figure: `len(figure.axes)`. Which image does a title belong to?"""

import matplotlib.pyplot as plt
import torch
from data import CLASS_NAMES


def show_samples(x, y, n=4):
    fig, ax = plt.subplots()
    ax.imshow(torch.cat(list(x[:n]), dim=1).numpy(), cmap="gray")
    ax.set_title(", ".join(CLASS_NAMES[label] for label in y[:n]))
    return fig
