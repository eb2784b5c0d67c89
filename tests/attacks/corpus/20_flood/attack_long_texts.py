"""Raises exceptions whose texts, names, notes and source lines are many megabytes long."""
# base: wrong

_LINE = "x" * 30_000_000


def total(x):
    error = type("E" * 1_000_000, (ValueError,), {})(_LINE)
    error.add_note(_LINE)
    raise error from KeyError(_LINE)


def smooth(x, k):
    raise ValueError(_LINE, _LINE[:9])


def average(x):
    def again(n):
        return again(n - 1) if n else {}[_LINE]

    return again(900)
