"""Charts of reported figures: each a table of exactly what is drawn, and a picture of that table."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import pandas as pd
from babel.lists import format_list
from matplotlib.figure import Figure

from districtbrief import drawing
from districtbrief.bands import Sheet
from districtbrief.chartrows import Mark, Marks, as_frame, audience, money, progress, roadworks, side_by_side, themes
from districtbrief.comparison import ComparisonTable
from districtbrief.faults import Fault, FaultError, nearest
from districtbrief.filing import write_whole
from districtbrief.pictures import Layout, draw, draw_apart, draw_counts, draw_pairs, draw_parts, draw_programmes
from districtbrief.wording import Locale

QUICK = 3
"""How hard PNGs are pressed: in two thirds of the time that is usual, to within half a per cent of the size."""
ROWS = 32
"""How many rows of a chart fit on a page, where there are more districts than stand abreast."""


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
class Selection:
    """What a chart draws: a row a mark, none where the data has nothing for it; ``undrawn`` is what had no room.

    Before the row of the number that ``resumes`` others are left out, so that the picture breaks off there.
    """

    frame: pd.DataFrame
    undrawn: tuple[str, ...] = ()
    resumes: str = ""


@dataclass(frozen=True)
class Recipe:
    """How a chart is made: ``rows`` picks from the data what may be drawn, ``layout`` draws it.

    Of too many rows for a page those of one ``unit``, group or label, stay together; without one the chart is left out.
    Where they are ``ranked`` the largest and the smallest may stand for all of the first unit.
    """

    rows: Callable[[ComparisonTable, Locale], Marks]
    layout: Layout
    unit: str
    ranked: bool = False


def make_chart(
    name: str, table: ComparisonTable, locale: Locale, finding: str = "", *, selection: Selection | None = None
) -> Chart | None:
    """Draw a chart, or return None where the data has nothing for it.

    Args:
        name: a key of `RECIPES`.
        table: the data.
        locale: the language.
        finding: what the chart shows, in plain text; its name where it is empty.
        selection: what it draws, where `select_rows` has been asked already.

    Raises:
        FaultError: there is no such chart.
    """
    selection = selection or select_rows(name, table, locale)
    frame = selection.frame
    if frame.empty:
        return None
    title = finding or locale["charts"][name]
    sheet = Sheet(
        frame, locale, drawing.colours(table.package.ranks), *_edges(name, frame, table, locale), selection.resumes
    )
    layout = RECIPES[name].layout
    with drawing.style():
        pictures = {
            ".svg": draw(layout, sheet, drawing.WIDE),
            "-narrow.svg": draw(layout, sheet, drawing.NARROW),
            ".png": draw(layout, sheet, drawing.WIDE, title),
        }
    return Chart(name, title, frame, pictures, alt_text(title, frame, locale), selection.undrawn)


def select_rows(name: str, table: ComparisonTable, locale: Locale) -> Selection:
    """Select what a chart draws; of more districts than stand abreast, no more than fits on a page.

    Raises:
        FaultError: there is no such chart.
    """
    if name not in RECIPES:
        raise FaultError([Fault.of("chart.unknown", f"chart {name!r}", nearest=nearest(name, RECIPES))])
    recipe = RECIPES[name]
    marks = recipe.rows(table, locale)
    if len(table.package.districts) <= drawing.ABREAST:
        return Selection(as_frame(marks))
    units: dict[str, list[Mark]] = {}
    for mark in marks if recipe.unit else ():
        units.setdefault(str(getattr(mark, recipe.unit)).replace("\n", locale["colon"]), []).append(mark)
    first = next(iter(units), "")
    return _ends(units, first, locale) if recipe.ranked and len(units.get(first, ())) > ROWS else _whole(units)


def _whole(units: Mapping[str, Sequence[Mark]]) -> Selection:
    """Select one unit after the other until the page is full; of those that no page has room for none."""
    fitting = {key: marks for key, marks in units.items() if len(marks) <= ROWS}
    ends = accumulate(map(len, fitting.values()))
    drawn = {key: marks for (key, marks), end in zip(fitting.items(), ends, strict=True) if end <= ROWS}
    return Selection(as_frame(chain(*drawn.values())), tuple(key for key in units if key not in drawn))


def _ends(units: Mapping[str, Sequence[Mark]], first: str, locale: Locale) -> Selection:
    """Select the largest and the smallest of the first unit, half a page each."""
    between = locale["exhibit"]["between"].format(label=first)
    frame = as_frame([*units[first][: ROWS // 2], *units[first][-ROWS // 2 :]])
    return Selection(frame, (between, *list(units)[1:]), frame["number"][ROWS // 2])


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
    with drawing.style(), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph")
        try:
            for ending, figure in chart.pictures.items():
                write_whole(folder / f"{stem}{ending}", _picture(figure, ending.rpartition(".")[2]))
        except UserWarning as error:
            raise FaultError([Fault.of("chart.no-glyph", f"chart {stem}", warning=error)]) from None
    write_whole(folder / f"{stem}.csv", _csv(chart.frame))


RECIPES: Mapping[str, Recipe] = {
    "side_by_side": Recipe(side_by_side, draw_pairs, "label", ranked=True),
    "progress": Recipe(progress, draw_parts, "label"),
    "roadworks": Recipe(roadworks, draw_programmes, "label"),
    "audience": Recipe(audience, draw_apart, "group"),
    "money": Recipe(money, draw_apart, "group"),
    "themes": Recipe(themes, draw_counts, ""),
}
"""Every chart by its name, which is also its file's."""


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


def _by_heading(frame: pd.DataFrame) -> Iterator[tuple[str, list[pd.Series]]]:
    headings = frame["group"].where((frame["group"] != "") & (frame["group"] != frame["name"]), frame["label"])
    for heading, rows in frame.groupby(headings, sort=False):
        yield str(heading), [row for _, row in rows.iterrows()]


def _spoken(row: pd.Series, heading: str, locale: Locale) -> str:
    who = row["name"] if row["label"].startswith(heading) else row["label"].replace("\n", " ")
    return f"{who} {row['printed']}{locale['status_suffix'][row['status']]}"


def _picture(figure: Figure, kind: str) -> bytes:
    target = io.BytesIO()
    own: dict[str, Any] = {"metadata": {"Date": None}}
    if kind == "png":
        own = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": QUICK}}
    figure.savefig(target, format=kind, dpi=200, **own)
    return target.getvalue()


def _csv(frame: pd.DataFrame) -> bytes:
    text: str = frame.to_csv(index=False, lineterminator="\n")
    return text.encode()
