"""In which order does `flatten` read the outputs? Which output is the second row of your matrix?"""

from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = k.new_zeros(rows * columns, h * w)
    for i in range(rows):
        for j in range(columns):
            for u in range(p):
                for v in range(q):
                    matrix[j * rows + i, (i + u) * w + (j + v)] = k[u, v]
    return matrix
