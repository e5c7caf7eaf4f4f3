"""Pipe tables of a report: comparisons, ledgers, and the appendix in which every number has its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from districtbrief.calculations import Calculation
from districtbrief.comparison import Comparison
from districtbrief.drawing import ABREAST
from districtbrief.narrative import Narrative, attribute
from districtbrief.rows import Indicator, Observation
from districtbrief.wording import Locale, escape

Row = Sequence[str]
LEDGER: Final = {
    "district": ".facet ",
    "theme": ".facet ",
    "note": "",
    "figure": ".amount ",
    "status": ".facet ",
    "qualifier": ".facet ",
    "grade": ".facet ",
}
"""The columns of the ledger; a facet has few values, which one may choose from."""


def pipe_table(header: Row, rows: Iterable[Row], widths: Sequence[int], *, caption: str = "", label: str = "") -> str:
    """Write a pipe table; ``widths`` are relative column widths, negative for a right-aligned column."""
    rule = ["-" * -width + ":" if width < 0 else ":" + "-" * width for width in widths]
    lines = [_line(header), _line(rule), *(_line(row) for row in rows)]
    return "\n".join([*lines, "", f": {caption} {{#{label}}}" if label else ""]).strip()


def comparison_table(voice: Narrative, comparisons: Sequence[Comparison], caption: str, label: str) -> str:
    """Set comparisons side by side: a row each, a column a district, the ratio where there is one.

    More districts than stand abreast are set one below another: a table each, a row a district, the largest first.
    """
    words, districts = voice.locale["table"], list(voice.table.package.districts)
    if len(districts) > ABREAST:
        return _turned(voice, [(item, _figure_rows(voice, item)) for item in comparisons], words["figure"], label)
    header = [words["indicator"], *(voice.name(item) for item in districts), words["ratio"], words["grade"]]
    rows = [_comparison_row(voice, item, districts) for item in comparisons]
    return pipe_table(header, rows, [22, *([-24] * len(districts)), -16, 14], caption=caption, label=label)


def rate_table(voice: Narrative, comparisons: Sequence[Comparison], caption: str, label: str) -> str:
    """Set the rates per 10,000 residents side by side, or one below another as `comparison_table` does."""
    districts = list(voice.table.package.districts)
    if len(districts) > ABREAST:
        turned = [(item, _rate_rows(voice, item)) for item in comparisons]
        return _turned(voice, turned, voice.locale["table"]["rate"], label)
    header = [voice.locale["table"]["indicator"], *(voice.name(item) for item in districts)]
    rows = []
    for item in comparisons:
        rates = {side.district: side.rate for side in item.sides if side.rate}
        if rates:
            rows.append([_label(voice, item.indicator), *(_number(voice, rates.get(key)) for key in districts)])
    return pipe_table(header, rows, [40, *([-20] * len(districts))], caption=caption, label=label)


def ledger_table(voice: Narrative, caption: str, label: str) -> str:
    """List every observation, theme by theme: what it counts, how precise it is, how far it compares.

    Each row has an anchor of its own. `assets/ledger.js` filters by the columns that are facets, and reads the rest of
    what it needs from the marks of each row.
    """
    words, table = voice.locale["table"], voice.table
    header = [f'[{words[key]}]{{{kind}data-column="{key}"}}' for key, kind in LEDGER.items()]
    rows = [_ledger_row(voice, item) for theme in table.package.themes for item in table.of_theme(theme)]
    return pipe_table(header, rows, [9, 11, 24, -14, 15, 11, 16], caption=caption, label=label)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _label(voice: Narrative, indicator: Indicator) -> str:
    mark = voice.locale["grade_mark"].get(indicator.grade, "")
    return f"{voice.text(indicator.labels)}{mark}"


def _number(voice: Narrative, number: Observation | Calculation | None) -> str:
    return voice.number(number) if number else str(voice.locale["table"]["none"])


def _comparison_row(voice: Narrative, comparison: Comparison, districts: Sequence[str]) -> Row:
    sides = {side.district: side for side in comparison.sides}
    none = voice.locale["table"]["none"]
    cells = [voice.basis(sides[key]) if key in sides else none for key in districts]
    grade = voice.locale["grade"][comparison.grade]
    return [_label(voice, comparison.indicator), *cells, _number(voice, comparison.ratio), grade]


def _turned(voice: Narrative, tables: Iterable[tuple[Comparison, Sequence[Row]]], figure: str, label: str) -> str:
    """Write a table for each comparison that has rows, two abreast; ``label`` begins their labels."""
    header = [voice.locale["table"]["district"], figure]
    written = [
        pipe_table(
            header,
            rows,
            [40, -60],
            caption=_label(voice, item.indicator),
            label=f"{label}-{item.indicator.id}",
        )
        for item, rows in tables
        if rows
    ]
    return "\n\n".join(["::: {layout-ncol=2}", *written, ":::"])


def _figure_rows(voice: Narrative, comparison: Comparison) -> list[Row]:
    rows: list[Row] = [[voice.name(side.district), voice.basis(side)] for side in comparison.sides]
    if comparison.ratio:
        rows.append([voice.locale["table"]["ratio"], voice.number(comparison.ratio)])
    return rows


def _rate_rows(voice: Narrative, comparison: Comparison) -> list[Row]:
    rated = [(side.district, side.rate) for side in comparison.sides if side.rate]
    rated.sort(key=lambda side: -side[1].value)
    return [[voice.name(district), voice.number(rate)] for district, rate in rated]


def _ledger_row(voice: Narrative, item: Observation) -> Row:
    words, package = voice.locale, voice.table.package
    return [
        voice.name(item.district),
        voice.text(package.themes[item.indicator.theme]),
        _entry(item, escape(item.notes[words.lang])),
        voice.number(item),
        words["status"][item.status],
        words["qualifier"][item.qualifier],
        words["grade"][_grade(item)],
    ]


def _entry(item: Observation, note: str) -> str:
    """Link a row to itself, so that its address can be passed on, with what else a program may ask of it."""
    marks = {
        "district": item.district,
        "theme": item.indicator.theme,
        "status": item.status,
        "qualifier": item.qualifier,
        "grade": _grade(item),
        "value": Locale.plain(item.value),
        "printed": attribute(item.as_printed),
        "paragraph": item.paragraph,
    }
    told = " ".join(f'data-{key}="{mark}"' for key, mark in marks.items())
    return f"[{note}](#row-{item.id}){{#row-{item.id} .entry {told}}}"


def _grade(item: Observation) -> str:
    return item.indicator.grade or "unpaired"
