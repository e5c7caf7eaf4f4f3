"""One report in all its languages, proved against `data/` where a renderer wrote it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2

from districtbrief.audit.charts import check_picture, read_rows
from districtbrief.audit.claims import check_claims
from districtbrief.audit.contents import Picture
from districtbrief.audit.finding import Finding
from districtbrief.audit.frame import check_frame, check_links, check_numbering, check_pdf, check_twin
from districtbrief.audit.grounds import Grounds
from districtbrief.audit.head import check_head
from districtbrief.audit.ledger import check_ledger
from districtbrief.audit.lines import check_lines, check_numbers
from districtbrief.audit.page import Page
from districtbrief.audit.parts import PagePart, Part
from districtbrief.audit.pdf import read_pdf
from districtbrief.audit.tally import Tally, structural
from districtbrief.audit.words import languages

REPORTS, HOME = "reports", "index.html"
DRAWN = (".svg", "-narrow.svg", ".png", ".csv")


def audit_report(grounds: Grounds, site: Path, names: Sequence[str], dates: Iterable[str] | None = None) -> Part:
    """Hold one report's pages and PDFs against the data and against each other.

    Args:
        grounds: the data.
        site: the folder of the site, or the one that a renderer wrote; its charts lie in `figures/` there.
        names: the report's pages, one a language, by their paths in that folder.
        dates: the ISO dates that they may bear; each its own where nothing is given.

    Raises:
        FaultError: an observation table of a district that a page names cannot be read.
    """
    return _Report(grounds, site).run(names, dates)


class _Report:
    """Reads a report's pages, and gathers what is found."""

    def __init__(self, grounds: Grounds, site: Path) -> None:
        self.grounds, self.site = grounds, site
        self.findings: list[Finding] = []
        self.districts: set[str] = set()

    def run(self, names: Sequence[str], dates: Iterable[str] | None) -> Part:
        pages = [page for name in names if (page := self._read(name))]
        parts = [self._page(page, [page.date] if dates is None else dates, pages[0]) for page in pages]
        name = names[0].removeprefix(f"{REPORTS}/").partition("/")[2].removesuffix(".html") or names[0]
        districts = tuple(self.grounds.ordered(self.districts))
        return Part(name, tuple(names), tuple(parts), tuple(dict.fromkeys(self.findings)), districts)

    def _read(self, name: str) -> Page | None:
        """Read a page; None, and a finding, where that cannot be done or its language is not known."""
        try:
            page = Page(self.site, name)
        except (OSError, ValueError) as error:
            self.findings.append(Finding("missing", name, "", f"it cannot be read ({error})"))
            return None
        own = name.split("/")[1] if name.startswith(f"{REPORTS}/") else page.lang
        if page.lang not in languages() or page.lang != own:
            self.findings.append(Finding("missing", name, "lang", f"the language of the page is {page.lang!r}"))
            return None
        return page

    def _page(self, page: Page, dates: Iterable[str], first: Page) -> PagePart:
        tally = self._proved(page, frozenset(dates) - {""})
        printed = self._pdf(page, tally) if page.has_pdf else None
        if page is not first and not (page.stands_in or first.stands_in):
            self.findings += [*check_twin(page, first), *self._charts_differ(page, first)]
        within = [link for link in page.links if not _leads_away(link)]
        self.findings += check_links(page.name, within, {page.name: page.ids}, frozenset([page.name]))
        listed = page.leads_to if page.name.endswith(HOME) else page.lists
        return PagePart(
            page.name,
            page.title,
            page.date,
            bool(page.stamp),
            frozenset(page.ids),
            tuple(dict.fromkeys(filter(_leads_away, page.links))),
            tuple(sorted(name for name in listed if name.endswith(".html"))),
            tuple(sorted({name for picture in page.pictures for name in _files(picture)})),
            tally,
            printed,
            page.stands_in,
        )

    def _proved(self, page: Page, dates: frozenset[str]) -> Tally:
        """Hold a page against the data, and count what it prints."""
        districts, kinds = self.grounds.named(page, self.site), Counter[str]()
        record, structure = self.grounds.of(districts, self.grounds.mentioned(page))
        self.districts |= districts
        untraced = list(structure.account(page, dates, kinds))
        found = [*check_numbers(page, record), *check_lines(page, record), *check_claims(page, record)]
        found += [*check_ledger(page, record), *untraced, *check_numbering(page), *check_frame(page)]
        found += check_head(page, record, self.grounds.about)
        for picture in page.pictures:
            found += check_picture(page, picture, self.site, record)
        self.findings += found
        lost = sum(finding.kind == "untraced" for finding in found)
        traced = len(page.numbers) + len(page.lines) - (lost - len(untraced))
        counts = (len(page.claims), len(page.pictures), len(page.links))
        return Tally(traced, structural(page, kinds), lost, *counts)

    def _pdf(self, page: Page, tally: Tally) -> Tally | None:
        """Hold a page's PDF against it, and count what it prints; None where it cannot be read."""
        try:
            pdf = read_pdf(self.site / page.pdf)
        except (OSError, pypdfium2.PdfiumError) as error:
            told = "it is not there" if isinstance(error, OSError) else f"it cannot be read ({error})"
            self.findings.append(Finding("missing", page.pdf, "", told))
            return None
        found = list(check_pdf(page, page.pdf, pdf))
        self.findings += found
        kinds = {**tally.structural, "page number": len(pdf.pages)}
        lost = sum(finding.kind == "untraced" for finding in found)
        return Tally(pdf.count + len(page.lines), kinds, lost, len(page.claims), links=pdf.count)

    def _charts_differ(self, page: Page, twin: Page) -> Iterator[Finding]:
        """Name the charts that draw other numbers in another language."""
        others = {picture.id: self._drawn(twin, picture) for picture in twin.pictures}
        for picture in page.pictures:
            if picture.id in others and self._drawn(page, picture) != others[picture.id]:
                yield Finding("unpaired", page.name, picture.id, f"{twin.name} draws other numbers")

    def _drawn(self, page: Page, picture: Picture) -> list[str]:
        try:
            return sorted(row["number"] for row in read_rows((self.site / page.name).parent / picture.source))
        except (OSError, ValueError, csv.Error):
            return []


def _files(picture: Picture) -> Iterator[str]:
    stem = picture.source.replace("../", "").rpartition(".")[0]
    yield from (f"{stem}{ending}" for ending in DRAWN)


def _leads_away(link: str) -> bool:
    """Whether a link leads to another file of the site, which is there or not when all are together."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return bool(parts.path) and not parts.scheme and not parts.netloc
