"""Try a kernel that is the transpose of another, `k.T`. How do its entries lie in memory?"""

from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    weights = k.view(p * q)
    matrix = k.new_zeros(rows * columns, h * w)
    for i in range(rows):
        for j in range(columns):
            for place in range(p * q):
                matrix[i * columns + j, (i + place // q) * w + j + place % q] = weights[place]
    return matrix
