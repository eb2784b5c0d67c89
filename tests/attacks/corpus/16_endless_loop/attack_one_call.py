"""Computes for ever in a single call of C code, which no handler of a Python signal can interrupt."""

import re

re.match(r"(x+x+)+y", "x" * 1000)
