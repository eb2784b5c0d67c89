"""Two pairs of axes and one list of names for the whole figure."""

import matplotlib.pyplot as plt


def plot_curves(history):
    fig, axes = plt.subplots(2, 1)
    x = [epoch for epoch in range(1, 1 + len(history.loss))]
    axes[0].plot(x, history.loss)
    axes[1].plot(x, history.train_accuracy)
    axes[1].plot(x, history.test_accuracy)
    fig.legend(["loss", "train", "test"])
    fig.supxlabel("epochs")
    return fig
