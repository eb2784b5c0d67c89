"""Take a batch of 32 right answers and one of 16 wrong ones. How many of the 48 are right, and what do you return?"""

from training import accuracy


def evaluate(loader, model):
    shares = [accuracy(x, y, model) for x, y in loader]
    return sum(shares) / len(shares)
