"""What is the difference between your values with and without biases?"""


def linear_params(in_features, out_features, bias=True):
    return in_features * out_features + out_features
