"""Number the entries of an output of 2 rows and 3 columns in reading order, from 0. Which number has the first one of
the second row, and which has it in yours?
"""

from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = k.new_zeros(rows * columns, h * w)
    for i in range(rows):
        for j in range(columns):
            for u in range(p):
                for v in range(q):
                    matrix[i * rows + j, (i + u) * w + j + v] = k[u, v]
    return matrix
