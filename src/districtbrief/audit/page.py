"""What a rendered HTML page says, read as a reader's browser has it: text, numbers, claims, charts, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from lxml import html

Element: TypeAlias = Any  # lxml says nothing of its types

HOLE = "\ufffc"
"""Stands in a block's text where something was that has been accounted for."""
ANCHOR = re.compile(r"(?:obs|calc|ctx)-")
BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "  # noqa: SIM905
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
SILENT = ("script", "style", "template", "noscript")
RESULTS = "audit-results"
"""The place of a page that the audit itself fills in."""
NUMBER = "header-section-number"
DATE = 3


@dataclass(frozen=True)
class Number:
    """A number in the text: what is printed, where it leads, and what it says on being pointed at."""

    text: str
    anchor: str
    title: str


@dataclass(frozen=True)
class Claim:
    """Comparing words, the predicate they are bound to, and the anchors of its two numbers."""

    words: str
    predicate: str
    left: str
    right: str


@dataclass(frozen=True)
class Line:
    """A line of the appendix; each cell's numbers are holes in its text, and listed."""

    anchor: str
    text: str
    cells: tuple[tuple[str, tuple[Number, ...]], ...]


@dataclass(frozen=True)
class Picture:
    """A chart as a page shows it."""

    id: str
    source: str
    alt: str


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


class Page:
    """One HTML page of a site.

    Attributes:
        name: its path in the site, such as ``reports/zh/brief.html``.
        lang: the short name of its language, ``zh`` or ``en``.
        date: the ISO date that it is dated by, or nothing.
    """

    def __init__(self, site: Path, name: str) -> None:
        """Read a page.

        Raises:
            OSError: it cannot be read.
        """
        self.name = name
        # without a charset in the page lxml would guess one
        self.tree = html.document_fromstring((site / name).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        self.lang = (self.tree.get("lang") or "").split("-")[0]
        self.date = _date(self.tree)
        for element in self.tree.xpath(f"//*[@id='{RESULTS}']"):
            element.clear()

    @cached_property
    def body(self) -> Element:
        """What a reader sees."""
        for element in list(self.tree.iter(*SILENT)):
            element.drop_tree()
        return self.tree.find("body")

    @cached_property
    def main(self) -> Element:
        """The text proper, without what the site puts round it."""
        return next(self.body.iter("main"), self.body)

    @cached_property
    def title(self) -> str:
        """The heading of the page."""
        return next((tidy(heading) for heading in self.main.iter("h1")), self.name)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number that is a link to its line, in order."""
        return tuple(_number(link) for link in _links(self.body))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, in order."""
        spans = self.body.xpath("//span[contains(concat(' ', @class, ' '), ' claim ')]")
        return tuple(
            Claim(tidy(span), *(span.get(f"data-{key}", "") for key in ("predicate", "left", "right")))
            for span in spans
        )

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """The lines of the appendix by their anchors, in order."""
        spans = (span for span in self.body.iter("span") if ANCHOR.match(span.get("id", "")))
        return {span.get("id"): _line(span) for span in spans}

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """Every chart, in order."""
        return tuple(
            Picture(_figure_of(image), image.get("src", ""), image.get("alt", "")) for image in self.main.iter("img")
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every numbered heading, in order."""
        return tuple(_sections(self.main))

    @cached_property
    def floats(self) -> Mapping[str, str]:
        """The captions of figures and tables by their ids, in order."""
        return {_figure_of(caption): tidy(caption) for caption in self.main.iter("figcaption", "caption")}

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference to a numbered thing, in order."""
        links = (link for link in self.main.iter("a") if _refers(link))
        return tuple(Reference(tidy(link), link.get("href")[1:]) for link in links)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Everything on the page that a link may lead to."""
        return frozenset(self.tree.xpath("//@id"))

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Everything that the page leads to or loads."""
        return tuple(self.tree.xpath("//@href | //@src"))

    def blocks(self) -> Iterator[tuple[Element, str]]:
        """Yield each block's element and text; its numbers are holes, and its lines of the appendix left out."""
        yield from _blocks(self.body)


def tidy(element: Element) -> str:
    """Give an element's text in one line."""
    return " ".join(str(element.text_content()).split())


def _links(element: Element) -> list[Element]:
    links: list[Element] = element.xpath(".//a[contains(concat(' ', @class, ' '), ' num ')]")
    return links


def _date(tree: Element) -> str:
    """Take the date from the metadata, or from the three numbers of the one that is shown, the year first."""
    given = next(iter(tree.xpath("//meta[@name='dcterms.date']/@content | //time/@datetime")), "")
    shown = [re.findall(r"\d+", tidy(element)) for element in tree.xpath("//*[@class='date']")]
    return str(given) or next(("-".join(part.zfill(2) for part in parts) for parts in shown if len(parts) == DATE), "")


def _refers(link: Element) -> bool:
    """Whether a link prints the number of what it leads to; an entry of the contents has its number marked."""
    kind = link.get("href", "").startswith(("#fig-", "#tbl-", "#sec-"))
    return kind and not link.xpath(f".//span[@class='{NUMBER}']") and bool(re.search(r"\d", tidy(link)))


def _number(link: Element) -> Number:
    target = link.get("href", "")
    return Number(tidy(link), target[1:] if target.startswith("#") else "", link.get("title", ""))


def _line(span: Element) -> Line:
    row = next((item for item in span.iterancestors("tr")), None)
    cells = row.findall("td") if row is not None else []
    return Line(span.get("id"), tidy(span), tuple((_holed(cell), tuple(map(_number, _links(cell)))) for cell in cells))


def _holed(element: Element) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    """Yield an element's text, a hole for each number."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from [HOLE] if "num" in child.get("class", "").split() else _pieces(child)
        yield child.tail or ""


def _figure_of(element: Element) -> str:
    """Give the id of the figure or table that an element belongs to."""
    kin = (item.get("id", "") for item in element.iterancestors())
    return next((name for name in kin if name.startswith(("fig-", "tbl-"))), "")


def _sections(main: Element) -> Iterator[Section]:
    for heading in main.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        number = next(iter(heading.xpath(f".//span[@class='{NUMBER}']/text()")), None)
        if number is not None:
            own = heading.get("id") or next((item.get("id") for item in heading.iterancestors("section")), "")
            yield Section(int(heading.tag[1]), str(number), own or "")


def _blocks(element: Element) -> Iterator[tuple[Element, str]]:
    """Walk the tree; text that stands in a block before, between or after its inner blocks is a block of its own."""
    gathered: list[str] = []
    yield from _walk(element, element, gathered)
    yield from _flush(element, gathered)


def _walk(block: Element, element: Element, gathered: list[str]) -> Iterator[tuple[Element, str]]:
    gathered.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and not _is_line(child):
            if child.tag in BLOCKS:
                yield from _flush(block, gathered)
                yield from _blocks(child)
            elif _is_checked_elsewhere(child):
                gathered.append(HOLE)
            else:
                yield from _walk(block, child, gathered)
        gathered.append(child.tail or "")


def _is_checked_elsewhere(element: Element) -> bool:
    kinds = {"num", "claim", NUMBER} & set(element.get("class", "").split())
    return bool(kinds) or (element.tag == "a" and _refers(element))


def _flush(block: Element, gathered: list[str]) -> Iterator[tuple[Element, str]]:
    text = " ".join("".join(gathered).split())
    gathered.clear()
    if text:
        yield block, text


def _is_line(element: Element) -> bool:
    """Whether a row is a line of the appendix, which is held against the data cell by cell."""
    return element.tag == "tr" and any(ANCHOR.match(span.get("id", "")) for span in element.iter("span"))
