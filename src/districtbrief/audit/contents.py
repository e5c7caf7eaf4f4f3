"""The things that a page has, each read from its element: numbers, claims, lines, rows, charts, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from districtbrief.audit.reading import BLOCKS, HOLE, Element, blocks_of, classes, number_links, tidy, tidy_text

ANCHOR = re.compile(r"(?:obs|calc|ctx)-")
NUMBER = "header-section-number"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Number:
    """A number in the text: what is printed, where it leads, and what it says on being pointed at."""

    text: str
    anchor: str
    title: str


@dataclass(frozen=True)
class Claim:
    """Comparing words, the predicate they are bound to, and the anchors of its two numbers.

    ``near`` are the anchors of the numbers of the same block, ``before`` is the word before it, ``block`` the block's
    text, in small letters and without spaces.
    """

    words: str
    predicate: str
    left: str
    right: str
    near: frozenset[str] = frozenset()
    before: str = ""
    block: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the appendix; each cell's numbers are holes in its text, and listed."""

    anchor: str
    text: str
    cells: tuple[tuple[str, tuple[Number, ...]], ...]


@dataclass(frozen=True)
class Entry:
    """A row of the ledger: its id, where its own link leads, its marks, its cells' texts, its numbers' anchors."""

    id: str
    target: str
    marks: Mapping[str, str]
    cells: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A chart as a page shows it."""

    id: str
    source: str
    alt: str


@dataclass(frozen=True)
class Exhibit:
    """What stands below a chart: the text of each of its blocks, where its links lead, and what is said after it."""

    texts: tuple[str, ...]
    links: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Reference:
    """A reference in the text to a figure, table or section."""

    text: str
    id: str


@dataclass(frozen=True)
class Section:
    """A numbered heading: its depth, 1 for the outermost, its number and its id."""

    depth: int
    number: str
    id: str


def exhibit_at(element: Element) -> Exhibit:
    """Read what stands below a chart."""
    texts = tuple(text for _, text in blocks_of(element, lambda _: None))
    after = element.getnext()
    note = tidy(after) if after is not None and after.tag == "p" else ""
    return Exhibit(texts, tuple(link.get("href", "") for link in element.iter("a")), note)


def claim_at(span: Element) -> Claim:
    """Read a claim, with what stands round it."""
    block = next((item for item in span.iterancestors() if item.tag in BLOCKS), span)
    near = frozenset(number_at(link).anchor for link in number_links(block))
    before = tidy_text("".join(span.xpath("preceding-sibling::node()[1][self::text()]")))
    predicate, left, right = (span.get(f"data-{key}", "") for key in ("predicate", "left", "right"))
    text = "".join(tidy(block).split()).casefold()
    return Claim(tidy(span), predicate, left, right, near, before.rpartition(" ")[2], text)


def heading_id(heading: Element) -> str:
    """Give the id of a heading: its own, or that of its section."""
    return heading.get("id") or next((item.get("id") for item in heading.iterancestors("section")), "") or ""


def number_at(link: Element) -> Number:
    """Read a number from its link."""
    target = link.get("href", "")
    return Number(tidy(link), target[1:] if target.startswith("#") else "", link.get("title", ""))


def line_at(span: Element) -> Line:
    """Read a line of the appendix from the number that bears its anchor."""
    row = next((item for item in span.iterancestors("tr")), None)
    cells = list(row) if row is not None else []
    return Line(
        span.get("id"), tidy(span), tuple((_holed(cell), tuple(map(number_at, number_links(cell)))) for cell in cells)
    )


def entry_at(link: Element) -> Entry:
    """Read a row of the ledger from its link."""
    row = next((item for item in link.iterancestors("tr")), link)
    marks = {key.removeprefix("data-"): mark for key, mark in link.items() if key.startswith("data-")}
    numbers = tuple(number_at(item).anchor for item in number_links(row))
    return Entry(link.get("id", ""), link.get("href", ""), marks, tuple(map(tidy, row)), numbers)


def _holed(element: Element) -> str:
    return tidy_text("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    """Yield an element's text, a hole for each number."""
    yield element.text or ""
    for child in element:
        yield from [HOLE] if child.tag == "a" and "num" in classes(child) else _pieces(child)
        yield child.tail or ""


def figure_of(element: Element) -> str:
    """Give the id of the figure or table that an element belongs to."""
    kin = (item.get("id", "") for item in element.iterancestors())
    return next((name for name in kin if name.startswith(("fig-", "tbl-"))), "")


def sections_of(main: Element) -> Iterator[Section]:
    """Yield the numbered headings, in order."""
    for heading in main.iter(*HEADINGS):
        number = heading_number(heading)
        if number is not None:
            yield Section(int(heading.tag[1]), tidy(number), heading_id(heading))


def heading_number(heading: Element) -> Element | None:
    """Find the element that numbers a heading; None where it is not numbered."""
    return next((item for item in heading.iter("span") if NUMBER in classes(item)), None)
