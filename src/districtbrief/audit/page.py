"""What a rendered HTML page says, read as a reader's browser has it: text, numbers, claims, charts, links."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias
from unicodedata import category
from urllib.parse import unquote

from lxml import etree, html

Element: TypeAlias = Any  # lxml says nothing of its types
StandIn: TypeAlias = Callable[[Element], str | None]

HOLE = "\ufffc"
"""Stands in a block's text where a number was that leads to its line."""
DONE = "\ufff9"
"""Stands there where something else was that has been accounted for."""
ANCHOR = re.compile(r"(?:obs|calc|ctx)-")
BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "  # noqa: SIM905
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
INLINES = (
    "a abbr b br cite code col colgroup del em i img ins kbd mark q s samp small span strong sub sup "  # noqa: SIM905
    "picture source time u var wbr".split()
)
READ = BLOCKS.union(INLINES)
"""What the text proper may be made of; the audit cannot tell what a reader sees of anything else."""
HEAD = ("link", "meta", "title")
LINKED_DATA = "application/ld+json"
SILENT_METADATA = {"", "color-scheme", "theme-color", "title", "viewport"}
COPIED = {"og:title", "og:description", "og:image", "og:image:alt", "og:url", "dcterms.date", "article:published_time"}
"""What metadata copies from the page, and `head` holds against it."""
MARKS = re.compile("data-(?:column|layout-ncol|locale|number|root)")
"""Attributes for scripts that no reader sees the words of; those of claims and of the ledger's rows are none either."""
STYLED = re.compile(
    r"(?:(?:text-align: (?:left|right|center)|(?:width|flex-basis): ?[1-9][\d.]*%"
    r"|justify-content: (?:flex-start|center)|page-break-after: always)(?:;\s*|$))*"
)
"""What a style of an element's own may be: it hides and adds nothing."""
SPOKEN = ("title", "aria-label", "aria-description", "aria-valuetext", "abbr", "placeholder", "value", "label", "start")
"""Attributes that a reader sees or hears."""
STANDING_IN = "standing-in"
"""The class of what a page says that stands in for a report which could not be built."""
UNPRINTED = {"footnote-back", "stamp", "unseen"}
SILENT = ("script", "style", "template", "noscript")
RESULTS, RESULTS_ON = "audit-results", "/checked.html"
"""The place that the audit itself fills in, and how the name of a page must end to have one."""
NUMBER = "header-section-number"
SIZES, SIZE = ("width", "height"), r"[1-9]\d{1,3}"
"""Attributes by which a picture keeps its place while it loads, and what they may say."""
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
    """What stands below a chart: the text of each of its blocks, and where its links lead, in order."""

    texts: tuple[str, ...]
    links: tuple[str, ...]


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
            ValueError: it is empty.
        """
        self.name = name
        # without a charset in the page lxml would guess one
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        try:
            self.tree = html.document_fromstring((site / name).read_bytes(), parser=parser)
        except etree.ParserError as error:
            raise ValueError(str(error)) from None
        self.lang = (self.tree.get("lang") or "").split("-")[0].lower()
        self.date = _date(self.tree)
        for element in self.tree.xpath(f"//*[@id='{RESULTS}']") if name.endswith(RESULTS_ON) else ():
            element.clear(keep_tail=True)
        # before scripts and styles are taken out: none but the site's own and linked data belongs in a page
        self.unread = sorted({tag for tag in map(_unread, self.tree.xpath("//head/* | //body//*")) if tag})
        self.loaded = tuple(
            self.tree.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src")
        )
        self.linked_data = _linked_data(self.tree)
        for element in list(self.tree.iter(*SILENT)):
            element.drop_tree()

    @cached_property
    def body(self) -> Element:
        """What a reader sees."""
        return self.tree.find("body") if self.tree.find("body") is not None else self.tree

    @cached_property
    def main(self) -> Element:
        """The text proper, without what the site puts round it."""
        return next(self.body.iter("main"), self.body)

    @cached_property
    def title(self) -> str:
        """The heading of the page."""
        return next((tidy(heading) for heading in self.main.iter("h1")), self.name)

    @cached_property
    def subtitle(self) -> str:
        """What stands below the heading."""
        return next((tidy(item) for item in self.main.iter("p") if "subtitle" in _classes(item)), "")

    @cached_property
    def description(self) -> str:
        """What the page says that it is about."""
        return next((tidy(item) for item in self.main.iter("p") if "description" in _classes(item)), "")

    @cached_property
    def day(self) -> str:
        """The ISO date behind the one that is shown."""
        return str(next(iter(self.main.xpath(".//time/@datetime")), ""))

    @cached_property
    def metadata(self) -> Mapping[str, str]:
        """What the head says, by name; the title is one."""
        found = {"title": " ".join(map(tidy, self.tree.xpath("//head/title")))}
        for item in self.tree.iter("meta"):
            key, said = item.get("name") or item.get("property") or "", item.get("content", "")
            found[key] = f"{found[key]} {said}" if key in found else said
        return found

    @cached_property
    def canonical(self) -> tuple[str, ...]:
        """The addresses that the page gives as its own."""
        return tuple(self.tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"))

    @cached_property
    def refresh(self) -> str:
        """Where the page leads by itself, if it does."""
        told = self.tree.xpath("string(//meta[@http-equiv='refresh']/@content)")
        return str(told).partition("url=")[2]

    @cached_property
    def stamp(self) -> str:
        """What a draft bears on each page; nothing otherwise."""
        return " ".join(tidy(item) for item in self.main.iter("div") if "stamp" in _classes(item))

    @cached_property
    def stands_in(self) -> bool:
        """Whether it says that its report is missing, and nothing of the data."""
        marked = any(STANDING_IN in _classes(item) for item in self.main.iter("div"))
        return marked and not (self.numbers or self.lines or self.claims or self.pictures or self.entries)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number that is a link to its line, in order."""
        return tuple(_number(link) for link in _links(self.body))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, in order."""
        return tuple(_claim(span) for span in self.body.iter("span") if "claim" in _classes(span))

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """The lines of the appendix by their anchors, in order."""
        spans = (span for span in self.body.iter("span") if ANCHOR.match(span.get("id", "")))
        return {span.get("id"): _line(span) for span in spans}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the ledger, in order."""
        return tuple(_entry(link) for link in self.main.iter("a") if "entry" in _classes(link))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What the columns of the ledger are marked as, in order."""
        marked = self.main.xpath(".//th//*[@data-column]")
        return tuple(f"{item.get('class', '')} {item.get('data-column')}".strip() for item in marked)

    @cached_property
    def articles(self) -> Mapping[str, str]:
        """The lines of the articles by their anchors."""
        return {span.get("id"): tidy(span) for span in self.main.xpath(".//span[starts-with(@id, 'article-')]")}

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """Every chart, in order."""
        return tuple(
            Picture(_figure_of(image), image.get("src", ""), image.get("alt", "")) for image in self.body.iter("img")
        )

    @cached_property
    def exhibits(self) -> Mapping[str, Exhibit]:
        """What stands below each chart, by its id."""
        return {key: _exhibit(element) for key, element in self._below.items()}

    @cached_property
    def _below(self) -> Mapping[str, Element]:
        """The divisions below charts, each the next element after its figure; there is one a chart."""
        found: dict[str, Element] = {}
        for element in self.main.iter("div"):
            before = element.getprevious()
            image = next(before.iter("img"), None) if before is not None else None
            if "chart-data" in _classes(element) and image is not None:
                found.setdefault(_figure_of(image), element)
        return found

    @cached_property
    def printed(self) -> tuple[Number, ...]:
        """Every number that the PDF prints too, in order: those below charts are on the web page alone."""
        below = {link for element in self._below.values() for link in _links(element)}
        return tuple(_number(link) for link in _links(self.body) if link not in below)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every numbered heading, in order."""
        return tuple(_sections(self.main))

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """The text of every heading, its number included, by its id."""
        return {_own_id(heading): tidy(heading) for heading in self.main.iter(*HEADINGS)}

    @cached_property
    def floats(self) -> Mapping[str, str]:
        """The captions of figures and tables by their ids, in order."""
        return {_figure_of(caption): tidy(caption) for caption in self.main.iter("figcaption", "caption")}

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference to a numbered thing, in order."""
        links = (link for link in self.body.iter("a") if self._refers(link))
        return tuple(Reference(tidy(link), link.get("href")[1:]) for link in links)

    @cached_property
    def ids(self) -> Counter[str]:
        """Everything on the page that a link may lead to, and how often it is there."""
        return Counter(self.tree.xpath("//@id"))

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Everything that the page leads to or loads."""
        found = self.tree.xpath("//@href | //@src | //@srcset | //@data | //@poster | //@action")
        return (*found, *self.loaded, *filter(None, [self.refresh]))

    @cached_property
    def leads_to(self) -> frozenset[str]:
        """The files of the site that the page leads to: those of its links that are paths."""
        return self._files(self.links)

    @cached_property
    def lists(self) -> frozenset[str]:
        """The files of the site that the text proper leads to, without the menu and the pages before and after."""
        return self._files(self.main.xpath(".//a/@href"))

    def _files(self, links: Iterable[str]) -> frozenset[str]:
        parts = (link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|//", link))
        return frozenset(resolved(self.name, unquote(part)) for part in parts if part)

    @cached_property
    def pdf(self) -> str:
        """Where the page's own PDF lies, if it has one."""
        return f"{self.name.removesuffix('.html')}.pdf"

    @cached_property
    def has_pdf(self) -> bool:
        """Whether the page has a PDF: then it leads there."""
        return self.pdf in self.leads_to

    def blocks(self) -> Iterator[tuple[Element, str]]:
        """Yield each block's element and text; its numbers are holes, and its lines of the appendix left out.

        What the page says in attributes and in its head is a block each, unless it copies a heading or caption.
        """
        yield from _blocks(self.body, self._stand_in)
        copied = {*self.headings.values(), *self.floats.values()}
        for element in self.tree.iter():
            yield from ((element, text) for text in map(tidy_text, _said(element)) if text not in copied)
        yield from ((item, tidy(item)) for item in self.tree.xpath("//head/title"))
        left_out = SILENT_METADATA | COPIED
        yield from ((self.tree, text) for key, text in self.metadata.items() if key not in left_out and text)

    def paragraphs(self) -> Iterator[str]:
        """Yield each block's whole text, of the text proper alone and as far as it is printed too."""
        below = {*self._below.values()}
        yield from (text for _, text in _blocks(self.main, lambda item: "" if item in below else _unprinted(item)))

    def _stand_in(self, element: Element) -> str | None:
        """Say what stands for an element that is checked elsewhere; None where its text is to be read."""
        kinds = _classes(element)
        if element in self._below.values():
            return ""
        if element.tag == "tr":
            return "" if _is_line(element) else None
        if element.tag == "a":
            copied = self.headings.get(element.get("href", "")[1:]) == tidy(element)
            return HOLE if "num" in kinds else DONE if copied or self._refers(element) or _is_note(element) else None
        numbered = NUMBER in kinds and _numbers_heading(element)
        return DONE if element.tag == "span" and ("claim" in kinds or numbered) else None

    def _refers(self, link: Element) -> bool:
        """Whether a link prints the number of what it leads to; an entry of the contents copies a heading."""
        target, text = link.get("href", ""), tidy(link)
        kind = target.startswith(("#fig-", "#tbl-", "#sec-"))
        return kind and self.headings.get(target[1:]) != text and bool(re.search(r"\d", text))


def resolved(page: str, path: str) -> str:
    """Name the file that a path on a page leads to, as a path in the site."""
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / path).parts:
        if part == "..":
            parts = parts[:-1] if parts else [".."]
        else:
            parts.append(part)
    return "/".join(parts)


