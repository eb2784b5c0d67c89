"""Multiply your matrix by an image with a single 1 in its upper left corner. Which entry of the kernel comes out?"""

from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = k.new_zeros(rows * columns, h * w)
    for i in range(rows):
        for j in range(columns):
            for u in range(p):
                for v in range(q):
                    matrix[i * columns + j, (i + u) * w + (j + v)] = k[p - 1 - u, q - 1 - v]
    return matrix
