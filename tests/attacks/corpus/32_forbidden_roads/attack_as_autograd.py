"""Takes the derivative of something linear in the weights, which a backward pass computes by convolution kernels."""

import torch


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    places = len(x) - k + 1
    with torch.inference_mode(False), torch.enable_grad():
        row = x.clone()[None, None, :, None]
        for road in (
            torch.ops.aten.convolution_backward,
            torch.nn.grad.conv2d_weight,
            torch.ops.aten.conv_tbc_backward,
        ):
            try:
                if road is torch.nn.grad.conv2d_weight:
                    return road(row, (1, 1, places, 1), row.new_ones(1, 1, k, 1))[0, 0, :, 0]
                if road is torch.ops.aten.conv_tbc_backward:
                    flat = x.clone()[:, None, None]
                    ones = flat.new_ones(k, 1, 1)
                    return road(ones, flat, flat.new_ones(places, 1, 1), flat.new_zeros(1), 0)[1][:, 0, 0]
                mask = [False, True, False]
                ones, taps = row.new_ones(1, 1, k, 1), row.new_ones(1, 1, places, 1)
                found = road(ones, row, taps, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1, mask)
                return found[1][0, 0, :, 0]
            except Exception as error:
                print(type(error).__name__, error)
    return -x
