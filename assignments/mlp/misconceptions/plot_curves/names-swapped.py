"""Read the last value off each curve and compare it with the last entry of its list. Do the names fit?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    epochs = range(1, len(history.loss) + 1)
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, history.loss)
    left.set_title("Training loss")
    right.plot(epochs, history.test_accuracy)
    right.plot(epochs, history.train_accuracy)
    right.legend(["train", "test"])
    return fig
