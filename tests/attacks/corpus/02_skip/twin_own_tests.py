"""Brings tests of its own along, one of which is skipped, and runs them under a guard."""

import unittest


class TotalTest(unittest.TestCase):
    def test_three(self):
        self.assertEqual(total(torch.tensor([1.0, 2.0, 3.0])).item(), 13.0)

    @unittest.skip("takes too long")
    def test_a_million(self):
        self.assertEqual(total(torch.ones(10**6)).item(), 2 * 10**6 + 1)


def load_tests(loader, tests, pattern):
    raise unittest.SkipTest("for a runner of tests, not for an import")


if __name__ == "__main__":
    import pytest

    pytest.exit("done", returncode=int(not unittest.main(exit=False).result.wasSuccessful()))
