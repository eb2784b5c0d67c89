"""How often is the bias of one output added?"""


def linear_params(in_features, out_features, bias=True):
    return in_features * out_features * (1 + bias)
