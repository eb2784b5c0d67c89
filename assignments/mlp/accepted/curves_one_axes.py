"""All three curves on one pair of axes, told apart by a legend."""

import matplotlib.pyplot as plt
import numpy as np


def plot_curves(history):
    fig, ax = plt.subplots()
    epochs = np.arange(len(history.loss)) + 1
    ax.plot(epochs, history.loss, "k--", label="loss (train)")
    ax.plot(epochs, history.train_accuracy, "o-", label="accuracy (train)")
    ax.plot(epochs, history.test_accuracy, "s-", label="accuracy (test)")
    ax.set_xlabel("epoch")
    ax.legend(loc="best")
    ax.grid()
    return fig
