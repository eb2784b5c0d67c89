"""Loss on the left scale and accuracies in percent on the right one, with one legend for the figure."""

import matplotlib.pyplot as plt


def plot_curves(history):
    fig, left = plt.subplots()
    right = left.twinx()
    epochs = [i + 1 for i, _ in enumerate(history.loss)]
    left.plot(epochs, history.loss, color="tab:red", label="Loss")
    left.set_ylabel("Loss")
    right.plot(epochs, [100 * value for value in history.train_accuracy], label="Train")
    right.plot(epochs, [100 * value for value in history.test_accuracy], label="Test")
    right.set_ylabel("Accuracy (%)")
    fig.legend()
    return fig
