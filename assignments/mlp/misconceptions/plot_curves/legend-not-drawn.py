"""Look at the figure alone, without your program. Does it say which accuracy is which?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    epochs = range(1, len(history.loss) + 1)
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, history.loss, label="loss")
    right.plot(epochs, history.train_accuracy, label="train")
    right.plot(epochs, history.test_accuracy, label="test")
    right.set_title("Accuracy")
    return fig
