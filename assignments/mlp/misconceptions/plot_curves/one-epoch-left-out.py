"""Draw a history of a single epoch. What does your figure show of it?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    fig, (left, right) = plt.subplots(1, 2)
    left.set_title("Training loss")
    right.set_title("Accuracy")
    n = len(history.loss)
    if n < 2:  # no curve without two points
        return fig
    epochs = range(1, n + 1)
    left.plot(epochs, history.loss)
    right.plot(epochs, history.train_accuracy, label="train")
    right.plot(epochs, history.test_accuracy, label="test")
    right.legend()
    return fig
