"""What finished pages say of themselves and section by section, read for those who list and search the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from lxml import etree, html

HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
INLINE: Final = frozenset("a abbr b bdi cite code em i ins mark q s small span strong sub sup time u".split())  # noqa: SIM905
UNREAD: Final = frozenset({"header-section-number", "unseen", "stamp", "footnote-back"})
STOP: Final = " · "
STOPPED: Final = HEADINGS | {"h1", "li", "dt", "th", "td", "figcaption"}


@dataclass(frozen=True)
class Section:
    """A heading, and what stands under it as far as the next.

    Attributes:
        anchor: the id that leads to it; empty for what stands before the first heading.
        title: the words of its heading, without its number.
        text: all that is printed, in one line, its heading first.
    """

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class FinishedPage:
    """A page of the site as it is published.

    Attributes:
        name: its path in the site, such as ``reports/zh/brief.html``.
        lang: its language, such as ``zh-Hans``.
        title: its heading.
        description: what its head says it is about.
        date: its ISO date, or nothing.
        address: its canonical address: absolute where the project says where it is published.
        sections: what it says.
    """

    name: str
    lang: str
    title: str
    description: str
    date: str
    address: str
    sections: tuple[Section, ...]

    @property
    def place(self) -> PurePosixPath:
        """Its path, by whose parts pages are ordered."""
        return PurePosixPath(self.name)

    @property
    def is_published(self) -> bool:
        """Whether it is known where it is published."""
        return self.address.startswith("http")


def finished_page(site: Path, name: str) -> FinishedPage | None:
    """Read one page; None where it is none, but only leads on to another, or has no text proper."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    try:
        tree = html.document_fromstring((site / name).read_bytes(), parser=parser)
    except etree.ParserError:
        return None
    is_page = tree.find(".//main") is not None and not tree.xpath("//meta[@http-equiv='refresh']")
    return _page(name, tree) if is_page else None


def _page(name: str, tree: Any) -> FinishedPage:  # noqa: ANN401 - lxml has no types
    main = tree.find(".//main")
    return FinishedPage(
        name,
        tree.get("lang", ""),
        " ".join(main.xpath("string(.//h1)").split()),
        tree.xpath("string(//meta[@name='description']/@content)"),
        tree.xpath("string(//meta[@name='dcterms.date']/@content)"),
        tree.xpath("string(//link[@rel='canonical']/@href)"),
        tuple(_sections(main)),
    )


def _sections(main: Any) -> Iterator[Section]:  # noqa: ANN401 - lxml has no types
    for heading, texts in _gathered(main):
        text = " ".join("".join(texts).split()).removesuffix(STOP.rstrip()).strip()
        if text:
            yield Section(
                "" if heading is None else _anchor(heading), "" if heading is None else _heading(heading), text
            )


def _gathered(main: Any) -> list[tuple[Any, list[str]]]:  # noqa: ANN401 - lxml has no types
    """Gather what stands under each heading, in pieces; under none what stands before the first."""
    found: list[tuple[Any, list[str]]] = [(None, [])]
    walk = etree.iterwalk(main, events=("start", "end"))
    for event, element in walk:
        if event == "start" and UNREAD & set(element.get("class", "").split()):
            walk.skip_subtree()
        elif event == "start":
            if element.tag in HEADINGS:
                found.append((element, []))
            found[-1][1].extend((_gap(element), element.text or ""))
        elif element is not main:
            found[-1][1].extend((_stop(element), element.tail or ""))
    return found


def _gap(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Part the text of blocks and cells, which stand apart on the page."""
    return "" if element.tag in INLINE else " "


def _stop(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Say where a heading, an item or a cell ends, so that it does not run on into the next in a quotation."""
    return STOP if element.tag in STOPPED else _gap(element)


def _anchor(heading: Any) -> str:  # noqa: ANN401 - lxml has no types
    kin = (element.get("id") for element in (heading, *heading.iterancestors("section")))
    return next(filter(None, kin), "")


def _heading(heading: Any) -> str:  # noqa: ANN401 - lxml has no types
    number = "".join(heading.xpath("string(.//span[@class='header-section-number'])"))
    return re.sub(r"\s+", " ", str(heading.text_content())).strip().removeprefix(number).strip()