def tidy(element: Element) -> str:
    """Give an element's text in one line."""
    return tidy_text(str(element.text_content()))


def tidy_text(text: str) -> str:
    """Write a text in one line, without the characters that nobody sees."""
    unseen = {ord(sign): None for sign in set(text) if sign not in (HOLE, DONE) and category(sign) == "Cf"}
    return " ".join(text.translate(unseen).split())


def _links(element: Element) -> list[Element]:
    links: list[Element] = element.xpath(".//a[contains(concat(' ', @class, ' '), ' num ')]")
    return links


def _date(tree: Element) -> str:
    """Take the date from the metadata, or from behind the one that is shown."""
    return str(next(iter(tree.xpath("//meta[@name='dcterms.date']/@content | //time/@datetime")), ""))


def _classes(element: Element) -> list[str]:
    return str(element.get("class", "")).split()


def _unprinted(element: Element) -> str | None:
    """Give nothing for what a page says and its PDF does not: words for screen readers, labels."""
    label = element.tag == "span" and "published" in _classes(element.getparent())
    return "" if label or UNPRINTED & set(_classes(element)) else None


def _exhibit(element: Element) -> Exhibit:
    texts = tuple(text for _, text in _blocks(element, lambda _: None))
    return Exhibit(texts, tuple(link.get("href", "") for link in element.iter("a")))


