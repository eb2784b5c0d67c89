"""Where the keys of a TOML file stand, which tomllib does not tell."""

from __future__ import annotations

import re

Place = tuple[str | int, ...]

_GAP = re.compile(r"(?:\s|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+)[ \t]*""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'", re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}\n#]*")


class TomlLines:
    """The lines of a TOML document's tables, keys and array elements.

    Args:
        text: a document that tomllib accepts; anything else gives lines without meaning.

    For example, in a file whose third line is `c = 2` under the first `[[b]]`, `line(("b", 0, "c"))` is 3.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._lines: dict[Place, int] = {}
        self._tables: dict[Place, int] = {}
        self._document()

    def line(self, place: Place) -> int:
        """Give the line (from 1) of a key, element or table, or of the nearest thing around it."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def _document(self) -> None:
        table: Place = ()
        while self._skip_gap() < len(self._text):
            if self._text.startswith("[", self._position):
                table = self._header()
            else:
                self._key_and_value(table)

    def _header(self) -> Place:
        start = self._position
        array = self._text.startswith("[[", start)
        self._position += 1 + array
        *parents, last = self._dotted_key()
        self._position += 1 + array
        place: Place = ()
        for key in parents:
            place = self._inside((*place, key))
        place = (*place, last)
        if array:
            self._note(place, start)
            self._tables[place] = self._tables.get(place, -1) + 1
            place = self._inside(place)
        self._note(place, start)
        return place

    def _inside(self, place: Place) -> Place:
        """Of an array of tables, its last one, which is what a header's parent means."""
        return (*place, self._tables[place]) if place in self._tables else place

    def _key_and_value(self, table: Place) -> None:
        start = self._position
        place = table
        for key in self._dotted_key():
            place = (*place, key)
            self._note(place, start)
        self._position += 1  # the equals sign
        self._skip_gap()
        self._value(place)

    def _value(self, place: Place) -> None:
        opening = self._text[self._position : self._position + 1]
        if opening == "[":
            self._position += 1
            index = 0
            while not self._closes("]"):
                self._note((*place, index), self._position)
                self._value((*place, index))
                index += 1
        elif opening == "{":
            self._position += 1
            while not self._closes("}"):
                self._key_and_value(place)
        else:
            match = _STRING.match(self._text, self._position) or _SCALAR.match(self._text, self._position)
            self._position = match.end() if match else len(self._text)

    def _closes(self, bracket: str) -> bool:
        """Step over what stands between two elements, and over the closing bracket if it is next."""
        self._skip_gap()
        if self._text.startswith(",", self._position):
            self._position += 1
            self._skip_gap()
        if self._position >= len(self._text):
            return True
        closes = self._text.startswith(bracket, self._position)
        self._position += closes
        return closes

    def _dotted_key(self) -> list[str]:
        keys = []
        while match := _KEY.match(self._text, self._position):
            keys.append(match[1].strip("\"'"))
            self._position = match.end()
            if not self._text.startswith(".", self._position):
                break
            self._position += 1
        return keys

    def _skip_gap(self) -> int:
        match = _GAP.match(self._text, self._position)
        self._position = match.end() if match else self._position
        return self._position

    def _note(self, place: Place, position: int) -> None:
        self._lines.setdefault(place, self._text.count("\n", 0, position) + 1)
