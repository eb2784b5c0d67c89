"""Ends with a status of its own, but only where the file is run as a program."""

import os
import sys


def main():
    print(total(torch.ones(3)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
    os._exit(0)
