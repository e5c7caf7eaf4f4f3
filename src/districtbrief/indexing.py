"""The search of a site, made of what the audits of reports say that their pages say; of a large one in parts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path

from districtbrief.audited import Audited
from districtbrief.renderers import search
from districtbrief.renderers.finished import FinishedPage
from districtbrief.renderers.publish import put
from districtbrief.resting import MEMBERS, search_folder
from districtbrief.slicing import MANY
from districtbrief.specs import ReportSpec


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
    (folder / MEMBERS).unlink(missing_ok=True)  # until it is whole again
    pages_of = {report: audited.finished(report) for report in reports}
    search.index_pages(folder, chain.from_iterable(pages_of.values()), sections=False)
    members = {report: _summed(found) for report, found in pages_of.items()}
    (folder / MEMBERS).write_text(json.dumps(members), encoding="utf-8")


def index_site(root: Path, pages: Path, site: Path, specs: Sequence[ReportSpec]) -> None:
    """Index all reports of a site that are in no part, section by section where they are few, and put the parts in.

    A part with a report that says something else by now is indexed anew; one with a report that the site has no more
    is left out, and the others of its reports are indexed here.

    Args:
        root: the project.
        pages: the folder that a renderer wrote.
        site: the folder of the site.
        specs: its reports, all of which have been audited.

    Raises:
        FaultError: pagefind is not installed, or refused a record.
    """
    folder, audited = site / search.FOLDER, Audited(root, pages)
    names = list(dict.fromkeys(spec.name for spec in specs))
    parts = {part: told for part, told in _parts(search_folder(root, pages)) if set(told) <= set(names)}
    for part, told in parts.items():
        if not _is_current(audited, part, told):
            index_part(root, pages, part.name, list(told))
    others = set(names) - {name for told in parts.values() for name in told}
    found = (page for name in sorted(others, key="{}.html".format) for page in audited.finished(name))
    search.index_pages(folder, found, sections=not parts and len(specs) < MANY)
    for part in parts:
        for path in search.files_of(part):
            put(path, folder / path.relative_to(part.parent))
    search.list_parts(folder)


def _parts(folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield the parts that are whole, each with its reports, and what sums up what they said."""
    for mark in sorted(folder.glob(f"*/{MEMBERS}")):
        yield mark.parent, json.loads(mark.read_bytes())


def _is_current(audited: Audited, part: Path, told: Mapping[str, str]) -> bool:
    """Whether a part says what its reports say: of those audited since it was indexed, that is looked at."""
    made = (part / MEMBERS).stat().st_mtime_ns
    later = (name for name in told if audited.path(name).stat().st_mtime_ns > made)
    return all(_summed(audited.finished(name)) == told[name] for name in later)


def _summed(pages: list[FinishedPage]) -> str:
    """Sum up what the pages of a report say."""
    return sha256(repr(pages).encode()).hexdigest()
