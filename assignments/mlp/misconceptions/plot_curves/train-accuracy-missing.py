"""Count the curves in your figure. Which list of the history is not among them?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    epochs = range(1, len(history.loss) + 1)
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, history.loss)
    left.set_title("Training loss")
    right.plot(epochs, history.test_accuracy)
    right.set_title("Test accuracy")
    return fig
