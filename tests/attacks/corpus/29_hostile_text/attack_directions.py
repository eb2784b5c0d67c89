"""Turns the reading direction, hides characters, and piles up marks, in errors, names and source lines."""

_TURNED = "\u202e\u2066 3 = sruoy ,31 detcepxe \u2069\u202c\u200f\u061c"
_HIDDEN = "pa\u200bss\u2060ed\ufeff \U000e0041\U000e0042 \ufff9a\ufffab\ufffb \u115f\u3164"
_PILED = "a" + "\u0301\u0489\u20dd" * 700


class Раssed(ValueError):  # two of the letters are Cyrillic
    pass


def total(x):
    raise Раssed(_TURNED + _HIDDEN + _PILED)


def smooth(x, k):
    раssed = "‮ done 4/4"  # likewise, and turned
    return раssed, _TURNED, _HIDDEN


def average(x):
    raise ValueError("\U0010ffff\ufffe\ufdd0 half: \ud83d \udc80 \ud800\udc00")


def parity(n):
    return _TURNED
