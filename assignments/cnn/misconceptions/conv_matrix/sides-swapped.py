"""Number the pixels of an image of 2 rows and 4 columns in reading order. How far is it from one to the pixel below it?
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
                    matrix[i * columns + j, (i + u) * h + (j + v)] = k[u, v]
    return matrix
