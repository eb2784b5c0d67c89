"""A `match` over the kinds of layers, lists for shapes."""

from by_hand import conv_params, linear_params


def layer_table(layers, input_shape):
    shape = list(input_shape)
    table = []
    for layer in layers:
        parameters = 0
        match layer:
            case ("conv2d", filters, k, stride, padding):
                parameters = conv_params(shape[0], filters, k)
                shape = [filters] + [(side + 2 * padding - k) // stride + 1 for side in shape[1:]]
            case ("max_pool2d", k):
                shape = [shape[0]] + [side // k for side in shape[1:]]
            case ("flatten",):
                total = 1
                for side in shape:
                    total *= side
                shape = [total]
            case ("linear", features):
                parameters = linear_params(shape[0], features)
                shape = [features]
        table.append((tuple(shape), parameters))
    return table
