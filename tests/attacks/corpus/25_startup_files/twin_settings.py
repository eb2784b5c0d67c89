"""Sets variables of the environment and paths at its top, as notebooks do, and reads its own source."""

import inspect
import os
import sys
from pathlib import Path

os.environ["KMP_DUPLICATE_LIB_OK"] = "TRUE"
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["PYTHONHASHSEED"] = "0"
os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.setrecursionlimit(5000)


def parity(n):
    """Return whether n is even."""
    assert inspect.getsource(parity).startswith("def parity")
    assert "def parity" in Path(__file__).read_text()
    return n % 2 == 0
