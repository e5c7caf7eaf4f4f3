"""Pictures of chart tables, drawn with matplotlib; nothing here knows where the figures come from."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from contextlib import AbstractContextManager
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from districtbrief.wording import Locale

Colours = Mapping[str, str]

WIDTH = 6.6
# Okabe and Ito's order for colour-blind readers, with the two darkest, furthest apart in grey, first
COLOURS = ("#0b5394", "#e07b00", "#117a65", "#b03a6f", "#56b4e9", "#7f6000")
INK, FAINT = "#222222", "#8a8a8a"
STYLE: Mapping[str, Any] = {
    "font.family": "Noto Sans SC",
    "font.size": 9,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9,
    "axes.unicode_minus": False,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "districtbrief",
    "text.color": INK,
    "xtick.color": FAINT,
    "ytick.left": False,
}
STATUS: Mapping[str, Mapping[str, Any]] = {
    "achieved": {},
    "ongoing": {"alpha": 0.45},
    "planned": {"fill": False, "hatch": "////"},
}
ROW = 0.27
LABEL = 26


def style() -> AbstractContextManager[None]:
    """Set fonts, colours and identifiers for the charts drawn or saved inside."""
    settings: dict[Any, Any] = {**STYLE, "font.family": _font_family()}
    return mpl.rc_context(settings)


def colours(ranks: Mapping[str, int]) -> Colours:
    """Give each district its colour, the same in every chart."""
    return {district: COLOURS[rank % len(COLOURS)] for district, rank in ranks.items()}


def draw_side_by_side(frame: pd.DataFrame, locale: Locale, palette: Colours) -> Figure:
    """Draw a row an indicator and a dot a district on a logarithmic scale, each dot labelled."""
    labels = list(dict.fromkeys(frame["label"]))
    figure, axes = _canvas(len(labels) * 0.29 + 0.85)
    for row, label in enumerate(labels):
        points = (
            frame[frame["label"] == label].assign(number=lambda part: part["value"].astype(float)).sort_values("number")
        )
        axes.plot(points["number"], [row] * len(points), color=FAINT, linewidth=1, zorder=1)
        for index, point in enumerate(points.itertuples()):
            axes.scatter(point.number, row, zorder=2, **_dot(point, palette))
            smaller = index == 0 and len(points) > 1
            _beside(axes, (point.number, row), point.printed, palette[point.district], left=smaller)
    _logarithmic(axes, locale)
    axes.set_xlabel(locale["chart"]["log"])
    _rows(axes, labels)
    _legend(figure, frame, palette, [*_hollow(frame, locale), *_marks(frame, locale)])
    return figure


def draw_progress(frame: pd.DataFrame, locale: Locale, palette: Colours) -> Figure:
    """Draw a panel an indicator and a bar a district, its done, ongoing and planned parts end to end."""
    panels = list(dict.fromkeys(frame["group"]))
    rows = [frame[frame["group"] == panel] for panel in panels]
    bars = [list(dict.fromkeys(part["name"])) for part in rows]
    figure = Figure(figsize=(WIDTH, sum(map(len, bars)) * 0.27 + len(panels) * 0.3 + 0.5), layout="constrained")
    grid = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[len(item) for item in bars])[:, 0]
    for axes, part, names in zip(grid, rows, bars, strict=True):
        _stacks(axes, part, names, locale, palette)
    parts = [
        Patch(label=locale["chart"][key], facecolor=INK if look.get("fill", True) else "none", edgecolor=INK, **look)
        for key, look in STATUS.items()
    ]
    _legend(figure, frame, palette, [*parts, *_marks(frame, locale)])
    return figure


def draw_panels(frame: pd.DataFrame, locale: Locale, palette: Colours) -> Figure:
    """Draw panels side by side with the same rows, each with its own scale from zero."""
    panels, labels = list(dict.fromkeys(frame["group"])), list(dict.fromkeys(frame["label"]))
    lines = max(_wrap(label).count("\n") + 1 for label in labels)
    figure = Figure(figsize=(WIDTH, len(labels) * (0.2 * lines + 0.12) + 0.7), layout="constrained")
    grid = figure.subplots(1, len(panels), squeeze=False, sharey=True)[0]
    for axes, panel in zip(grid, panels, strict=True):
        part = frame[frame["group"] == panel].set_index("label").reindex(labels).dropna().reset_index()
        _bars(axes, part, palette, [labels.index(label) for label in part["label"]])
        axes.set_title(panel)
    grid[0].set_yticks(range(len(labels)), [_wrap(label) for label in labels], linespacing=1.35)
    grid[0].set_ylim(len(labels) - 0.5, -0.5)
    _legend(figure, frame, {}, _marks(frame, locale))
    return figure


def draw_apart(frame: pd.DataFrame, locale: Locale, palette: Colours) -> Figure:
    """Draw a panel a district with its amounts, each panel on a logarithmic scale of its own."""
    panels = list(dict.fromkeys(frame["group"]))
    sizes = [int((frame["group"] == panel).sum()) for panel in panels]
    figure = Figure(figsize=(WIDTH, sum(sizes) * 0.34 + len(panels) * 0.75 + 0.4), layout="constrained")
    grid = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[size + 1 for size in sizes])[:, 0]
    for axes, panel in zip(grid, panels, strict=True):
        part = frame[frame["group"] == panel]
        axes.set_title(panel, color=palette[part["district"].iloc[0]])
        for row, point in enumerate(part.itertuples()):
            axes.scatter(float(point.value), row, **_dot(point, palette))
            _beside(axes, (float(point.value), row), point.printed, palette[point.district])
        _logarithmic(axes, locale)
        _rows(axes, [_wrap(label) for label in part["label"]])
    grid[-1].set_xlabel(locale["chart"]["log"])
    _legend(figure, frame, {}, [*_hollow(frame, locale), *_marks(frame, locale)])
    return figure


def draw_themes(frame: pd.DataFrame, locale: Locale, palette: Colours) -> Figure:
    """Draw a panel a district and a bar a theme, all on one scale."""
    panels, labels = list(dict.fromkeys(frame["group"])), list(dict.fromkeys(frame["label"]))
    figure = Figure(figsize=(WIDTH, len(labels) * ROW + 0.7), layout="constrained")
    grid = figure.subplots(1, len(panels), squeeze=False, sharey=True, sharex=True)[0]
    for axes, panel in zip(grid, panels, strict=True):
        part = frame[frame["group"] == panel]
        _bars(axes, part, palette)
        axes.set_title(panel, color=palette[part["district"].iloc[0]])
        axes.set_xlabel(locale["chart"]["figures"])
    grid[0].set_yticks(range(len(labels)), labels)
    return figure


def _canvas(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def _logarithmic(axes: Axes, locale: Locale) -> None:
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: locale.scaled(Fraction(value).limit_denominator(1000)))
    axes.margins(x=0.22)


def _rows(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color="#e4e4e4", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", which="minor", bottom=False)


def _bars(axes: Axes, frame: pd.DataFrame, palette: Colours, rows: list[int] | None = None) -> None:
    places = rows if rows is not None else list(range(len(frame)))
    for row, bar in zip(places, frame.itertuples(), strict=True):
        axes.barh(row, float(bar.value), height=0.62, **_look(bar.status, palette[bar.district]))
        _beside(axes, (float(bar.value), row), bar.printed, INK)
    _bare(axes, len(places))


def _stacks(axes: Axes, frame: pd.DataFrame, names: list[str], locale: Locale, palette: Colours) -> None:
    for row, name in enumerate(names):
        start, texts = 0.0, []
        for part in frame[frame["name"] == name].itertuples():
            axes.barh(row, float(part.value), left=start, height=0.62, **_look(part.status, palette[part.district]))
            start += float(part.value)
            texts.append(f"{part.printed} {locale['chart'][part.status]}")
        _beside(axes, (start, row), locale["list"].join(texts), INK)
    axes.set_yticks(range(len(names)), names)
    axes.set_title(frame["label"].iloc[0])
    _bare(axes, len(names))
    axes.set_xlim(0, axes.get_xlim()[1] * 1.45)


def _bare(axes: Axes, rows: int) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.margins(x=0.3)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _look(status: str, colour: str) -> dict[str, Any]:
    return {"facecolor": colour, "edgecolor": colour, "linewidth": 0.8, **STATUS[status]}


def _dot(point: Any, palette: Colours) -> dict[str, Any]:  # noqa: ANN401 - a row of a frame
    colour = palette[point.district]
    face = {"planned": "white", "ongoing": _pale(colour)}.get(point.status, colour)
    marker = ">" if point.qualifier == "at_least" else "o"
    return {"s": 42, "marker": marker, "color": face, "edgecolor": colour, "linewidth": 1.4}


def _beside(axes: Axes, place: tuple[float, float], text: str, colour: str, *, left: bool = False) -> None:
    offset, side = ((-7, 0), "right") if left else ((7, 0), "left")
    axes.annotate(text, place, offset, textcoords="offset points", ha=side, va="center", color=colour, fontsize=8.5)


def _wrap(label: str) -> str:
    return "\n".join(part for line in label.splitlines() for part in textwrap.wrap(line, LABEL))


def _marks(frame: pd.DataFrame, locale: Locale) -> list[Line2D | Patch]:
    words = locale["chart"]
    marks: list[Line2D | Patch] = []
    if "at_least" in set(frame["qualifier"]):
        marks.append(Line2D([], [], marker=">", linestyle="none", color=FAINT, label=words["floor"]))
    if "with_caution" in set(frame["grade"]):
        marks.append(Line2D([], [], linestyle="none", label=words["caution"]))
    return marks


def _hollow(frame: pd.DataFrame, locale: Locale) -> list[Line2D | Patch]:
    faces: dict[str, tuple[str, Any]] = {"planned": ("hollow", "white"), "ongoing": ("pale", _pale(FAINT))}
    look: dict[str, Any] = {"marker": "o", "markeredgecolor": FAINT, "linestyle": "none"}
    shown = [face for status, face in faces.items() if status in set(frame["status"])]
    return [Line2D([], [], label=locale["chart"][word], markerfacecolor=face, **look) for word, face in shown]


def _pale(colour: str) -> tuple[float, ...]:
    return tuple(0.6 + 0.4 * part for part in to_rgb(colour))


def _legend(figure: Figure, frame: pd.DataFrame, palette: Colours, marks: list[Line2D | Patch]) -> None:
    names = dict(zip(frame["district"], frame["name"], strict=True)) if palette else {}
    named = [(key, names[key]) for key in palette if key in names]
    dots = [Line2D([], [], marker="o", linestyle="none", color=palette[key], label=name) for key, name in named]
    if dots or marks:
        figure.legend(
            handles=[*dots, *marks],
            loc="outside upper left",
            ncols=min(3, len(dots) + len(marks)),
            handletextpad=0.3,
            columnspacing=1.2,
        )


@cache
def _font_family() -> str:
    """Load the Chinese face that the charts are set in, by path, so that no system font is consulted."""
    face = str(resources.files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")
    font_manager.fontManager.addfont(face)
    return font_manager.FontProperties(fname=face).get_name()
