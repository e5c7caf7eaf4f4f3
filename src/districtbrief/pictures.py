"""How each kind of chart is laid out: bars in groups, in columns or in panels, every one with its number behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd
from matplotlib.figure import Figure

from districtbrief.bands import BESIDE, BOUNDS, GAP, Band, Bar, Labelled, Row, Sheet, draw_bands, draw_bar
from districtbrief.drawing import INK, LEADING, Canvas, measure, widest, wrap
from districtbrief.wording import Locale

TITLE, KEY, APART, COLUMN = 13.0, 19.0, 12.0, 65.0
Layout = Callable[[Canvas, Sheet], None]


def draw(layout: Layout, sheet: Sheet, width: float, title: str = "") -> Figure:
    """Draw a chart: a title where it travels alone, what is drawn, the signs, the bars, and whose figures they are."""
    canvas = Canvas(width)
    if title:
        canvas.paragraph("title", title, colour=INK, size=TITLE)
        canvas.down += GAP
    canvas.paragraph("subtitle", sheet.subtitle)
    canvas.down += GAP / 2
    _write_keys(canvas, sheet)
    canvas.down += GAP
    layout(canvas, sheet)
    canvas.down += GAP / 2
    canvas.paragraph("source", sheet.source)
    return canvas.figure()


def draw_pairs(canvas: Canvas, sheet: Sheet) -> None:
    """Draw a bar a district under each label, every label on its own scale."""
    bands = [
        Band(label, tuple(Bar(row.name, (row,), row.printed) for row in rows))
        for label, rows in _grouped(sheet.rows, lambda row: row.label)
    ]
    draw_bands(canvas, sheet, bands, lambda band, _: band.label)


def draw_parts(canvas: Canvas, sheet: Sheet) -> None:
    """Draw a bar a district under each label, what is done, under way and planned end to end."""
    bands = [
        Band(label, tuple(Bar(name, tuple(parts), _told(parts, sheet.locale)) for name, parts in _named(rows)))
        for label, rows in _grouped(sheet.rows, lambda row: row.label)
    ]
    draw_bands(canvas, sheet, bands, lambda band, _: band.label)


def draw_apart(canvas: Canvas, sheet: Sheet) -> None:
    """Draw a panel a district, every panel on its own scale."""
    bands = [Band(row.label, (Bar("", (row,), row.printed),), row.group) for row in sheet.rows]
    draw_bands(canvas, sheet, bands, lambda band, _: band.heading)


def draw_programmes(canvas: Canvas, sheet: Sheet) -> None:
    """Draw a bar a kind of number under each programme, every kind on its own scale."""
    bands = [
        Band(label.replace("\n", sheet.locale["colon"]), tuple(Bar(row.group, (row,), row.printed) for row in rows))
        for label, rows in _grouped(sheet.rows, lambda row: row.label)
    ]
    draw_bands(canvas, sheet, bands, lambda _, bar: bar.name)


def draw_counts(canvas: Canvas, sheet: Sheet) -> None:
    """Draw a row a theme and a column a district, all on one scale; labels stand above where columns need the room."""
    rows = list(_grouped(sheet.rows, lambda row: row.label))
    columns = list(dict.fromkeys(row.group for row in sheet.rows))
    label = widest(text for text, _ in rows) + BESIDE
    start = label if canvas.width - label >= COLUMN * len(columns) else 0.0
    step = (canvas.width - start) / len(columns)
    scale = (step - widest(row.printed for row in sheet.rows) - BESIDE) / max(float(row.value) for row in sheet.rows)
    heads = (canvas.write("heading", wrap(name, step - GAP), start + step * at) for at, name in enumerate(columns))
    canvas.down += max(heads) + GAP / 2
    for text, parts in rows:
        labelled = Labelled(canvas, text, start)
        for at, part in enumerate(parts):
            draw_bar(canvas, sheet, Bar("", (part,), part.printed), start + step * at, scale)
        canvas.down += LEADING
        for at in range(len(columns)):
            canvas.rule(start + step * at, labelled.top)
        labelled.close(GAP / 2)


def _write_keys(canvas: Canvas, sheet: Sheet) -> None:
    """Explain the signs that the chart has, one after another, in as many lines as they take."""
    left = 0.0
    for sign, word in _keys(sheet.frame):
        text = sheet.locale["chart"][word]
        wide = (KEY if sign else 0) + measure(text) + APART
        if left and left + wide - APART > canvas.width:
            left, canvas.down = 0.0, canvas.down + LEADING
        if sign in BOUNDS:
            canvas.bar(left + 0.5, 3, INK, "achieved", "key")
            canvas.bound(left + 3, sign, "key")
        elif sign:
            canvas.bar(left + 0.5, KEY - 6, INK, sign, "key")
        canvas.write("sign", wrap(text, canvas.width - KEY), left + (KEY if sign else 0))
        left += wide
    canvas.down += LEADING if left else 0


def _keys(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the signs of a chart and their words in the locale's table."""
    statuses, qualifiers = set(frame["status"]), set(frame["qualifier"])
    totals = frame["number"].str.startswith("calc-") & (frame["status"] == "planned")
    if statuses - {"achieved"}:
        words = {"achieved": "achieved", "ongoing": "ongoing", "planned": "partly" if totals.any() else "planned"}
        yield from ((status, word) for status, word in words.items() if status in statuses)
    if "at_least" in qualifiers:
        yield "at_least", "floor"
    if {"nearly", "at_most"} & qualifiers:
        yield "nearly", "ceiling"
    if "with_caution" in set(frame["grade"]):
        yield "", "caution"


def _told(parts: Sequence[Row], locale: Locale) -> str:
    words = locale["chart"]
    return locale.enumerate([words["part"].format(number=row.printed, status=words[row.status]) for row in parts])


def _named(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    return _grouped(rows, lambda row: row.name)


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> Iterator[tuple[str, list[Row]]]:
    """Put the rows of each key together, in the order in which the keys come first."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    yield from groups.items()
