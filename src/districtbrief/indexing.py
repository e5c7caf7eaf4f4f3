"""The search of a site, made of what the audits of reports say that their pages say; of a large one in parts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Final

from districtbrief import manifest
from districtbrief.audited import Audited
from districtbrief.renderers import search
from districtbrief.renderers.finished import FinishedPage
from districtbrief.renderers.publish import put
from districtbrief.slicing import slices
from districtbrief.specs import ReportSpec

SECTIONED: Final = 200
"""How many pages are indexed section by section; of more, each is one record, which takes a tenth of the time."""
PART: Final = 600
"""How many reports a part is of at least, unless there are no more: what is indexed anew after one has changed."""
MADE_OF: Final = ".made-of"


def index_site(root: Path, pages: Path, site: Path, specs: Sequence[ReportSpec]) -> None:
    """Index all reports of a site: few section by section, many page by page, and those of cities in parts.

    A part is kept in `build/search/` until one of its reports is audited anew.

    Args:
        root: the project.
        pages: the folder that a renderer wrote.
        site: the folder of the site.
        specs: its reports, all of which have been audited.

    Raises:
        FaultError: pagefind is not installed, or refused a record.
    """
    audited, few = Audited(root, pages), len(specs) <= SECTIONED
    parts = {} if few else {name: _names(members) for name, members in slices(specs, PART).items()}
    within = {report for reports in parts.values() for report in reports}
    others = [report for report in _names(specs) if report not in within]
    folder, kept = site / search.FOLDER, root / "build" / "search" / pages.name
    search.index_pages(folder, sorted(_finished(audited, others), key=_place), sections=few)
    _clear(kept, parts)
    for name, reports in parts.items():
        for path in _part(audited, kept / name, reports):
            put(path, folder / path.relative_to(kept))
    search.list_parts(folder)


def _names(specs: Sequence[ReportSpec]) -> list[str]:
    return list(dict.fromkeys(spec.name for spec in specs))


def _finished(audited: Audited, reports: Sequence[str]) -> Iterator[FinishedPage]:
    return (page for report in reports for page in audited.finished(report))


def _place(page: FinishedPage) -> PurePosixPath:
    return PurePosixPath(page.name)


def _part(audited: Audited, folder: Path, reports: Sequence[str]) -> list[Path]:
    """Give the files of a part, which is made unless it is there and made of the same."""
    mark, made_of = folder.with_name(folder.name + MADE_OF), _made_of(audited, reports)
    if not mark.is_file() or mark.read_text(encoding="utf-8") != made_of:
        mark.unlink(missing_ok=True)
        search.index_pages(folder, _finished(audited, reports), sections=False)
        mark.write_text(made_of, encoding="utf-8")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _made_of(audited: Audited, reports: Sequence[str]) -> str:
    """Sum up what a part is made of: what the audits say, and what makes it."""
    files = [Path(search.__file__), *map(audited.path, reports)]
    told = [metadata.version("pagefind-bin"), *map(manifest.sha256, files)]
    return sha256("".join(told).encode()).hexdigest()


def _clear(kept: Path, parts: Mapping[str, object]) -> None:
    """Remove the parts that are none any more."""
    for path in kept.iterdir() if kept.is_dir() else ():
        if path.name.removesuffix(MADE_OF) not in parts:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
