"""A legend with handles, the labels set afterwards, and the test accuracy drawn first."""

import torch
from matplotlib.figure import Figure


def plot_curves(history):
    figure = Figure(layout="constrained")
    upper, lower = figure.subplots(2, sharex=True)
    epochs = torch.arange(1, len(history.loss) + 1).numpy()
    upper.semilogy(epochs, history.loss)
    upper.set(ylabel="Cross-entropy", title="Loss of the training batches")
    (test,) = lower.plot(epochs, history.test_accuracy)
    (train,) = lower.plot(epochs, history.train_accuracy)
    test.set_label("on the test set")
    train.set_label("on the training set")
    lower.legend(handles=[train, test])
    lower.set(xlabel="Epoch", ylabel="Accuracy", ylim=(0, 1))
    return figure
