"""Call it twice with two histories and count the curves of the second figure. Where did it draw?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    epochs = range(1, len(history.loss) + 1)
    plt.subplot(1, 2, 1)
    plt.plot(epochs, history.loss)
    plt.title("Training loss")
    plt.subplot(1, 2, 2)
    plt.plot(epochs, history.train_accuracy, label="train")
    plt.plot(epochs, history.test_accuracy, label="test")
    plt.legend()
    return plt.gcf()
