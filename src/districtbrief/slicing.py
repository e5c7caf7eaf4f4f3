"""Very many reports parted into slices of whole cities, made one by one, and these gathered for the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from districtbrief.options import SLICE
from districtbrief.specs import ReportSpec

MANY = 200
"""From so many reports on they are made slice by slice: Snakemake's own work grows with the square of its jobs."""
DIGITS = 3
"""How long the name of a slice is at least."""
PART = 600
"""How many reports a part of the search is of at least, unless there are no more."""


def slices(specs: Iterable[ReportSpec], size: int = SLICE) -> dict[str, list[ReportSpec]]:
    """Part the reports of cities and their districts into slices of whole cities, of so many reports or more each."""
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


def gathered(parted: Mapping[str, Sequence[ReportSpec]], size: int = PART) -> dict[str, list[str]]:
    """Gather slices into parts of so many reports or more each, and name the slices of each."""
    found: list[list[str]] = []
    for name in parted:
        if not found or sum(len(parted[member]) for member in found[-1]) >= size:
            found.append([])
        found[-1].append(name)
    return {str(number).zfill(DIGITS): names for number, names in enumerate(found, start=1)}
