"""Which rows each chart draws: picked from the data, a row a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from districtbrief import drawing
from districtbrief.calculations import Calculation, Number
from districtbrief.comparison import ComparisonTable, Side, counted_apart
from districtbrief.rows import Labels, Observation
from districtbrief.wording import Locale

COLUMNS = ["group", "label", "district", "name", "value", "printed", "status", "qualifier", "grade", "number"]
"""A drawn figure: panel, row, district id and name, decimal value, text beside the mark, status, qualifier, grade, and
its line in the appendix (``obs-…``, ``calc-…``), or ``count-<district>-<theme>`` for a count of figures."""


@dataclass(frozen=True)
class Mark:
    """What a chart may draw.

    Attributes:
        group: its panel.
        label: its row.
        cells: words what the other columns say; of very many districts most marks are not drawn, and never worded.
    """

    group: str
    label: str
    cells: Callable[[], list[str]]


Marks = Iterator[Mark]


def as_frame(marks: Iterable[Mark]) -> pd.DataFrame:
    """Word marks as a table, a row each."""
    return pd.DataFrame([[mark.group, mark.label, *mark.cells()] for mark in marks], columns=COLUMNS, dtype=str)


def side_by_side(table: ComparisonTable, locale: Locale) -> Marks:
    """Pick the basis of every district in every comparison that may be drawn: like for like first, the widest first.

    People and visits are not drawn on one scale, as no ratio of them is given.
    """
    return (
        _mark((table, locale), side.basis, item.indicator.labels[locale.lang], item.grade)
        for item in table.widest_first()
        if not counted_apart(item.indicator, item.sides)
        for side in _ordered(item.sides, table.package.ranks)
    )


def progress(table: ComparisonTable, locale: Locale) -> Marks:
    """Pick the observations of every indicator that is not all done and may be compared, a panel an indicator."""
    return (
        _mark((table, locale), row, label, indicator.grade, group=label)
        for indicator in table.package.indicators.values()
        for label in [indicator.labels[locale.lang]]
        for rows in [[row for key in table.package.districts for row in table.package.of(key, indicator.id)]]
        if len({row.status for row in rows}) > 1 and indicator.grade != "not_comparable"
        if indicator.unit.kind == "count"
        for row in rows
    )


def roadworks(table: ComparisonTable, locale: Locale) -> Marks:
    """Pick number, length and average length of each district's road programmes, a group each."""
    return (
        _mark((table, locale), number, _programme(table, locale, programme[0]), _strictest(programme), group=kind)
        for programme in _programmes(table)
        for word, number in zip(("number", "length", "average"), programme, strict=True)
        for kind in [locale["chart"][word]]
    )


def audience(table: ComparisonTable, locale: Locale) -> Marks:
    """Pick every number of people or of their visits, a panel a district, the largest first."""
    return _apart(table, locale, "attendance", lambda row: row.notes)


def money(table: ComparisonTable, locale: Locale) -> Marks:
    """Pick every amount of money, a panel a district, the largest first."""
    return _apart(table, locale, "yuan", lambda row: row.indicator.labels)


def themes(table: ComparisonTable, locale: Locale) -> Marks:
    """Count the figures that each article gives on each theme, a column a district, the fullest theme first."""
    package = table.package
    counts = Counter((row.district, row.indicator.theme) for row in package.observations.values())
    sums = Counter(row.indicator.theme for row in package.observations.values())
    plain = ["achieved", "exact", ""]
    return (
        Mark(name, label, partial(list, [district, name, str(count), str(count), *plain, f"count-{district}-{theme}"]))
        for theme in sorted(package.themes, key=lambda theme: -sums[theme])
        if sums[theme]
        for label in [package.themes[theme][locale.lang]]
        for district in package.districts
        for name, count in [(package.districts[district][locale.lang], counts[district, theme])]
    )


def _ordered(sides: Sequence[Side], ranks: Mapping[str, int]) -> Sequence[Side]:
    """Order the districts of a comparison as everywhere, or the largest first where they do not stand abreast."""
    return sorted(sides, key=lambda side: ranks[side.district]) if len(ranks) <= drawing.ABREAST else sides


def _apart(table: ComparisonTable, locale: Locale, unit: str, label: Callable[[Observation], Labels]) -> Marks:
    """Pick what should not be compared across districts: a panel for each."""
    rows = [row for row in table.package.observations.values() if row.unit.id == unit and row.value]
    rows.sort(key=lambda row: (table.package.ranks[row.district], -row.value))
    names = {key: labels[locale.lang] for key, labels in table.package.districts.items()}
    return (_mark((table, locale), row, label(row)[locale.lang], "", group=names[row.district]) for row in rows)


def _mark(
    voice: tuple[ComparisonTable, Locale], number: Observation | Calculation, label: str, grade: str, group: str = ""
) -> Mark:
    return Mark(group, label + voice[1]["grade_mark"].get(grade, ""), partial(_cells, voice, number, grade))


def _cells(voice: tuple[ComparisonTable, Locale], number: Observation | Calculation, grade: str) -> list[str]:
    table, locale = voice
    district = _district(number)
    name = table.package.districts[district][locale.lang]
    told = [locale.plain(number.value), locale.number(number), _status(number), number.qualifier, grade]
    return [district, name, *told, f"{number.kind}-{number.id}"]


def _district(number: Number) -> str:
    return _district(number.inputs[0]) if isinstance(number, Calculation) else number.district


def _strictest(numbers: Iterable[Number]) -> str:
    """Give the grade by which the numbers of one programme compare, of which they may have several."""
    grades = {number.indicator.grade for number in numbers if isinstance(number, Observation)}
    return next((grade for grade in ("not_comparable", "with_caution", "like_for_like") if grade in grades), "")


def _status(number: Number) -> str:
    statuses = _statuses(number)
    return statuses.pop() if len(statuses) == 1 else "planned" if "planned" in statuses else "ongoing"


def _statuses(number: Number) -> set[str]:
    """Give the statuses of the observations that a number rests on; a denominator has none."""
    if isinstance(number, Observation):
        return {number.status}
    inputs = number.inputs if isinstance(number, Calculation) else ()
    return {status for item in inputs for status in _statuses(item)}


def _programmes(table: ComparisonTable) -> Iterator[list[Observation | Calculation]]:
    """Yield number, length and average length of every road programme that gives them all."""
    for stem in ("roadworks", "grid-roads"):
        length = "roadworks-length" if stem == "roadworks" else "grid-road-length"
        for district in table.package.districts:
            average = table.calculations.get(f"{district}-{length.removesuffix('-length')}-average")
            if average:
                yield [*table.package.of(district, stem), *table.package.of(district, length), average]


def _programme(table: ComparisonTable, locale: Locale, number: Observation | Calculation) -> str:
    words = number.notes if isinstance(number, Observation) else number.labels
    return f"{table.package.districts[_district(number)][locale.lang]}\n{words[locale.lang]}"
