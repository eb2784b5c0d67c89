"""Your matrix has a row for each pixel. How many outputs are there?"""

from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = k.new_zeros(h * w, h * w)
    for i in range(rows):
        for j in range(columns):
            for u in range(p):
                for v in range(q):
                    matrix[i * w + j, (i + u) * w + (j + v)] = k[u, v]
    return matrix
