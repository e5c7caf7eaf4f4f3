"""Every numeral of an article accounted for: by one row of its tables, and not by two."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from districtbrief.articles import Article, Span
from districtbrief.faults import Fault
from districtbrief.rereading import PlacedRow


@dataclass(frozen=True)
class Tally:
    """How the numerals of one article are accounted for; ``numerals`` is the sum of the other three."""

    district: str
    numerals: int
    tabulated: int
    excluded: int
    unaccounted: int


def account(
    district: str, article: Article, observations: Sequence[PlacedRow], excluded: Sequence[PlacedRow]
) -> tuple[Tally, list[Fault]]:
    """Count how the numerals of an article are accounted for, and name those that are not, or that are twice."""
    numerals = list(article.numerals())
    starts = [(numeral.paragraph, numeral.position) for numeral in numerals]
    owners: list[list[str]] = [[] for _ in numerals]
    for kind, rows in (("tabulated", observations), ("excluded", excluded)):
        for row in rows:
            if article.prints(row.span):
                for index in _inside(starts, numerals, row):
                    owners[index].append(kind)
    counts = Counter(kinds[0] if len(kinds) == 1 else "unaccounted" for kinds in owners)
    faults = [
        _unaccounted(district, span, len(kinds))
        for span, kinds in zip(numerals, owners, strict=True)
        if len(kinds) != 1
    ]
    return Tally(district, len(numerals), counts["tabulated"], counts["excluded"], counts["unaccounted"]), faults


def _inside(starts: list[tuple[int, int]], numerals: list[Span], row: PlacedRow) -> Iterator[int]:
    """Yield which numerals lie wholly in a row's token."""
    first = bisect_left(starts, (row.span.paragraph, row.span.position))
    last = bisect_left(starts, (row.span.paragraph, row.end))
    for index in range(first, last):
        if numerals[index].position + len(numerals[index].token) <= row.end:
            yield index


def _unaccounted(district: str, numeral: Span, times: int) -> Fault:
    place = f"{district}, paragraph {numeral.paragraph}, position {numeral.position}"
    if times:
        return Fault.of("verify.accounted-twice", place, token=numeral.token, times=times)
    return Fault.of("verify.unaccounted", place, token=numeral.token)
