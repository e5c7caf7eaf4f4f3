"""A whole rendered site, proved against `data/`: what was found, and how much of everything there is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from districtbrief.audit.downloads import Downloads, files_in
from districtbrief.audit.finding import Finding
from districtbrief.audit.frame import check_links
from districtbrief.audit.grounds import Grounds
from districtbrief.audit.parts import PagePart, Part
from districtbrief.audit.reports import HOME, REPORTS, audit_report
from districtbrief.audit.tally import Tally, summed
from districtbrief.csvtables import is_true, read_column
from districtbrief.faults import Fault, FaultError

FILE = "audit.json"
SHOWN = (".html", ".htm", ".xhtml", ".pdf")


class Anything(Container[str]):
    """Holds whatever one asks for: a place on the page that a link would lead to, were the report not missing."""

    def __contains__(self, item: object) -> bool:
        return True


ANYTHING: Final = Anything()


@dataclass(frozen=True)
class Audit:
    """What was found in a site, nothing where everything is proved.

    Attributes:
        findings: everything that is wrong.
        tallies: the counts of each page and PDF, by its name.
        titles: their titles.
        missing: the pages that stand in for a report which could not be built.
    """

    findings: tuple[Finding, ...]
    tallies: Mapping[str, Tally]
    titles: Mapping[str, str]
    missing: tuple[str, ...] = ()

    @property
    def faults(self) -> list[Fault]:
        """The findings in the words of every other fault."""
        return [finding.fault for finding in self.findings]

    @cached_property
    def total(self) -> Tally:
        """All pages and PDFs together."""
        return summed(self.tallies.values())


def audit(root: Path, site: Path) -> Audit:
    """Hold every page and PDF of a rendered site against `data/`, and against each other.

    Args:
        root: the project, of which `data/` alone is read.
        site: the folder of the rendered site.

    Raises:
        FaultError: there is no site, or `data/` cannot be read.
    """
    if not (site / HOME).is_file():
        raise FaultError([Fault.of("site.none", site.name)])
    grounds, whole = Grounds(root), _Whole(root, site)
    return whole.run([audit_report(grounds, site, names) for names in _groups(whole.names)], grounds)


def together(
    root: Path,
    site: Path,
    parts: Iterable[Part],
    *,
    broken: Iterable[str] = (),
    offered: Iterable[Finding] | None = None,
) -> Audit:
    """Hold the pages of a site against each other, whose reports have been audited one by one, and what lies beside.

    Args:
        root: the project, of which `data/` alone is read.
        site: the folder of the site; of its pages only those are read that are no report's.
        parts: the reports.
        broken: the districts whose tables cannot be read; a page stands in for whatever rests on them.
        offered: what is wrong with the downloads, where somebody else has looked at them.

    Raises:
        FaultError: `data/` cannot be read.
    """
    return _Whole(root, site, frozenset(broken)).run(parts, Grounds(root), offered)


class _Whole:
    """Puts parts together, and remembers of each page no more than the others need."""

    def __init__(self, root: Path, site: Path, broken: frozenset[str] = frozenset()) -> None:
        self.root, self.site, self.broken = root, site, broken
        self.files = frozenset(files_in(site)) | {FILE}
        self.names = sorted(name for name in self.files if name.endswith(".html"))
        self.findings: list[Finding] = []
        self.pages: dict[str, PagePart] = {}
        self.read: set[str] = set()
        self.tallies: dict[str, Tally] = {}
        self.leads: dict[str, frozenset[str]] = {}
        self.dates: set[str] = set()
        self.shown: set[str] = set()

    def run(self, parts: Iterable[Part], grounds: Grounds, offered: Iterable[Finding] | None = None) -> Audit:
        """Take the reports, then the other pages, then what holds all together."""
        for part in sorted(parts, key=lambda part: f"{part.name}.html"):
            self._take(part)
        for name in [name for name in self.names if not name.startswith(f"{REPORTS}/")]:
            self._take(audit_report(grounds, self.site, [name], self.dates))
        targets: dict[str, Container[str]] = {
            name: ANYTHING if page.stands_in else page.ids for name, page in self.pages.items()
        }
        for name, page in self.pages.items():
            self.findings += check_links(name, page.links, targets, self.files)
        reports = [name for name in self.names if name.startswith(f"{REPORTS}/")]
        if offered is None:
            offered = Downloads(self.root, self.site, self.broken).check()
        self.findings += [*self._unstamped(), *self._inventory(reports), *offered]
        titles = {name: page.title for page in self.pages.values() for name in (page.name, page.pdf)}
        missing = tuple(sorted(page.name for page in self.pages.values() if page.stands_in))
        return Audit(tuple(dict.fromkeys(self.findings)), self.tallies, titles, missing)

    def _take(self, part: Part) -> None:
        """Remember a report, and name the languages of the site that it is not there in."""
        self.findings += part.findings
        self.read |= {*part.read}
        missing = sorted(self.langs - {page.lang for page in part.pages} - {""})
        for page in part.pages:
            self.pages[page.name], self.tallies[page.name] = page, page.tally
            if page.printed:
                self.tallies[page.pdf] = page.printed
            self.leads[page.name] = frozenset(page.leads)
            self.dates |= {page.date} - {""}
            self.shown |= {*page.shown}
            for lang in missing if page.lang else ():
                self.findings.append(Finding("unpaired", page.name, lang, "the report is not there in that language"))

    @cached_property
    def langs(self) -> frozenset[str]:
        """The languages that the site has reports in."""
        parts = [name.split("/") for name in self.files if name.startswith(f"{REPORTS}/")]
        return frozenset(part[1] for part in parts if len(part) > 2)  # noqa: PLR2004 - reports/<lang>/<name>

    def _unstamped(self) -> Iterator[Finding]:
        """Name the pages without a stamp, if a row of the data is unreviewed, be it complete or not."""
        tables = (self.root / "data" / "observations").glob("*.csv")
        columns = (read_column(path, "reviewed") for path in tables)
        if any(column is None or not all(map(is_true, column)) for column in columns):
            told = "nobody has reviewed some figures, and it bears no stamp"
            yield from (Finding("unreviewed", name, "", told) for name, page in self.pages.items() if not page.stamped)

    def _inventory(self, reports: Sequence[str]) -> Iterator[Finding]:
        """Name what a browser would show and the audit has not read, and reports that are not on the home page."""
        for name in sorted(name for name in self.files - set(self.tallies) if name.lower().endswith(SHOWN)):
            if name not in self.read:
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


def _groups(names: Sequence[str]) -> list[list[str]]:
    """Put the languages of each report together; other pages are none."""
    groups: dict[str, list[str]] = {}
    for name in names:
        if name.startswith(f"{REPORTS}/"):
            groups.setdefault(name.split("/", 2)[-1], []).append(name)
    return list(groups.values())
