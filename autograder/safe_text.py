r"""Makes text of unknown origin harmless where people read it: a terminal, a results file, a spreadsheet.

What could steer a terminal, turn the reading direction or break a file is replaced by its Python escape, so
that it can be seen: ESC becomes `\x1b`, a right-to-left override `\u202e`, a lone surrogate `\udc80`.
"""

import re

# C0 and C1 controls, marks and overrides of direction, line and paragraph separators, the byte order mark,
# and halves of surrogate pairs, which no UTF-8 file can hold.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_UNSAFE_BUT_LAYOUT = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))

# A spreadsheet computes a cell that starts like this (https://cwe.mitre.org/data/definitions/1236.html); the
# wide forms stand here for programs that fold them into the plain ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


_TAG_STARTS = re.compile(r"<(?=[A-Za-z/!?])")


def without_tags(text: str) -> str:
    """Returns `text` with every start of a tag as a single guillemet: `<b>` becomes `‹b>`.

    Results are declared as plain text. Where somebody's page shows them as HTML all the same, nothing happens.
    """
    return _TAG_STARTS.sub("‹", text)


def for_terminal(text: str) -> str:
    r"""Returns `text` in one line, every control character escaped, newline and tab among them.

    For names, titles and messages inside a line: "a\nb" becomes the four characters `a\nb`.
    """
    return _UNSAFE.sub(_escaped, text)


def for_results(text: str, limit: int) -> str:
    """Returns `text` for a results file: lines and tabs are kept, other control characters escaped.

    Args:
        text: any text; the ends of its lines may be of any kind.
        limit: the most characters to return, 100 or more. What is over is cut off, and a last line says how
            much that was.
    """
    safe = _UNSAFE_BUT_LAYOUT.sub(_escaped, text.replace("\r\n", "\n"))
    if len(safe) <= limit:
        return safe
    kept = safe[: limit - len(_cut(len(safe)))]
    return kept + _cut(len(safe) - len(kept))


def for_csv(cell: str) -> str:
    """Returns `cell` in one line, an apostrophe before it where a spreadsheet would compute it.

    Numbers that the program itself writes need none of this: "-1" becomes "'-1".
    """
    return ("'" if cell.startswith(_FORMULA_STARTS) else "") + for_terminal(cell)


def _escaped(match: re.Match[str]) -> str:
    return ascii(match[0])[1:-1]


def _cut(count: int) -> str:
    return f"\n[… {count:,} more characters]"
