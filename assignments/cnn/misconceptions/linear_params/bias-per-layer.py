"""How many biases has a layer with 1000 outputs?"""


def linear_params(in_features, out_features, bias=True):
    return in_features * out_features + bias
