"""Write each row of your matrix as an image. Does any window run over the right border and go on at the left?"""

from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = k.new_zeros(rows * columns, h * w)
    for output in range(rows * columns):
        for u in range(p):
            for v in range(q):
                matrix[output, output + u * w + v] = k[u, v]
    return matrix
