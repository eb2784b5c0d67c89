"""One pair of axes for each curve, named in its title; no legend."""

import matplotlib.pyplot as plt


def plot_curves(history):
    fig = plt.figure(figsize=(13, 3))
    n = len(history.loss)
    named = {
        "Training Loss value over epochs": history.loss,
        "Training Accuracy value over epochs": history.train_accuracy,
        "Testing Accuracy value over epochs": history.test_accuracy,
    }
    for i, (title, values) in enumerate(named.items()):
        plt.subplot(131 + i)
        plt.title(title)
        plt.plot(list(range(1, n + 1)), values)
        plt.xticks(range(1, n + 1))
    return fig
