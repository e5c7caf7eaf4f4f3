"""A JSON list read item by item, so that a list longer than memory can be held against what it should be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TextIO


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Read an object of JSON.

    Raises:
        ValueError: a name stands there twice, and readers differ on which one counts.
    """
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a name stands there twice")
    return dict(pairs)


JSON = json.JSONDecoder(parse_float=Decimal, object_pairs_hook=once)
BLANKS = " \t\r\n"
BLOCK, LONGEST_ITEM = 1 << 14, 1 << 20
"""How many characters of JSON are read at once, and how many an item may have."""


def json_items(file: TextIO) -> Iterator[Any]:
    """Yield the items of a JSON list, without holding the whole.

    Raises:
        ValueError: it is no JSON list, or not that alone.
    """
    mark, text = _taken(file, "")
    if mark != "[":
        raise ValueError(mark)
    mark, text = _taken(file, text)
    if mark != "]":
        mark, text = ",", mark + text
    while mark == ",":
        item, text = _item(file, text)
        yield item
        mark, text = _taken(file, text)
    if mark != "]" or _taken(file, text)[0]:
        raise ValueError(mark)


def _taken(file: TextIO, text: str) -> tuple[str, str]:
    """Take the next character that is no blank, or nothing at the end, and give what was read behind it."""
    text = text.lstrip(BLANKS)
    while not text and (block := file.read(BLOCK)):
        text = block.lstrip(BLANKS)
    return text[:1], text[1:]


def _item(file: TextIO, text: str) -> tuple[Any, str]:
    """Read an item of JSON, reading on as far as it reaches, and give what was read behind it."""
    text = text.lstrip(BLANKS)
    while True:
        try:
            item, end = JSON.raw_decode(text)
        except json.JSONDecodeError:
            block = file.read(BLOCK)
            if not block or len(text) > LONGEST_ITEM:
                raise
            text = (text + block).lstrip(BLANKS)
        else:
            return item, text[end:]
