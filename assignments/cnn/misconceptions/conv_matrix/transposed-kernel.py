"""Write the first row of your matrix as an image, for a kernel with more columns than rows. Which way does the kernel
lie?
"""

from convolution import output_size


def conv_matrix(k, h, w):
    k = k.T
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = k.new_zeros(rows * columns, h * w)
    for i in range(rows):
        for j in range(columns):
            for u in range(p):
                for v in range(q):
                    matrix[i * columns + j, (i + u) * w + (j + v)] = k[u, v]
    return matrix
