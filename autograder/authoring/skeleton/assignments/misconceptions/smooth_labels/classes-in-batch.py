"""Ask for 5 classes, with labels that are all 0 or 1. How many columns does your result have?"""

import torch.nn.functional as F


def smooth_labels(labels, classes, epsilon):
    one_hot = F.one_hot(labels).float()
    return (1 - epsilon) * one_hot + epsilon / classes
