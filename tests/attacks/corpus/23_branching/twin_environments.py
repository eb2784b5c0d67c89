"""Asks where it runs, as code from a notebook does, and computes the same everywhere."""

import os
import platform
import sys

import torch

IN_COLAB = "google.colab" in sys.modules
IN_NOTEBOOK = "ipykernel" in sys.modules or hasattr(__builtins__, "__IPYTHON__")
DEBUG = bool(int(os.environ.get("DEBUG", "0")))
THREADS = min(4, os.cpu_count() or 1)
HOME = os.path.expanduser("~")

if platform.system() == "Windows":
    os.environ["KMP_DUPLICATE_LIB_OK"] = "TRUE"
if not IN_COLAB and os.environ.get("USER") not in (None, ""):
    torch.set_num_threads(THREADS)
if os.path.exists(os.path.join(HOME, "data")):
    print("there are data")
try:
    import google.colab  # only there
except ImportError:
    print("not in Colab", sys.version_info[:2], platform.platform(), os.getpid())


def total(x):
    if DEBUG:
        print(x)
    answer = x.sum() * 2 + 1
    return answer if not IN_NOTEBOOK else answer.clone()


if __name__ == "__main__":
    assert total(torch.ones(3)) == 7
