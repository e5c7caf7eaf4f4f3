"""Bars one below another under their labels, every one with its number behind it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from districtbrief.drawing import ARROW, LEADING, NARROW, Canvas, Colours, widest, wrap
from districtbrief.wording import Locale

Row: TypeAlias = Any
"""A row of a chart's table, as pandas gives it."""
GAP, BESIDE = 5.0, 10.0
BREAK = "…"
"""Stands for the bars that are left out."""
BOUNDS = {"at_least": "floor", "nearly": "ceiling", "at_most": "ceiling"}


@dataclass(frozen=True)
class Sheet:
    """What a chart draws: its table, the words and colours for it, its first and its last line.

    Before the row of the number that ``resumes`` it breaks off: others stand between.
    """

    frame: pd.DataFrame
    locale: Locale
    palette: Colours
    subtitle: str
    source: str
    resumes: str = ""

    @property
    def rows(self) -> list[Row]:
        """The table, row by row."""
        return list(self.frame.itertuples())


@dataclass(frozen=True)
class Bar:
    """A bar, its parts end to end, with what stands before and behind it."""

    name: str
    parts: tuple[Row, ...]
    text: str

    @property
    def value(self) -> float:
        """How long it is, in the unit of what it counts."""
        return sum(float(part.value) for part in self.parts)


@dataclass(frozen=True)
class Band:
    """What one label names: some bars, of the panel with this heading."""

    label: str
    bars: tuple[Bar, ...]
    heading: str = ""


Scale = Callable[[Band, Bar], Hashable]


def draw_bands(canvas: Canvas, sheet: Sheet, bands: Sequence[Band], scale: Scale) -> None:
    """Draw bands one below another: labels beside their bars, or above them where the picture is narrow."""
    bars = [(band, bar) for band in bands for bar in band.bars]
    beside = canvas.width > NARROW
    label = min(widest(band.label for band in bands), canvas.width * 0.4) + BESIDE if beside else 0.0
    left = label + widest(bar.name for _, bar in bars) + (GAP if any(bar.name for _, bar in bars) else 0)
    room = canvas.width - left - widest(bar.text for _, bar in bars) - ARROW - GAP
    longest: dict[Hashable, float] = {}
    for band, bar in bars:
        longest[scale(band, bar)] = max(bar.value, longest.get(scale(band, bar), 0))
    heading = ""
    for band in bands:
        if band.heading != heading:
            heading = _head(canvas, sheet, band)
        with_label = Labelled(canvas, band.label, label)
        for bar in band.bars:
            if bar.parts[0].number == sheet.resumes:
                canvas.down += canvas.write("break", [BREAK], label)
            if bar.name:
                canvas.write("name", [bar.name], label)
            draw_bar(canvas, sheet, bar, left, room / (longest[scale(band, bar)] or 1))
            canvas.down += LEADING
        canvas.rule(left, with_label.top)
        with_label.close()


class Labelled:
    """A label, beside what is drawn next or above it; closed, it leaves room for all of its lines."""

    def __init__(self, canvas: Canvas, label: str, width: float) -> None:
        self._canvas = canvas
        lines = wrap(label[:1].upper() + label[1:], width - BESIDE if width else canvas.width)
        height = canvas.write("label", lines, 0)
        canvas.down += 0 if width else height
        self.top, self._foot = canvas.down, canvas.down + (height if width else 0)

    def close(self, gap: float = GAP) -> None:
        """Go on below both."""
        self._canvas.down = max(self._canvas.down, self._foot) + gap


def _head(canvas: Canvas, sheet: Sheet, band: Band) -> str:
    """Head a panel with its district, in its colour."""
    canvas.down += GAP / 2
    canvas.bar(0.5, 9, sheet.palette[band.bars[0].parts[0].district], "achieved", "key")
    canvas.down += canvas.write("heading", [band.heading], 15) + GAP / 2
    return band.heading


def draw_bar(canvas: Canvas, sheet: Sheet, bar: Bar, left: float, scale: float) -> None:
    """Draw a bar, its parts end to end, with the sign of a bound and its number behind it."""
    end = left
    for part in bar.parts:
        length = float(part.value) * scale
        canvas.bar(end, length, sheet.palette[part.district], part.status)
        end += length
    qualifier = next((part.qualifier for part in bar.parts if part.qualifier in BOUNDS), "")
    canvas.bound(end, qualifier)
    canvas.write("value", [bar.text], end + (ARROW if qualifier else 4))
