"""Try the docstring's example with `bias=False`. How many biases are left in your number?"""


def linear_params(in_features, out_features, bias=True):
    return in_features * out_features + out_features
