"""Files of a kit as lines of text: what a notebook that is handed out alone carries in its first cell."""

from __future__ import annotations

import base64
import json
import lzma
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDTH = 1000
"""Characters of a line: a hundred lines are soon scrolled over where a notebook does not fold the cell."""


def pack(files: Mapping[str, str]) -> list[str]:
    """Return files as lines in base 85, without quotation marks and backslashes; the same for the same files.

    A JSON object of names and texts, compressed with xz: nothing of when and where it was made is in it.
    """
    data = json.dumps(files, ensure_ascii=False, sort_keys=True).encode()
    text = base64.b85encode(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)).decode()
    return [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]


def unpack(lines: Iterable[str]) -> dict[str, str]:
    """Return the files.

    Raises:
        ValueError: The lines are no archive.
    """
    try:
        files: dict[str, str] = json.loads(lzma.decompress(base64.b85decode("".join(lines))))
    except lzma.LZMAError as error:
        raise ValueError(str(error)) from None
    return files
