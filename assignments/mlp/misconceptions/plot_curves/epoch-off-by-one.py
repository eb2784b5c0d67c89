"""Look at the left end of your curves. After how many epochs was that measured?"""

import matplotlib.pyplot as plt


def plot_curves(history):
    fig, (left, right) = plt.subplots(1, 2)
    left.plot(history.loss)
    left.set_title("Training loss")
    right.plot(history.train_accuracy, label="train")
    right.plot(history.test_accuracy, label="test")
    right.legend()
    return fig
