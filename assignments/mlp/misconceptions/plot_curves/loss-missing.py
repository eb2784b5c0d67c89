"""Count the curves in your figure. Which list of the history is not among them?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    epochs = range(1, len(history.loss) + 1)
    fig, ax = plt.subplots()
    ax.plot(epochs, history.train_accuracy, label="train")
    ax.plot(epochs, history.test_accuracy, label="test")
    ax.legend()
    return fig
