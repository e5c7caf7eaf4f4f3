"""Publishing: the audits of all reports put together, and the site staged, listed and swapped in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from districtbrief.broken import broken_districts
from districtbrief.csvtables import is_true, read_table
from districtbrief.faults import Fault, refuse
from districtbrief.manifest import write_manifest
from districtbrief.renderers.choice import engines
from districtbrief.renderers.publish import finish_site, put
from districtbrief.resting import DRAFTS, observation_tables
from districtbrief.specs import ReportSpec, read_specs
from districtbrief.swapping import clear, swap

if TYPE_CHECKING:
    from districtbrief.audited import Audited
    from districtbrief.renderers.finished import FinishedPage

GATEWAY = "index.html"


def unreviewed(root: Path) -> Iterator[Fault]:
    """Name the observation tables that hold rows which nobody has reviewed."""
    for name in observation_tables(root):
        told = [row.get("reviewed", "true") or "" for row in read_table(root / name)]
        rows = [number for number, cell in enumerate(told, start=2) if not is_true(cell)]
        if rows:
            yield Fault.of("site.unreviewed", name, count=len(rows), rows=len(told), first=rows[0])


def publish(root: Path, pages: Path) -> None:
    """Put all pages, their charts and the data together, hold the pages against each other, and swap in `_site/`.

    A report must have been audited before; where anything that its audit read has changed since, it is audited anew.

    Raises:
        FaultError: a page or the audit of a report is missing, or the pages are no draft and an observation is
            unreviewed, or the audit found something; what it found is in `build/site/audit.json` then.
    """
    from districtbrief.audit import together, write_results  # noqa: PLC0415 - half a second that others never need
    from districtbrief.audited import Audited  # noqa: PLC0415

    if not pages.name.endswith(DRAFTS):
        refuse(unreviewed(root))
    reports = _files_of(read_specs(root))
    names = [GATEWAY, *(name for files in reports.values() for name in files)]
    missing = [name for name in names if not (pages / name).is_file()]
    refuse(Fault.of("site.unrendered", f"{pages.name}/{name}") for name in missing)
    audited = Audited(root, pages)
    refuse(audited.missing(reports))
    parts = [audited.current(name, files) for name, files in reports.items()]
    staged = root / "build" / "site"
    clear(staged)
    for name in names:
        put(pages / name, staged / name)
    broken = broken_districts(root)
    charts = {name for part in parts for page in part.pages for name in page.shown}
    finish_site(root, staged, charts=charts, broken=broken)
    found = together(root, staged, parts, broken=broken)
    filled = write_results(staged, found)
    refuse(found.faults)
    _list_pages(staged, audited, list(reports), [path.relative_to(staged).as_posix() for path in filled])
    renderer = pages.name.removesuffix(DRAFTS)
    write_manifest(root, staged, renderer=renderer, draft=renderer != pages.name, engines=engines(renderer))
    swap(staged, root / "_site")


def _files_of(specs: Iterable[ReportSpec]) -> dict[str, list[str]]:
    """List the pages and PDFs of each report in all its languages, by its name."""
    found: dict[str, list[str]] = {}
    for spec in specs:
        found.setdefault(spec.name, []).extend(spec.pages)
    return found


def _list_pages(site: Path, audited: Audited, reports: list[str], filled: list[str]) -> None:
    """Index the pages for search, and list them for machines; what reads them is imported here alone.

    Args:
        site: the folder of the site.
        audited: the audits of its reports, which say what their pages say.
        reports: the names of the reports.
        filled: the files that have been written since, which are read again.
    """
    from districtbrief.renderers.finished import finished_page  # noqa: PLC0415 - only publishing needs it
    from districtbrief.renderers.listings import write_llms, write_sitemap  # noqa: PLC0415
    from districtbrief.renderers.search import SECTIONED, index_site  # noqa: PLC0415

    kept = (page for report in reports for page in audited.finished(report))
    pages = (page if page.name not in filled else finished_page(site, page.name) or page for page in kept)
    few = len(audited.heads) <= SECTIONED
    index_site(site, sorted(pages, key=_place) if few else pages, sections=few)
    heads = sorted(audited.heads, key=_place)
    write_llms(site, heads)
    write_sitemap(site, heads)


def _place(page: FinishedPage) -> PurePosixPath:
    return PurePosixPath(page.name)
