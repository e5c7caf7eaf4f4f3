"""A rendered HTML file: its text proper, what its head says of it, and where it leads."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from districtbrief.audit.items import once
from districtbrief.audit.reading import Element, classes, tidy
from districtbrief.audit.unread import LINKED_DATA, unread

SILENT = ("script", "style", "template", "noscript")
RESULTS, RESULTS_ON = "audit-results", "/checked.html"
"""The place that the audit itself fills in, and how the name of a page must end to have one."""


class Document:
    """One HTML document of a site: its text, what its head says, where it leads.

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
        self.unread = sorted({tag for tag in map(unread, self.tree.xpath("//head/* | //body//*")) if tag})
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
        return next((tidy(item) for item in self.main.iter("p") if "subtitle" in classes(item)), "")

    @cached_property
    def description(self) -> str:
        """What the page says that it is about."""
        return next((tidy(item) for item in self.main.iter("p") if "description" in classes(item)), "")

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


def resolved(page: str, path: str) -> str:
    """Name the file that a path on a page leads to, as a path in the site."""
    if path.startswith("/"):
        return path  # from the root of the host, where the site need not be
    parts: list[str] = []
    for part in f"{page.rpartition('/')[0]}/{path}".split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _date(tree: Element) -> str:
    """Take the date from the metadata, or from behind the one that is shown."""
    return str(next(iter(tree.xpath("//meta[@name='dcterms.date']/@content | //time/@datetime")), ""))


def _linked_data(tree: Element) -> Any:  # noqa: ANN401 - whatever a page says
    """Read the linked data of a page; nothing where it is none, or where there is more than one piece of it."""
    found = tree.xpath(f"//script[@type='{LINKED_DATA}']")
    try:
        return json.loads(found[0].text or "", object_pairs_hook=once) if len(found) == 1 else {}
    except ValueError:
        return {}
