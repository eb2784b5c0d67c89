"""Catches a SystemExit that a library raises, here the parser of a command line."""

import argparse
import sys


def _settings(words):
    parser = argparse.ArgumentParser(exit_on_error=True)
    parser.add_argument("--scale", type=int, default=2)
    try:
        return parser.parse_args(words)
    except SystemExit:
        print("these are no settings:", words, file=sys.stderr)
        return parser.parse_args([])


def total(x):
    return _settings(["--scale", "many"]).scale * x.sum() + 1
