"""A whole rendered site, proved against `data/`: what was found, and how much of everything there is."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2

from districtbrief.audit.charts import check_picture, read_rows
from districtbrief.audit.downloads import Downloads
from districtbrief.audit.finding import Finding
from districtbrief.audit.frame import check_frame, check_links, check_numbering, check_pdf, check_twin
from districtbrief.audit.head import check_head
from districtbrief.audit.ledger import check_ledger
from districtbrief.audit.lines import check_claims, check_lines, check_numbers
from districtbrief.audit.page import Page, Picture
from districtbrief.audit.pdf import read_pdf
from districtbrief.audit.prose import Structure
from districtbrief.audit.record import Record, languages
from districtbrief.datapackage import is_true, load, read_table
from districtbrief.faults import Fault, FaultError

FILE = "audit.json"
REPORTS, HOME = "reports", "index.html"
DRAWN = (".svg", "-narrow.svg", ".png", ".csv")
SHOWN = (".html", ".htm", ".xhtml", ".pdf")


@dataclass(frozen=True)
class Tally:
    """How many numbers a page or PDF prints, by what they are.

    Attributes:
        traced: those that lead to a line of the appendix, and the lines themselves.
        structural: those that are no figures, by kind.
        untraced: all others; a site that is published has none.
        claims: comparing words bound to a predicate.
        charts: pictures whose table, labels and alt text agree.
        links: links, wherever they lead.
    """

    traced: int = 0
    structural: Mapping[str, int] = field(default_factory=dict)
    untraced: int = 0
    claims: int = 0
    charts: int = 0
    links: int = 0

    @property
    def numbers(self) -> int:
        """All of them."""
        return self.traced + sum(self.structural.values()) + self.untraced


@dataclass(frozen=True)
class Audit:
    """What was found in a site, nothing where everything is proved; counts and title of each page and PDF."""

    findings: tuple[Finding, ...]
    tallies: Mapping[str, Tally]
    titles: Mapping[str, str]

    @property
    def faults(self) -> list[Fault]:
        """The findings in the words of every other fault."""
        return [finding.fault for finding in self.findings]

    @property
    def total(self) -> Tally:
        """All pages and PDFs together."""
        tallies = self.tallies.values()
        structural: Counter[str] = Counter()
        for tally in tallies:
            structural.update(tally.structural)
        sums = {
            key: sum(getattr(tally, key) for tally in tallies) for key in ("traced", "untraced", "claims", "charts")
        }
        return Tally(structural=dict(structural), links=sum(tally.links for tally in tallies), **sums)


def audit(root: Path, site: Path) -> Audit:
    """Hold every page and PDF of a rendered site against `data/`, and against each other.

    Args:
        root: the project, of which `data/` alone is read.
        site: the folder of the rendered site.

    Raises:
        FaultError: there is no site, or `data/` cannot be read.
    """
    if not (site / HOME).is_file():
        raise FaultError([Fault(site.name, "no rendered site lies here", "build it: districtbrief report")])
    return _Auditor(root, site).run()


class _Auditor:
    """Reads a site report by report, and remembers of each page no more than the others need."""

    def __init__(self, root: Path, site: Path) -> None:
        self.root, self.site = root, site
        self.record = Record(load(root))
        cities = (row.get("city_zh") or "" for row in read_table(root / "data" / "districts.csv"))
        self.structure = Structure(self.record, frozenset(cities))
        self.files = frozenset(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()) | {FILE}
        self.findings: list[Finding] = []
        self.tallies: dict[str, Tally] = {}
        self.ids: dict[str, Container[str]] = {}
        self.links: dict[str, tuple[str, ...]] = {}
        self.leads: dict[str, frozenset[str]] = {}
        self.dates: set[str] = set()
        self.titles: dict[str, str] = {}
        self.shown: set[str] = set()

    def run(self) -> Audit:
        """Audit the reports, each with its other languages, then the other pages, then what holds all together."""
        names = sorted(name for name in self.files if name.endswith(".html"))
        reports = [name for name in names if name.startswith(f"{REPORTS}/")]
        for group in _groups(reports):
            self._reports([page for name in group if (page := self._read(name))])
        for name in names:
            if not name.startswith(f"{REPORTS}/") and (page := self._read(name)):
                self._page(page, frozenset(self.dates))
        for name, links in self.links.items():
            self.findings += check_links(name, links, self.ids, self.files)
        self.findings += [
            *self._inventory(reports),
            *Downloads(self.root, self.site, self.files, self.record.package).check(),
        ]
        return Audit(tuple(dict.fromkeys(self.findings)), self.tallies, self.titles)

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

    def _reports(self, pages: Sequence[Page]) -> None:
        """Audit one report in all its languages."""
        for page in pages:
            self._page(page, frozenset([page.date]) - {""})
            if page.has_pdf:
                self._pdf(page)
            for lang in sorted(self.langs - {other.lang for other in pages}):
                self.findings.append(Finding("unpaired", page.name, lang, "the report is not there in that language"))
            if page is not pages[0]:
                self.findings += [*check_twin(page, pages[0]), *self._charts_differ(page, pages[0])]

    @cached_property
    def unreviewed(self) -> bool:
        """Whether a row of the data is unreviewed, be it complete or not."""
        tables = (self.root / "data" / "observations").glob("*.csv")
        return any(not is_true(row.get("reviewed") or "") for path in tables for row in read_table(path))

    @cached_property
    def about(self) -> dict[str, Any]:
        """The description of the data package; nothing where it has none."""
        path = self.root / "data" / "datapackage.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    @cached_property
    def langs(self) -> frozenset[str]:
        """The languages that the site has reports in."""
        parts = [name.split("/") for name in self.files if name.startswith(f"{REPORTS}/")]
        return frozenset(part[1] for part in parts if len(part) > 2)  # noqa: PLR2004 - reports/<lang>/<name>

    def _page(self, page: Page, dates: frozenset[str]) -> None:
        kinds: Counter[str] = Counter()
        untraced = list(self.structure.account(page, dates, kinds))
        found = [*check_numbers(page, self.record), *check_lines(page, self.record), *check_claims(page, self.record)]
        found += [*check_ledger(page, self.record), *untraced, *check_numbering(page), *check_frame(page)]
        found += check_head(page, self.record, self.about)
        for picture in page.pictures:
            stem = picture.source.replace("../", "").rpartition(".")[0]
            self.shown |= {f"{stem}{ending}" for ending in DRAWN}
            found += check_picture(page, picture, self.site, self.record)
        if self.unreviewed and not page.stamp:
            found.append(
                Finding("unreviewed", page.name, "", "nobody has reviewed some figures, and it bears no stamp")
            )
        self.findings += found
        self.ids[page.name], self.links[page.name] = page.ids, page.links
        self.leads[page.name] = page.leads_to if page.name.endswith(HOME) else page.lists
        self.dates |= {page.date} - {""}
        self.titles[page.name] = page.title
        lost = sum(finding.kind == "untraced" for finding in found)
        traced = len(page.numbers) + len(page.lines) - (lost - len(untraced))
        counts = (len(page.claims), len(page.pictures), len(page.links))
        self.tallies[page.name] = Tally(traced, structural(page, kinds), lost, *counts)

    def _pdf(self, page: Page) -> None:
        name = page.pdf
        try:
            pdf = read_pdf(self.site / name)
        except (OSError, pypdfium2.PdfiumError) as error:
            told = "it is not there" if isinstance(error, OSError) else f"it cannot be read ({error})"
            self.findings.append(Finding("missing", name, "", told))
            return
        found = list(check_pdf(page, name, pdf))
        self.findings += found
        kinds = {**self.tallies[page.name].structural, "page number": len(pdf.pages)}
        lost = sum(finding.kind == "untraced" for finding in found)
        self.titles[name] = page.title
        self.tallies[name] = Tally(pdf.count + len(page.lines), kinds, lost, len(page.claims), links=pdf.count)

    def _inventory(self, reports: Sequence[str]) -> Iterator[Finding]:
        """Name what a browser would show and the audit has not read, and reports that are not on the home page."""
        for name in sorted(name for name in self.files - set(self.tallies) if name.lower().endswith(SHOWN)):
            if not name.endswith(".html"):
                yield Finding("stale", name, "", "no page leads to it as its own")
        for name in sorted(item for item in self.files if item.startswith("figures/")):
            if name not in self.shown:
                yield Finding("stale", name, "", "no page shows the chart")
        reached = {home: self._reached(home) for home in self.leads if home.endswith(HOME)}
        for name in reports:
            folder = name.rpartition("/")[0]
            home = HOME if name == f"{folder}/{HOME}" else f"{folder}/{HOME}"
            if name not in reached.get(home, ()):
                yield Finding("missing", name, "", f"the home page, {home}, does not lead to it")
        if len(self.dates) > 1:
            yield Finding("unpaired", HOME, ", ".join(sorted(self.dates)), "the pages bear several dates")

    def _reached(self, home: str) -> frozenset[str]:
        """List what a home page leads to, and what is listed in the text of the pages that it leads to."""
        first = self.leads[home]
        return first.union(*(self.leads[name] for name in first if name in self.leads and not name.endswith(HOME)))

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


def structural(page: Page, kinds: Counter[str]) -> dict[str, int]:
    """Count a page's numerals that are no figures, by kind: those of the text, and those that its lines must have."""
    worked_out = [line for anchor, line in page.lines.items() if anchor.startswith("calc-")]
    observed = sum(anchor.startswith("obs-") for anchor in page.lines)
    own = {
        "section number": len(page.sections),
        "reference": len(page.references),
        "as printed": observed,
        "paragraph": observed,
        "factor of a formula": sum(
            len(re.findall(r"\d[\d,]*", line.cells[-1][0])) for line in worked_out if line.cells
        ),
    }
    return {kind: count for kind, count in {**kinds, **own}.items() if count}


def _groups(names: Sequence[str]) -> list[list[str]]:
    """Put the languages of each report together."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.split("/", 2)[-1], []).append(name)
    return list(groups.values())
