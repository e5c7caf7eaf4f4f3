"""What a rendered HTML page says, read as a reader's browser has it: text, numbers, claims, charts, links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from districtbrief.audit.contents import (
    ANCHOR,
    HEADINGS,
    Claim,
    Entry,
    Exhibit,
    Line,
    Number,
    Picture,
    Reference,
    Section,
    claim_at,
    entry_at,
    exhibit_at,
    figure_of,
    heading_id,
    line_at,
    number_at,
    sections_of,
)
from districtbrief.audit.document import Document
from districtbrief.audit.reading import Element, classes, number_links, tidy

STANDING_IN = "standing-in"
"""The class of what a page says that stands in for a report which could not be built."""


class Page(Document):
    """One page of a report: what it says of the data."""

    @cached_property
    def stamp(self) -> str:
        """What a draft bears on each page; nothing otherwise."""
        return " ".join(tidy(item) for item in self.main.iter("div") if "stamp" in classes(item))

    @cached_property
    def stands_in(self) -> bool:
        """Whether it says that its report is missing, and nothing of the data."""
        marked = any(STANDING_IN in classes(item) for item in self.main.iter("div"))
        return marked and not (self.numbers or self.lines or self.claims or self.pictures or self.entries)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number that is a link to its line, in order."""
        return tuple(number_at(link) for link in number_links(self.body))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, in order."""
        return tuple(claim_at(span) for span in self.body.iter("span") if "claim" in classes(span))

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """The lines of the appendix by their anchors, in order."""
        spans = (span for span in self.body.iter("span") if ANCHOR.match(span.get("id", "")))
        return {span.get("id"): line_at(span) for span in spans}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the ledger, in order."""
        return tuple(entry_at(link) for link in self.main.iter("a") if "entry" in classes(link))

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
            Picture(figure_of(image), image.get("src", ""), image.get("alt", "")) for image in self.body.iter("img")
        )

    @cached_property
    def exhibits(self) -> Mapping[str, Exhibit]:
        """What stands below each chart, by its id."""
        return {key: exhibit_at(element) for key, element in self.below.items()}

    @cached_property
    def below(self) -> Mapping[str, Element]:
        """The divisions below charts, each the next element after its figure; there is one a chart."""
        found: dict[str, Element] = {}
        for element in self.main.iter("div"):
            before = element.getprevious()
            image = next(before.iter("img"), None) if before is not None else None
            if "chart-data" in classes(element) and image is not None:
                found.setdefault(figure_of(image), element)
        return found

    @cached_property
    def printed(self) -> tuple[Number, ...]:
        """Every number that the PDF prints too, in order: those below charts are on the web page alone."""
        below = {link for element in self.below.values() for link in number_links(element)}
        return tuple(number_at(link) for link in number_links(self.body) if link not in below)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every numbered heading, in order."""
        return tuple(sections_of(self.main))

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """The text of every heading, its number included, by its id."""
        return {heading_id(heading): tidy(heading) for heading in self.main.iter(*HEADINGS)}

    @cached_property
    def floats(self) -> Mapping[str, str]:
        """The captions of figures and tables by their ids, in order."""
        return {figure_of(caption): tidy(caption) for caption in self.main.iter("figcaption", "caption")}

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference to a numbered thing, in order."""
        links = (link for link in self.body.iter("a") if self.refers(link))
        return tuple(Reference(tidy(link), link.get("href")[1:]) for link in links)

    def refers(self, link: Element) -> bool:
        """Whether a link prints the number of what it leads to; an entry of the contents copies a heading."""
        target, text = link.get("href", ""), tidy(link)
        kind = target.startswith(("#fig-", "#tbl-", "#sec-"))
        return kind and self.headings.get(target[1:]) != text and bool(re.search(r"\d", text))
