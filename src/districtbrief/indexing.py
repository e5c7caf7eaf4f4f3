"""The search of a site, made of what the audits of reports say that their pages say; of a large one in parts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from districtbrief.audited import Audited
from districtbrief.renderers import search
from districtbrief.renderers.publish import put
from districtbrief.resting import MEMBERS, search_folder
from districtbrief.specs import ReportSpec

SECTIONED = 200
"""How many pages are indexed section by section; of more, each is one record, which takes a tenth of the time."""


def index_part(root: Path, pages: Path, name: str, reports: Sequence[str]) -> None:
    """Index some reports page by page, as a part of a large site's search, in `build/search/`.

    Args:
        root: the project.
        pages: the folder that a renderer wrote.
        name: the name of the part.
        reports: the names of its reports, which have been audited.

    Raises:
        FaultError: pagefind is not installed, or refused a record.
    """
    folder, audited = search_folder(root, pages) / name, Audited(root, pages)
    search.index_pages(folder, (page for report in reports for page in audited.finished(report)), sections=False)
    (folder / MEMBERS).write_text(json.dumps(reports), encoding="utf-8")


def index_site(root: Path, pages: Path, site: Path, specs: Sequence[ReportSpec]) -> None:
    """Index all reports of a site that are in no part, section by section where they are few, and put the parts in.

    Args:
        root: the project.
        pages: the folder that a renderer wrote.
        site: the folder of the site.
        specs: its reports, all of which have been audited.

    Raises:
        FaultError: pagefind is not installed, or refused a record.
    """
    parts = {mark.parent: json.loads(mark.read_bytes()) for mark in search_folder(root, pages).glob(f"*/{MEMBERS}")}
    within = {report for reports in parts.values() for report in reports}
    others = [name for name in dict.fromkeys(spec.name for spec in specs) if name not in within]
    folder, audited = site / search.FOLDER, Audited(root, pages)
    found = (page for report in others for page in audited.finished(report))
    search.index_pages(folder, sorted(found, key=lambda page: page.place), sections=len(specs) <= SECTIONED)
    for part in parts:
        for path in part.rglob("*.*"):
            if path.name != MEMBERS:
                put(path, folder / path.relative_to(part.parent))
    search.list_parts(folder)
