"""The audit of each report, kept in `build/audited/`, with what listings and search need of its pages."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from districtbrief.audit import Grounds, Part, as_part, audit_report
from districtbrief.faults import Fault, FaultError
from districtbrief.filing import write_whole
from districtbrief.manifest import sha256
from districtbrief.renderers.finished import FinishedPage, Section, finished_page

Stat = list[int] | None
"""Size and time of writing of a file; None where there is none."""

FIGURES, DATA = "figures", "data/"
OF_PROJECT = (f"{FIGURES}/", DATA)
"""Where files lie that are the project's; the others are in the folder that a renderer wrote."""


class Audited:
    """The audits of the reports of one folder of pages.

    Attributes:
        root: the project.
        pages: the folder that a renderer wrote.
        heads: the finished pages of the reports asked for so far, without what they say.
        known: size, time of writing and sha256 of their files in the site, as audited.
    """

    def __init__(self, root: Path, pages: Path) -> None:
        self.root, self.pages = root, pages
        self.heads: list[FinishedPage] = []
        self.known: dict[str, tuple[int, int, str]] = {}

    @cached_property
    def _grounds(self) -> Grounds:
        """`data/`, which who reads kept audits alone need not read."""
        return Grounds(self.root)

    def path(self, report: str) -> Path:
        """Say where the audit of a report is kept."""
        return self.root / "build" / "audited" / self.pages.name / f"{report}.json"

    def audit(self, report: str, names: Sequence[str] = ()) -> Part:
        """Audit a report where the renderer wrote it, and keep that.

        Args:
            report: its name, such as ``brief``.
            names: its HTML pages by their paths among the pages; all that bear its name where none is given.

        Raises:
            FaultError: there is no such page, or a table of `data/` cannot be read.
        """
        found = names or [path.relative_to(self.pages).as_posix() for path in self._named(report)]
        if not found:
            raise FaultError([Fault.of("site.unrendered", f"{self.pages.name}/reports/*/{report}.html")])
        self._provide_charts()
        pdfs = [f"{name.removesuffix('.html')}.pdf" for name in found]
        before = {name: self._stat(name) for name in (*found, *pdfs)}
        part = audit_report(self._grounds, self.pages, found)
        finished = filter(None, (finished_page(self.pages, name) for name in part.read))
        self._keep(report, part, before, finished)
        return part

    def missing(self, reports: Iterable[str]) -> Iterator[Fault]:
        """Name the reports that have not been audited."""
        for report in reports:
            if not (path := self.path(report)).is_file():
                place, pages = (item.relative_to(self.root).as_posix() for item in (path, self.pages))
                yield Fault.of("site.unaudited", place, report=report, pages=pages)

    def current(self, report: str, files: Iterable[str]) -> Part:
        """Give the audit of a report; it is audited anew where the kept one is of other files than there are now.

        Args:
            report: its name.
            files: its pages and PDFs by their paths among the pages.

        Raises:
            FaultError: it must be audited, and a table of `data/` cannot be read.
        """
        told = self._read(report)
        if not self._is_current(told, files):
            self.audit(report, [name for name in files if name.endswith(".html")])
            told = self._read(report)
        self.heads += [FinishedPage(**page, sections=()) for page in told["pages"]]
        self.known |= {name: (*stat, digest) for name, (stat, digest) in told["files"].items() if digest}
        return as_part(told["audit"])

    def finished(self, report: str) -> list[FinishedPage]:
        """Give the finished pages of a report, with what they say; it is audited anew where that is damaged."""
        try:
            return self._finished(report)
        except ValueError:
            self.audit(report)
            return self._finished(report)

    def _finished(self, report: str) -> list[FinishedPage]:
        told, said = map(json.loads, self.path(report).read_bytes().split(b"\n"))
        both = zip(told["pages"], said, strict=True)
        return [FinishedPage(**page, sections=tuple(Section(**item) for item in items)) for page, items in both]

    def _named(self, report: str) -> list[Path]:
        return sorted((self.pages / "reports").glob(f"*/{report}.html"))

    def _provide_charts(self) -> None:
        """Let pages find the project's charts where their pictures point."""
        link = self.pages / FIGURES
        if link.is_symlink():
            return
        shutil.rmtree(link, ignore_errors=True)
        with suppress(FileExistsError):  # another report's audit was quicker
            link.symlink_to(os.path.relpath(self.root / FIGURES, self.pages))

    def _keep(self, report: str, part: Part, stats: dict[str, Stat], finished: Iterable[FinishedPage]) -> None:
        charts = (name for page in part.pages for name in page.shown)
        tables = (f"data/observations/{district}.csv" for district in part.districts)
        read = stats | {name: self._stat(name) for name in (*charts, *tables)}
        told = {
            "audit": part.told(),
            "tables": self._grounds.digest(part.districts),
            "files": {name: [stat, self._digest(name) if stat else ""] for name, stat in read.items()},
        }
        write_whole(self.path(report), as_lines(told, finished))

    def _read(self, report: str) -> dict[str, Any]:
        """Read a kept audit, without what the pages say; nothing where it is damaged."""
        try:
            return dict(json.loads(self.path(report).read_bytes().partition(b"\n")[0]))
        except ValueError:
            return {}

    def _is_current(self, told: Mapping[str, Any], files: Iterable[str]) -> bool:
        if not told or not all(name in told["files"] for name in files):
            return False
        read = [name for name in files if name.endswith(".html")]
        tables = self._grounds.digest(told["audit"]["districts"])
        return (
            sorted(told["audit"]["read"]) == sorted(read)
            and told["tables"] == tables
            and all(self._stat(name) == stat for name, (stat, _) in told["files"].items())
        )

    def _place(self, name: str) -> str:
        return f"{self.root if name.startswith(OF_PROJECT) else self.pages}/{name}"

    def _digest(self, name: str) -> str:
        """Give the sha256 of a file that a site shows; nothing for a table, of which it has a copy."""
        return "" if name.startswith(DATA) else sha256(Path(self._place(name)))

    def _stat(self, name: str) -> Stat:
        try:
            found = os.stat(self._place(name))  # noqa: PTH116 - of a large site tens of thousands are asked for
        except OSError:
            return None
        return [found.st_size, found.st_mtime_ns]


def as_lines(told: Mapping[str, Any], finished: Iterable[FinishedPage]) -> bytes:
    """Write what an audit keeps: in one line what publishing asks for, in another what the pages say, for the search.

    Args:
        told: the audit, and what it is of.
        finished: the report's finished pages.
    """
    pages = [asdict(page) for page in finished]
    said = [page.pop("sections") for page in pages]
    return b"\n".join(json.dumps(line, ensure_ascii=False).encode() for line in ({**told, "pages": pages}, said))
