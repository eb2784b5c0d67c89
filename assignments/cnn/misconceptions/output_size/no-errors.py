"""Try a kernel of 9 on a row of 4. Can your answer be a number of places?"""


def output_size(n, k, stride=1, padding=0):
    return (n + 2 * padding - k) // stride + 1
