"""Twelve examples in batches of four: how large is the last batch, and what does your remainder say?"""

from training import accuracy


def evaluate(loader, model):
    shares = [accuracy(x, y, model) for x, y in loader]
    sizes = [loader.batch_size] * len(shares)
    sizes[-1] = len(loader.dataset) % loader.batch_size
    return sum(share * size for share, size in zip(shares, sizes)) / max(sum(sizes), 1)
