"""Print the type of what you return. Which one does the docstring ask for?"""

from torch import nn


class Regularized(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 64, kernel_size=3),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(64, 128, kernel_size=3),
            nn.BatchNorm2d(128),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
        )
        self.classifier = nn.Sequential(nn.Linear(3200, 200), nn.ReLU(), nn.Dropout(0.5), nn.Linear(200, 10))

    def forward(self, x):
        return self.classifier(self.features(x))


def make_regularized():
    return Regularized()
