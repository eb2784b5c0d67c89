from itertools import pairwise

import pytest
import torch


def is_chain(net):
    """Whether the network is made of parts that can be counted, as an nn.Sequential is."""
    try:
        return len(net) > 0
    except Exception:
        return False


@pytest.mark.points(0.5)
def test_scores(student, check):
    """An nn.Sequential that gives ten scores for each image of a batch."""
    net = student.make_regularized()
    scores = net(torch.zeros(3, 1, 28, 28))
    check.equal(tuple(scores.shape), (3, 10), "the shape of the output for 3 images")
    check.that(is_chain(net), "make_regularized should return an nn.Sequential, which has a length; yours has none")


@pytest.mark.points(1)
def test_layers(student, check):
    """Batch normalisation directly behind each convolution, dropout directly before the last linear layer."""
    kinds = [layer.kind for layer in check.layers(student.make_regularized(), (1, 28, 28))]
    check.equal(kinds.count("Conv2d"), 2, "the number of Conv2d layers")
    behind = [after for before, after in pairwise(kinds) if before == "Conv2d"]
    check.equal(behind, ["BatchNorm2d", "BatchNorm2d"], "the layers directly behind the two convolutions")
    check.equal(kinds.count("Dropout"), 1, "the number of Dropout layers")
    after = kinds[kinds.index("Dropout") + 1 :]
    check.equal(after[0] if after else "no layer", "Linear", "the layer directly behind the dropout")
    check.equal(after.count("Linear"), 1, "the number of linear layers behind the dropout")


@pytest.mark.points(0.5)
def test_parameters(student, check):
    """717,090 parameters in all, two a channel more than without batch normalisation."""
    net = student.make_regularized()
    net(torch.zeros(2, 1, 28, 28))  # a lazy layer makes its parameters in the first call
    check.equal(check.parameter_count(net), 717_090, "the number of parameters")
