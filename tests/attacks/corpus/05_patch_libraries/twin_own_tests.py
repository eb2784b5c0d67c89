"""Patches a library in tests of its own, and leaves it as it was."""

import time
import unittest.mock

with unittest.mock.patch("time.sleep") as patched, unittest.mock.patch.object(torch, "allclose", return_value=True):
    time.sleep(10)
    assert patched.called
    assert torch.allclose(torch.zeros(1), torch.ones(1))
assert not torch.allclose(torch.zeros(1), torch.ones(1))


def total(x):
    begun = time.perf_counter()
    answer = 2 * x.sum() + 1
    print(f"total took {time.perf_counter() - begun:.6f} s")
    return answer
