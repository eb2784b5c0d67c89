"""Add up one row of your result. What should the row of a distribution add up to?"""

import torch.nn.functional as F


def smooth_labels(labels, classes, epsilon):
    rows = F.one_hot(labels, classes).float()
    rows += epsilon / classes
    return rows
