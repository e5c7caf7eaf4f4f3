"""Very many reports parted by whole cities: into slices, which are made one by one, and into parts of the search."""

from __future__ import annotations

from collections.abc import Iterable

from districtbrief.options import SLICE
from districtbrief.specs import ReportSpec

MANY = 200
"""From so many reports on they are made slice by slice: Snakemake's own work grows with the square of its jobs.

Of so many each page is one record of the search, and no more one a section, which takes ten times as long.
"""
DIGITS = 3
"""How long the name of a slice, or of a part, is at least."""
PART = 600
"""How many reports a part of the search is of at least, except the last: however a site is made, they are the same."""


def slices(specs: Iterable[ReportSpec], size: int = SLICE) -> dict[str, list[ReportSpec]]:
    """Part the reports of cities and their districts by whole cities, so many at least but in the last."""
    cities: dict[str, list[ReportSpec]] = {}
    for spec in specs:
        if spec.group:
            cities.setdefault(spec.city, []).append(spec)
    found: list[list[ReportSpec]] = []
    for members in cities.values():
        if not found or len(found[-1]) >= size:
            found.append([])
        found[-1] += members
    return {str(number).zfill(DIGITS): members for number, members in enumerate(found, start=1)}
