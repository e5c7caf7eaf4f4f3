"""What finished pages say of themselves and section by section, read for those who list and search the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lxml import etree, html

HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
INLINE: Final = frozenset("a abbr b bdi cite code em i ins mark q s small span strong sub sup time u".split())  # noqa: SIM905
UNREAD: Final = frozenset({"header-section-number", "unseen", "stamp", "footnote-back"})
STOP: Final = " · "
STOPPED: Final = HEADINGS | {"h1", "li", "dt", "th", "td", "figcaption"}


@dataclass
class Section:
    """A heading, and what stands under it as far as the next.

    Attributes:
        anchor: the id that leads to it; empty for what stands before the first heading.
        title: the words of its heading, without its number.
        texts: all that is printed, in pieces.
    """

    anchor: str = ""
    title: str = ""
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that is printed, in one line, its heading first."""
        return " ".join("".join(self.texts).split()).removesuffix(STOP.rstrip()).strip()


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
    def is_published(self) -> bool:
        """Whether it is known where it is published."""
        return self.address.startswith("http")


def finished_pages(site: Path) -> Iterator[FinishedPage]:
    """Read the pages of a site in the order of their names; one that only leads on to another is none."""
    for path in sorted(site.rglob("*.html")):
        tree = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
        if tree.find(".//main") is not None and not tree.xpath("//meta[@http-equiv='refresh']"):
            yield _page(path.relative_to(site).as_posix(), tree)


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


def _sections(main: Any) -> list[Section]:  # noqa: ANN401 - lxml has no types
    sections = [Section()]
    walk = etree.iterwalk(main, events=("start", "end"))
    for event, element in walk:
        if event == "start" and UNREAD & set(element.get("class", "").split()):
            walk.skip_subtree()
        elif event == "start":
            if element.tag in HEADINGS:
                sections.append(Section(_anchor(element), _heading(element)))
            sections[-1].texts += [_gap(element), element.text or ""]
        elif element is not main:
            sections[-1].texts += [_stop(element), element.tail or ""]
    return [section for section in sections if section.text]


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
