"""Try the docstring's example. How many biases do you count, and to which numbers are they added?"""


def linear_params(in_features, out_features, bias=True):
    return in_features * out_features + bias * in_features
