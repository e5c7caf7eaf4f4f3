"""Charts of reported figures: each a table of exactly what is drawn, and a picture of that table."""

from __future__ import annotations

import io
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from babel.lists import format_list
from matplotlib.figure import Figure

from districtbrief import drawing
from districtbrief.comparison import Calculation, ComparisonTable, Number, Side, counted_apart
from districtbrief.datapackage import Labels, Observation
from districtbrief.faults import Fault, FaultError, nearest
from districtbrief.pictures import (
    Layout,
    Sheet,
    draw,
    draw_apart,
    draw_counts,
    draw_pairs,
    draw_parts,
    draw_programmes,
)
from districtbrief.wording import Locale

ROWS = 32
"""How many rows of a chart fit on a page, where there are more districts than stand abreast."""
COLUMNS = ["group", "label", "district", "name", "value", "printed", "status", "qualifier", "grade", "number"]
"""A drawn figure: panel, row, district id and name, decimal value, text beside the mark, status, qualifier, grade, and
its line in the appendix (``obs-…``, ``calc-…``), or ``count-<district>-<theme>`` for a count of figures."""


@dataclass(frozen=True)
class Chart:
    """A chart ready to be saved: its title, the table of what it draws, its pictures by how their files end, its alt.

    ``undrawn`` names what there was no room for. The narrow picture is for a column on a phone; the PNG travels alone,
    and bears the title.
    """

    name: str
    title: str
    frame: pd.DataFrame
    pictures: Mapping[str, Figure]
    alt: str
    undrawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How a chart is made: ``rows`` picks from the data what is drawn, ``layout`` draws it.

    Of too many rows for a page those of one ``unit``, a column, stay together; without one the chart is left out.
    """

    rows: Callable[[ComparisonTable, Locale], pd.DataFrame]
    layout: Layout
    unit: str


def make_chart(name: str, table: ComparisonTable, locale: Locale, finding: str = "") -> Chart | None:
    """Draw a chart, or return None where the data has nothing for it.

    Args:
        name: a key of `PLANS`.
        table: the data.
        locale: the language.
        finding: what the chart shows, in plain text; its name where it is empty.

    Raises:
        FaultError: there is no such chart.
    """
    frame, undrawn = _fitted(name, table, locale)
    if frame.empty:
        return None
    title = finding or locale["charts"][name]
    sheet = Sheet(frame, locale, drawing.colours(table.package.ranks), *_edges(name, frame, table, locale))
    layout = PLANS[name].layout
    with drawing.style():
        pictures = {
            ".svg": draw(layout, sheet, drawing.WIDE),
            "-narrow.svg": draw(layout, sheet, drawing.NARROW),
            ".png": draw(layout, sheet, drawing.WIDE, title),
        }
    return Chart(name, title, frame, pictures, alt_text(title, frame, locale), undrawn)


def chart_rows(name: str, table: ComparisonTable, locale: Locale) -> pd.DataFrame:
    """Pick what a chart draws: a row a mark, none where the data has nothing for it.

    Of more districts than stand abreast, no more is picked than fits on a page.

    Raises:
        FaultError: there is no such chart.
    """
    return _fitted(name, table, locale)[0]


def alt_text(title: str, frame: pd.DataFrame, locale: Locale) -> str:
    """Say in one paragraph what a chart shows, every drawn number included."""
    words = locale["chart"]
    items = [
        words["alt_item"].format(
            label=heading, values=locale["list"].join(_spoken(row, heading, locale) for row in rows)
        )
        for heading, rows in _by_heading(frame)
    ]
    return str(words["alt"].format(title=title, items=locale["clauses"].join(items)))


def save_chart(chart: Chart, folder: Path, stem: str) -> None:
    """Save ``<stem>.svg``, ``<stem>-narrow.svg``, ``.png`` and ``.csv`` under ``folder``, each whole or not at all.

    Raises:
        FaultError: the font lacks a glyph of the chart's text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with drawing.style(), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph")
        try:
            for ending, figure in chart.pictures.items():
                _replace(folder / f"{stem}{ending}", _picture(figure, ending.rpartition(".")[2]))
        except UserWarning as error:
            raise FaultError([Fault.of("chart.no-glyph", f"chart {stem}", warning=error)]) from None
    _replace(folder / f"{stem}.csv", _csv(chart.frame))


def side_by_side(table: ComparisonTable, locale: Locale) -> pd.DataFrame:
    """Pick the basis of every district in every comparison that may be drawn: like for like first, the widest first.

    People and visits are not drawn on one scale, as no ratio of them is given.
    """
    return _frame(
        _drawn((table, locale), side.basis, item.indicator.labels[locale.lang], item.grade)
        for item in table.widest_first()
        if not counted_apart(item.indicator, item.sides)
        for side in _ordered(item.sides, table.package.ranks)
    )


def progress(table: ComparisonTable, locale: Locale) -> pd.DataFrame:
    """Pick the observations of every indicator that is not all done and may be compared, a panel an indicator."""
    return _frame(
        _drawn((table, locale), row, label, indicator.grade, group=label)
        for indicator in table.package.indicators.values()
        for label in [indicator.labels[locale.lang]]
        for rows in [[row for key in table.package.districts for row in table.package.of(key, indicator.id)]]
        if len({row.status for row in rows}) > 1 and indicator.grade != "not_comparable"
        if indicator.unit.kind == "count"
        for row in rows
    )


def roadworks(table: ComparisonTable, locale: Locale) -> pd.DataFrame:
    """Pick number, length and average length of each district's road programmes, a group each."""
    return _frame(
        _drawn((table, locale), number, _programme(table, locale, programme[0]), _strictest(programme), group=kind)
        for programme in _programmes(table)
        for word, number in zip(("number", "length", "average"), programme, strict=True)
        for kind in [locale["chart"][word]]
    )


