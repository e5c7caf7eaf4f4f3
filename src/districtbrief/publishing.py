"""Publishing: the audits of all reports put together, and the site staged, listed and swapped in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from districtbrief.broken import broken_districts
from districtbrief.csvtables import is_true, read_column
from districtbrief.faults import Fault, refuse
from districtbrief.renderers.choice import engines
from districtbrief.renderers.publish import put, put_looks
from districtbrief.resting import DRAFTS, observation_tables
from districtbrief.specs import ReportSpec, read_specs
from districtbrief.swapping import clear, swap

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from districtbrief.audit.finding import Finding
    from districtbrief.manifest import Known
    from districtbrief.renderers.finished import FinishedPage

GATEWAY = "index.html"
BESIDE = 2
"""How many processes work beside the one that puts a site together: one on its downloads, one on its search."""


def unreviewed(root: Path) -> Iterator[Fault]:
    """Name the observation tables that hold rows which nobody has reviewed."""
    for name in observation_tables(root):
        told = read_column(root / name, "reviewed") or []  # without the column, the table is told to lack it
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
    specs = read_specs(root)
    reports = _files_of(specs)
    names = [GATEWAY, *(name for files in reports.values() for name in files)]
    missing = [name for name in names if not (pages / name).is_file()]
    refuse(Fault.of("site.unrendered", f"{pages.name}/{name}") for name in missing)
    audited = Audited(root, pages)
    refuse(audited.missing(reports))
    broken, staged = broken_districts(root), root / "build" / "site"
    clear(staged)
    with _beside() as beside:
        offering = beside.submit(_offer, root, staged, frozenset(broken))
        parts = [audited.current(name, files) for name, files in reports.items()]
        indexing = beside.submit(_index, root, pages, staged, specs)
        for name in names:
            put(f"{pages}/{name}", f"{staged}/{name}")
        put_looks(root, staged, {name for part in parts for page in part.pages for name in page.shown})
        offered, known = offering.result()
        found = together(root, staged, parts, broken=broken, offered=offered)
        write_results(staged, found)
        refuse(found.faults)
        _list_pages(staged, audited.heads)
        known |= indexing.result()
    _list_files(root, pages, staged, known | audited.known)
    swap(staged, root / "_site")


def _beside() -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only publishing needs it

    return ProcessPoolExecutor(BESIDE)


def _offer(root: Path, site: Path, broken: frozenset[str]) -> tuple[list[Finding], Known]:
    """Put the data and its downloads into a site, hold them against `data/`, and say what files they are."""
    from districtbrief.audit.downloads import FOLDERS  # noqa: PLC0415 - as above
    from districtbrief.manifest import known_in  # noqa: PLC0415 - as above
    from districtbrief.offering import offer  # noqa: PLC0415 - as above

    return offer(root, site, broken), known_in(site, *FOLDERS)


def _index(root: Path, pages: Path, site: Path, specs: Sequence[ReportSpec]) -> Known:
    """Index the search of a site, and say what files it is."""
    from districtbrief.indexing import index_site  # noqa: PLC0415 - as above
    from districtbrief.manifest import known_in  # noqa: PLC0415 - as above
    from districtbrief.renderers.search import FOLDER  # noqa: PLC0415 - as above

    index_site(root, pages, site, specs)
    return known_in(site, FOLDER)


def _files_of(specs: Iterable[ReportSpec]) -> dict[str, list[str]]:
    """List the pages and PDFs of each report in all its languages, by its name."""
    found: dict[str, list[str]] = {}
    for spec in specs:
        found.setdefault(spec.name, []).extend(spec.pages)
    return found


def _list_files(root: Path, pages: Path, site: Path, known: Known) -> None:
    """List all files, with what they were made from."""
    from districtbrief.made import Made, write_manifest  # noqa: PLC0415 - only publishing needs it

    renderer = pages.name.removesuffix(DRAFTS)
    write_manifest(root, site, Made(renderer, renderer != pages.name, engines(renderer)), known)


def _list_pages(site: Path, heads: Iterable[FinishedPage]) -> None:
    """List the pages for machines."""
    from districtbrief.renderers.listings import write_llms, write_sitemap  # noqa: PLC0415 - only publishing needs it

    ordered = sorted(heads, key=lambda page: page.place)
    write_llms(site, ordered)
    write_sitemap(site, ordered)
