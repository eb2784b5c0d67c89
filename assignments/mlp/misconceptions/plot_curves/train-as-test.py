"""Print the two lists of accuracies and read them off your curves. Do the numbers fit the names?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    epochs = range(1, len(history.loss) + 1)
    fig, axes = plt.subplots(1, 3)
    axes[0].plot(epochs, history.loss)
    axes[0].set_title("Training loss")
    axes[1].plot(epochs, history.train_accuracy)
    axes[1].set_title("Training accuracy")
    axes[2].plot(epochs, history.train_accuracy)
    axes[2].set_title("Test accuracy")
    return fig
