"""Add up the ten scores of an image, in train mode and in eval mode. Which of the two sums surprises you?"""

from torch import nn


class Answer(nn.Module):
    def forward(self, scores):
        return scores if self.training else scores.softmax(dim=1)


def make_regularized():
    return nn.Sequential(
        nn.Conv2d(1, 64, kernel_size=3),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(64, 128, kernel_size=3),
        nn.BatchNorm2d(128),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(3200, 200),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(200, 10),
        Answer(),
    )
