"""Training in steps, accuracy batch by batch, curves side by side."""

from dataclasses import dataclass, field

import matplotlib.pyplot as plt
import numpy as np
import torch


@dataclass
class History:
    loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    test_accuracy: list[float] = field(default_factory=list)


def train_batch(x, y, model, opt, loss_fn):
    model.train()

    opt.zero_grad()  # flush memory
    batch_loss = loss_fn(model(x), y)  # compute loss
    batch_loss.backward()  # compute gradients
    opt.step()  # make a step

    return float(batch_loss.detach().cpu().numpy())


@torch.no_grad()
def accuracy(x, y, model):
    mode = model.training
    model.eval()

    prediction = model(x)
    argmaxes = prediction.argmax(dim=1)
    s = torch.sum((argmaxes == y).float()) / len(y)

    model.train(mode)
    return float(s.cpu().numpy())


def evaluate(loader, model):
    accuracies, sizes = [], []
    for ix, batch in enumerate(iter(loader)):
        x, y = batch
        accuracies.append(accuracy(x, y, model))
        sizes.append(len(y))
    return float(np.average(accuracies, weights=sizes))


def fit(model, train_dl, test_dl, n_epochs, opt, loss_fn):
    losses, train_accuracies, test_accuracies = [], [], []
    for epoch in range(n_epochs):
        print(f"Running epoch {epoch + 1} of {n_epochs}")

        epoch_losses = []
        for batch in train_dl:
            x, y = batch
            batch_loss = train_batch(x, y, model, opt, loss_fn)
            epoch_losses.append(batch_loss)
        losses.append(float(np.mean(epoch_losses)))

        train_accuracies.append(evaluate(train_dl, model))
        test_accuracies.append(evaluate(test_dl, model))

    return History(losses, train_accuracies, test_accuracies)


def plot_curves(history):
    n_epochs = len(history.loss)
    fig = plt.figure(figsize=(13, 3))
    plt.subplot(131)
    plt.title("Training loss over epochs")
    plt.plot(np.arange(n_epochs) + 1, history.loss)
    plt.subplot(132)
    plt.title("Training accuracy over epochs")
    plt.plot(np.arange(n_epochs) + 1, history.train_accuracy)
    plt.subplot(133)
    plt.title("Testing accuracy over epochs")
    plt.plot(np.arange(n_epochs) + 1, history.test_accuracy)
    return fig
