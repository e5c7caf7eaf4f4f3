"""What the audit of one report leaves for that of the site: what was found, and what the other pages need to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from sys import intern
from typing import Any

from districtbrief.audit.finding import Finding
from districtbrief.audit.tally import Tally


@dataclass(frozen=True)
class PagePart:
    """One page that was audited, and its PDF.

    Attributes:
        name: its path in the site, such as ``reports/zh/brief.html``.
        title: its heading.
        date: the ISO date that it is dated by, or nothing.
        stamped: whether it bears the stamp of a draft.
        ids: everything on it that a link may lead to.
        links: what it leads to or loads beyond itself, each once.
        leads: the pages of the site that it lists in its text, by their names; of a home page all that it leads to.
        shown: the files of the charts that it shows, by their names in the site.
        tally: its counts.
        printed: the counts of its PDF, if it has one that could be read.
        stands_in: whether it says that its report is missing.
    """

    name: str
    title: str
    date: str
    stamped: bool
    ids: frozenset[str]
    links: tuple[str, ...]
    leads: tuple[str, ...]
    shown: tuple[str, ...]
    tally: Tally
    printed: Tally | None = None
    stands_in: bool = False

    @property
    def pdf(self) -> str:
        """Where its PDF lies, if it has one."""
        return f"{self.name.removesuffix('.html')}.pdf"

    @property
    def lang(self) -> str:
        """The folder of its language; nothing for a page that is no report's."""
        folder, _, rest = self.name.removeprefix("reports/").partition("/")
        return folder if rest and self.name.startswith("reports/") else ""


@dataclass(frozen=True)
class Part:
    """One report in all its languages.

    Attributes:
        name: its name, such as ``brief``.
        read: the names of all its pages, also of those that cannot be read.
        pages: the others.
        findings: what was found on them, and between them.
        districts: the ids of the districts whose observations it rests on, in the order of the data.
    """

    name: str
    read: tuple[str, ...]
    pages: tuple[PagePart, ...]
    findings: tuple[Finding, ...]
    districts: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """Write it in what JSON has."""
        pages = [asdict(page) | {"ids": sorted(page.ids)} for page in self.pages]
        return asdict(self) | {"pages": pages}


def as_part(told: Mapping[str, Any]) -> Part:
    """Read a part from what `told` wrote; words that many pages share are kept once."""
    pages = tuple(_page(page) for page in told["pages"])
    findings = tuple(Finding(**finding) for finding in told["findings"])
    return Part(told["name"], tuple(told["read"]), pages, findings, tuple(told["districts"]))


def _page(told: Mapping[str, Any]) -> PagePart:
    shared = {key: tuple(map(intern, told[key])) for key in ("ids", "links", "leads", "shown")}
    counted = {key: told[key] and Tally(**_counted(told[key])) for key in ("tally", "printed")}
    return PagePart(**{**told, **shared, **counted, "ids": frozenset(shared["ids"])})


def _counted(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "structural": {intern(kind): count for kind, count in told["structural"].items()}}
