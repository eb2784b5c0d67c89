"""Curves without labels; the legend is given a list of names."""

import matplotlib.pyplot as plt


def plot_curves(history):
    plt.figure()
    n = len(history.loss)
    plt.subplot(2, 1, 1)
    plt.plot(range(1, n + 1), history.loss)
    plt.ylabel("loss")
    plt.subplot(2, 1, 2)
    plt.plot(range(1, n + 1), history.train_accuracy, range(1, n + 1), history.test_accuracy)
    plt.legend(["Train accuracy", "Test accuracy"])
    plt.title("Train and test accuracy")
    plt.axhline(0.8814, linestyle=":")
    plt.xlabel("epoch")
    return plt.gcf()
