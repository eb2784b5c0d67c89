"""Two scales, and one legend on the left axes for the curves of both."""

import matplotlib.pyplot as plt


def plot_curves(history):
    fig = plt.figure()
    ax = fig.add_subplot()
    n_epochs = len(history.train_accuracy)
    epochs = range(1, n_epochs + 1)
    curves = ax.plot(epochs, history.loss, "-r", label="Training loss")
    other = ax.twinx()
    curves += other.plot(epochs, history.train_accuracy, "-", label="Training accuracy")
    curves += other.plot(epochs, history.test_accuracy, "-", label="Test accuracy")
    ax.legend(curves, [curve.get_label() for curve in curves], loc=0)
    ax.set_xlabel("Epoch")
    return fig
