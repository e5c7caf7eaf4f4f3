"""What an element of a page says to a reader: its text in one line, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from unicodedata import category

Element: TypeAlias = Any  # lxml says nothing of its types
StandIn: TypeAlias = Callable[[Element], str | None]
HOLE = "\ufffc"
"""Stands in a block's text where a number was that leads to its line."""
DONE = "\ufff9"
"""Stands there where something else was that has been accounted for."""
BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "  # noqa: SIM905
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)


def tidy(element: Element) -> str:
    """Give an element's text in one line."""
    return tidy_text(str(element.text_content()))


def tidy_text(text: str) -> str:
    """Write a text in one line, without the characters that nobody sees."""
    unseen = {ord(sign): None for sign in set(text) if sign not in (HOLE, DONE) and category(sign) == "Cf"}
    return " ".join(text.translate(unseen).split())


def number_links(element: Element) -> list[Element]:
    """List the links of an element that are numbers."""
    links: list[Element] = element.xpath(".//a[contains(concat(' ', @class, ' '), ' num ')]")
    return links


def classes(element: Element) -> list[str]:
    """List an element's classes."""
    return str(element.get("class", "")).split()


def blocks_of(element: Element, stand_in: StandIn) -> Iterator[tuple[Element, str]]:
    """Walk the tree; text that stands in a block before, between or after its inner blocks is a block of its own."""
    gathered: list[str] = []
    yield from _walk(element, element, gathered, stand_in)
    yield from _flush(element, gathered)


def _walk(block: Element, element: Element, gathered: list[str], stand_in: StandIn) -> Iterator[tuple[Element, str]]:
    gathered.append(element.text or "")
    for child in element:
        instead = stand_in(child)
        if child.tag in BLOCKS:
            yield from _flush(block, gathered)
            yield from blocks_of(child, stand_in) if instead is None else ()
        elif instead is not None:
            gathered.append(instead)
        else:
            gathered.append(" " if child.tag == "br" else "")
            yield from _walk(block, child, gathered, stand_in)
        gathered.append(child.tail or "")


def _flush(block: Element, gathered: list[str]) -> Iterator[tuple[Element, str]]:
    text = tidy_text("".join(gathered))
    gathered.clear()
    if text:
        yield block, text
