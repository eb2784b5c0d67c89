"""Print the dtypes of a float64 kernel and of its matrix. Where in your program is the second one chosen?"""

import torch
from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = torch.zeros(rows * columns, h * w)
    for i in range(rows):
        for j in range(columns):
            for u in range(p):
                for v in range(q):
                    matrix[i * columns + j, (i + u) * w + (j + v)] = k[u, v]
    return matrix