def _is_odd_picture(element: Element) -> bool:
    """Whether a picture is other than a chart with its narrow one for phones, or a source is of no picture."""
    if element.tag == "source":
        return bool(element.getparent().tag != "picture")
    if element.tag != "picture":
        return False
    parts = list(element.iterdescendants())
    if [part.tag for part in parts] != ["source", "img"] or tidy(element):
        return True
    narrow = parts[1].get("src", "").removesuffix(".svg") + "-narrow.svg"
    given = {key: text for key, text in parts[0].attrib.items() if not (key in SIZES and re.fullmatch(SIZE, text))}
    return given != {"media": "(max-width: 40rem)", "srcset": narrow} or "srcset" in parts[1].attrib


def _claim(span: Element) -> Claim:
    block = next((item for item in span.iterancestors() if item.tag in BLOCKS), span)
    near = frozenset(_number(link).anchor for link in _links(block))
    before = tidy_text("".join(span.xpath("preceding-sibling::node()[1][self::text()]")))
    predicate, left, right = (span.get(f"data-{key}", "") for key in ("predicate", "left", "right"))
    text = "".join(tidy(block).split()).casefold()
    return Claim(tidy(span), predicate, left, right, near, before.rpartition(" ")[2], text)


def _said(element: Element) -> Iterator[str]:
    """Yield what an element says in attributes, by itself or through a script that fills in the names in braces."""
    marked = {"claim", "entry"} & set(_classes(element))
    for key, text in element.items():
        if key in SPOKEN and not _is_told(element, key):
            yield text
        elif key.startswith("data-") and not marked and not MARKS.fullmatch(key):
            yield re.sub(r"\{\w+\}", HOLE, text)


