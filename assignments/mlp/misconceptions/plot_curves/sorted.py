"""Draw a history whose loss goes up once. Does your curve?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    epochs = range(1, len(history.loss) + 1)
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, sorted(history.loss, reverse=True))
    left.set_title("Training loss")
    right.plot(epochs, sorted(history.train_accuracy), label="train")
    right.plot(epochs, sorted(history.test_accuracy), label="test")
    right.legend()
    return fig
