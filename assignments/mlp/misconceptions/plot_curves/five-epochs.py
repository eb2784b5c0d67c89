"""Draw a history of 3 epochs, then one of 7. What does your horizontal axis say?"""

import matplotlib.pyplot as plt
import numpy as np


def plot_curves(history):
    epochs = np.linspace(1, 5, len(history.loss))
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, history.loss)
    left.set_title("Training loss")
    right.plot(epochs, history.train_accuracy, label="train")
    right.plot(epochs, history.test_accuracy, label="test")
    right.legend()
    return fig
