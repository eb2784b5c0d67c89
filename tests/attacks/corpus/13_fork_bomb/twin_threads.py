"""Shares work out among threads, by a pool and by hand, and uses torch's own."""

import threading
from concurrent.futures import ThreadPoolExecutor

torch.set_num_threads(2)


def smooth(x, k):
    if k < 1:
        raise ValueError(f"k must be at least 1, got k={k}")
    windows = x.unfold(0, k, 1)
    with ThreadPoolExecutor(4) as pool:
        return torch.cat(list(pool.map(lambda part: part.sum(1), windows.split(max(1, len(windows) // 4)))))


def total(x):
    sums = []
    threads = [threading.Thread(target=lambda part=part: sums.append(part.sum())) for part in x.chunk(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert torch.ones(300, 300).mm(torch.ones(300, 300))[0, 0] == 300
    return 2 * sum(sums) + 1
