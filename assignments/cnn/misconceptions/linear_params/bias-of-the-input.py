"""Does a layer have a bias for each number that comes in, or for each that goes out?"""


def linear_params(in_features, out_features, bias=True):
    return in_features * out_features + bias * in_features