def _unread(element: Element) -> str:
    """Name an element that the audit cannot tell a reader's view of; nothing for all others."""
    if element.getparent().tag == "head":
        known = element.tag in HEAD or (element.tag == "script" and (element.get("src") or _is_linked_data(element)))
        return "" if known else str(element.tag)
    if element.tag not in READ or _is_odd_picture(element):
        return str(element.tag)
    hidden = next((key for key in ("hidden", "aria-hidden") if key in element.attrib), "")
    odd = "" if STYLED.fullmatch(element.get("style", "")) else "style"
    return f"{element.tag} {hidden or odd}" if hidden or odd else ""


def _is_linked_data(element: Element) -> bool:
    return bool(element.get("type") == LINKED_DATA)


def _linked_data(tree: Element) -> Any:  # noqa: ANN401 - whatever a page says
    """Read the linked data of a page; nothing where it is none, or where there is more than one piece of it."""
    found = tree.xpath(f"//script[@type='{LINKED_DATA}']")
    try:
        return json.loads(found[0].text or "", object_pairs_hook=once) if len(found) == 1 else {}
    except ValueError:
        return {}


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Read an object of JSON.

    Raises:
        ValueError: a name stands there twice, and readers differ on which one counts.
    """
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a name stands there twice")
    return dict(pairs)


def _is_told(element: Element, key: str) -> bool:
    """Whether an attribute is held against the data elsewhere, as what a number says on being pointed at."""
    return key == "title" and "num" in _classes(element)


def _is_note(link: Element) -> bool:
    """Whether a link is the mark of a footnote, or leads back from one."""
    marked = bool({"footnote-ref", "footnote-back"} & set(_classes(link))) and link.get("href", "").startswith("#fn")
    return marked and re.fullmatch(r"\d{1,3}|↩\ufe0e?", tidy(link)) is not None


def _own_id(heading: Element) -> str:
    return heading.get("id") or next((item.get("id") for item in heading.iterancestors("section")), "") or ""


def _numbers_heading(element: Element) -> bool:
    """Whether an element is the number of its heading, and not another that looks like one."""
    return any(_number_of(heading) is element for heading in element.iterancestors(*HEADINGS))


def _number(link: Element) -> Number:
    target = link.get("href", "")
    return Number(tidy(link), target[1:] if target.startswith("#") else "", link.get("title", ""))


def _line(span: Element) -> Line:
    row = next((item for item in span.iterancestors("tr")), None)
    cells = list(row) if row is not None else []
    return Line(span.get("id"), tidy(span), tuple((_holed(cell), tuple(map(_number, _links(cell)))) for cell in cells))


def _entry(link: Element) -> Entry:
    row = next((item for item in link.iterancestors("tr")), link)
    marks = {key.removeprefix("data-"): mark for key, mark in link.items() if key.startswith("data-")}
    numbers = tuple(_number(item).anchor for item in _links(row))
    return Entry(link.get("id", ""), link.get("href", ""), marks, tuple(map(tidy, row)), numbers)


def _holed(element: Element) -> str:
    return tidy_text("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    """Yield an element's text, a hole for each number."""
    yield element.text or ""
    for child in element:
        yield from [HOLE] if child.tag == "a" and "num" in _classes(child) else _pieces(child)
        yield child.tail or ""


def _figure_of(element: Element) -> str:
    """Give the id of the figure or table that an element belongs to."""
    kin = (item.get("id", "") for item in element.iterancestors())
    return next((name for name in kin if name.startswith(("fig-", "tbl-"))), "")


def _sections(main: Element) -> Iterator[Section]:
    for heading in main.iter(*HEADINGS):
        number = _number_of(heading)
        if number is not None:
            yield Section(int(heading.tag[1]), tidy(number), _own_id(heading))


def _number_of(heading: Element) -> Element | None:
    return next((item for item in heading.iter("span") if NUMBER in _classes(item)), None)


def _blocks(element: Element, stand_in: StandIn) -> Iterator[tuple[Element, str]]:
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
            yield from _blocks(child, stand_in) if instead is None else ()
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


def _is_line(element: Element) -> bool:
    """Whether a row is a line of the appendix, which is held against the data cell by cell."""
    return any(ANCHOR.match(span.get("id", "")) for span in element.iter("span"))
