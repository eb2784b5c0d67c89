"""Raises errors that steer a terminal: colours, the cursor, the title, the clipboard, links, bells, and the answer-back."""


class _Named(ValueError):
    pass


_Named.__name__ = "\x1b[2J\x1b[31mNamed\x1b]0;autograder-attack\x07"
_ESCAPES = (
    "\x1b[2J\x1b[H\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]52;c;YXV0b2dyYWRlcg==\x07 \x1b]8;;http://127.0.0.1/\x1b\\link"
    "\x1b]8;;\x1b\\ \x1bP+q544e\x1b\\ \x9b2J \x9d0;c1\x9c \x05 \x08\x08\x08\x7f \r over \x0b\x0c \x00 \x85 \u2028 \u2029"
)


def total(x):
    raise _Named(_ESCAPES)


def smooth(x, k):
    "\x1b[2J"
    raise ValueError(f"{_ESCAPES} k={k}")  # \x1b[2J and ​ ‮ in the line that is shown


def average(x):
    return _ESCAPES


def parity(n):
    print(_ESCAPES)
    return [_ESCAPES, {_ESCAPES: _ESCAPES}]