def audience(table: ComparisonTable, locale: Locale) -> pd.DataFrame:
    """Pick every number of people or of their visits, a panel a district, the largest first."""
    return _apart(table, locale, "attendance", lambda row: row.notes)


def money(table: ComparisonTable, locale: Locale) -> pd.DataFrame:
    """Pick every amount of money, a panel a district, the largest first."""
    return _apart(table, locale, "yuan", lambda row: row.indicator.labels)


def themes(table: ComparisonTable, locale: Locale) -> pd.DataFrame:
    """Count the figures that each article gives on each theme, a column a district, the fullest theme first."""
    package = table.package
    counts = Counter((row.district, row.indicator.theme) for row in package.observations.values())
    sums = Counter(row.indicator.theme for row in package.observations.values())
    plain = ["achieved", "exact", ""]
    return _frame(
        [name, label, district, name, str(count), str(count), *plain, f"count-{district}-{theme}"]
        for theme in sorted(package.themes, key=lambda theme: -sums[theme])
        if sums[theme]
        for label in [package.themes[theme][locale.lang]]
        for district in package.districts
        for name, count in [(package.districts[district][locale.lang], counts[district, theme])]
    )


PLANS: Mapping[str, Plan] = {
    "side_by_side": Plan(side_by_side, draw_pairs, "label"),
    "progress": Plan(progress, draw_parts, "label"),
    "roadworks": Plan(roadworks, draw_programmes, "label"),
    "audience": Plan(audience, draw_apart, "group"),
    "money": Plan(money, draw_apart, "group"),
    "themes": Plan(themes, draw_counts, ""),
}
"""Every chart by its name, which is also its file's."""


def _fitted(name: str, table: ComparisonTable, locale: Locale) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Pick what a chart draws, and name what there is no room for: from where the rows no longer fit on a page."""
    if name not in PLANS:
        raise FaultError([Fault.of("chart.unknown", f"chart {name!r}", nearest=nearest(name, PLANS))])
    frame, unit = PLANS[name].rows(table, locale), PLANS[name].unit
    if len(table.package.districts) <= drawing.ABREAST:
        return frame, ()
    if not unit:
        return frame.head(0), ()
    sizes = frame.groupby(unit, sort=False).size()
    drawn = set(sizes.index[(sizes.cumsum() <= ROWS) | (sizes.cumsum() == sizes.head(1).sum())])
    left_out = tuple(str(key).replace("\n", locale["colon"]) for key in sizes.index if key not in drawn)
    return frame[frame[unit].isin(drawn)].reset_index(drop=True), left_out


def _ordered(sides: Sequence[Side], ranks: Mapping[str, int]) -> Sequence[Side]:
    """Order the districts of a comparison as everywhere, or the largest first where they do not stand abreast."""
    return sorted(sides, key=lambda side: ranks[side.district]) if len(ranks) <= drawing.ABREAST else sides


def _apart(table: ComparisonTable, locale: Locale, unit: str, label: Callable[[Observation], Labels]) -> pd.DataFrame:
    """Pick what should not be compared across districts: a panel for each."""
    rows = [row for row in table.package.observations.values() if row.unit.id == unit and row.value]
    rows.sort(key=lambda row: (table.package.ranks[row.district], -row.value))
    names = {key: labels[locale.lang] for key, labels in table.package.districts.items()}
    return _frame(_drawn((table, locale), row, label(row)[locale.lang], "", group=names[row.district]) for row in rows)


def _edges(name: str, frame: pd.DataFrame, table: ComparisonTable, locale: Locale) -> tuple[str, str]:
    """Word the first line of a chart, what is drawn and on which scale, and the last, whose figures they are."""
    names = dict(zip(frame["district"], frame["name"], strict=True))
    days = sorted(
        {table.package.sources[district].published for district in names if district in table.package.sources}
    )
    years = sorted({day[:4] for day in days})
    told = {
        "districts": format_list(
            [names[key] for key in table.package.districts if key in names], locale=locale["babel"]
        ),
        "published": locale.enumerate(days if len(days) == 1 else years),
        "period": locale.enumerate(years),
    }
    return locale["subtitles"][name].format(**told), locale["chart"]["source"].format(**told)


def _frame(rows: Iterable[list[str]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS, dtype=str)


def _drawn(
    voice: tuple[ComparisonTable, Locale], number: Observation | Calculation, label: str, grade: str, group: str = ""
) -> list[str]:
    table, locale = voice
    district = _district(number)
    name = table.package.districts[district][locale.lang]
    value = locale.plain(number.value)
    marked = label + locale["grade_mark"].get(grade, "")
    told = [locale.number(number), _status(number), number.qualifier, grade]
    return [group, marked, district, name, value, *told, f"{number.kind}-{number.id}"]


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


def _by_heading(frame: pd.DataFrame) -> Iterator[tuple[str, list[pd.Series]]]:
    headings = frame["group"].where((frame["group"] != "") & (frame["group"] != frame["name"]), frame["label"])
    for heading, rows in frame.groupby(headings, sort=False):
        yield str(heading), [row for _, row in rows.iterrows()]


def _spoken(row: pd.Series, heading: str, locale: Locale) -> str:
    who = row["name"] if row["label"].startswith(heading) else row["label"].replace("\n", " ")
    return f"{who} {row['printed']}{locale['status_suffix'][row['status']]}"


def _picture(figure: Figure, kind: str) -> bytes:
    target = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    figure.savefig(target, format=kind, dpi=200, metadata=metadata)
    return target.getvalue()


def _csv(frame: pd.DataFrame) -> bytes:
    text: str = frame.to_csv(index=False, lineterminator="\n")
    return text.encode()


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
