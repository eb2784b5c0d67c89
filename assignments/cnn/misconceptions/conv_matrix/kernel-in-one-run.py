"""Write the first row of your matrix as an image. Do the rows of the kernel lie below each other?"""

from convolution import output_size


def conv_matrix(k, h, w):
    p, q = k.shape
    rows, columns = output_size(h, p), output_size(w, q)
    matrix = k.new_zeros(rows * columns, h * w)
    for i in range(rows):
        for j in range(columns):
            start = i * w + j
            run = k.flatten()[: h * w - start]
            matrix[i * columns + j, start : start + len(run)] = run
    return matrix
