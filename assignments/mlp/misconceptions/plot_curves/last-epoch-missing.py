"""Count the points of a curve of 3 epochs. Which one is not there?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    epochs = range(1, len(history.loss))
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, history.loss[:-1])
    left.set_title("Training loss")
    right.plot(epochs, history.train_accuracy[:-1], label="train")
    right.plot(epochs, history.test_accuracy[:-1], label="test")
    right.legend()
    return fig
