"""A canvas in points, and the texts and marks that charts are made of; nothing here knows what they mean."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from districtbrief.typefaces import SANS, typeface

Colours = Mapping[str, str]

WIDE, NARROW = 465.0, 246.0
"""Points across: the text's width on A4, and a column of 328 pixels on a phone."""
SIZE, LEADING = 9.2, 11.6
"""Of all text but titles: above 8 points where the wide picture is printed at 88 per cent."""
ABREAST = 4
"""How many districts stand side by side in a table or a title; more stand one below another, under their city."""
# told apart by protan, deutan and tritan eyes, and by their lightness in grey print
COLOURS = ("#0b4a82", "#d97706", "#4d1403", "#8d59fa", "#865738", "#0cb49f")
INK, QUIET, FAINT, WHITE = "#1d2733", "#5b6672", "#c3cad2", "#ffffff"
STYLE: Mapping[str, Any] = {
    "hatch.linewidth": 0.9,
    "svg.fonttype": "path",
    "svg.hashsalt": "districtbrief",
    "text.hinting": "none",  # else texts of the PNG are wider than measured
}
LOOKS = ("agg.", "figure.", "font.", "hatch.", "image.", "lines.", "patch.", "path.", "savefig.", "svg.", "text.")
"""How the names of matplotlib's settings begin that a picture of ours could depend on."""
BAR, ARROW = 8.4, 15.0
"""How high a bar is, and how much room the sign of a floor or a ceiling takes behind it."""
HATCH = "//////"
_PIECE = re.compile(r"\s*(?:[（“《]*(?:[\u2e80-\u9fff]|[^\s\u2e80-\u9fff（“《]+)[†，。、；：）”》]*|\S)")


def style() -> AbstractContextManager[None]:
    """Set what the charts drawn or saved inside need, whatever somebody's own `matplotlibrc` or notebook says."""
    looks = [(key, value) for key, value in mpl.rcParamsDefault.items() if key.startswith(LOOKS)]
    settings: dict[Any, Any] = {key: value for key, value in looks if mpl.rcParams[key] != value}
    settings.update(STYLE)
    return mpl.rc_context(settings)


def colours(ranks: Mapping[str, int]) -> Colours:
    """Give each district its colour, the same in every chart unless two would share it; one to all where they must."""
    own = {district: COLOURS[rank % len(COLOURS)] for district, rank in ranks.items()}
    if len(set(own.values())) == len(own):
        return own
    return dict(zip(ranks, COLOURS, strict=False)) if len(ranks) <= len(COLOURS) else dict.fromkeys(ranks, COLOURS[0])


def pale(colour: str) -> str:
    """Mix a colour with white."""
    red, green, blue = (0.65 + 0.35 * part for part in to_rgb(colour))
    return to_hex((red, green, blue))


@cache
def measure(text: str, size: float = SIZE) -> float:
    """Say how wide a text is, in points; of a glyph that the face lacks, saving the picture complains."""
    with warnings.catch_warnings(action="ignore"):
        return float(text_to_path.get_text_width_height_descent(text, _face(size), ismath=False)[0])


def widest(texts: Iterable[str]) -> float:
    """Say how wide the widest of some texts is; nothing where there is none."""
    return max(map(measure, texts), default=0.0)


def wrap(text: str, width: float, size: float = SIZE) -> list[str]:
    """Break a text into lines that are no wider, between words or Han characters."""
    lines: list[str] = []
    for part in text.splitlines():
        lines.append("")
        for piece in _PIECE.findall(part):
            if lines[-1] and measure(lines[-1] + piece, size) > width:
                lines.append("")
            lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines


class Canvas:
    """A picture in the making: ``down`` is how far it has got, in points from its head.

    What is drawn bears its role and its number as its id in the SVG, such as ``value-3``.
    """

    def __init__(self, width: float) -> None:
        """Begin a picture of a width in points, as high as it becomes."""
        self.width, self.down = width, 0.0
        self._drawn: list[Artist] = []
        self._counts: Counter[str] = Counter()

    def write(self, role: str, lines: Iterable[str], left: float, *, colour: str = INK, size: float = SIZE) -> float:
        """Write lines from ``down`` on, and say how high they are."""
        name, leading, height = self._name(role), size * LEADING / SIZE, 0.0
        for number, line in enumerate(lines):
            foot = self.down + height + leading * 0.76
            self._drawn.append(Text(left, foot, line, color=colour, fontproperties=_face(size), parse_math=False))
            self._drawn[-1].set_gid(f"{name}.{number}")
            height += leading
        return height

    def paragraph(self, role: str, text: str, *, colour: str = QUIET, size: float = SIZE) -> None:
        """Write a text across the whole picture, and go on below it."""
        self.down += self.write(role, wrap(text, self.width, size), 0, colour=colour, size=size)

    def bar(self, left: float, length: float, colour: str, status: str, role: str = "bar") -> None:
        """Draw a bar from ``left`` on: solid where done, pale where under way, hatched where planned."""
        face = {"ongoing": pale(colour), "planned": WHITE}.get(status, colour)
        look: dict[str, Any] = {
            "facecolor": face,
            "edgecolor": colour,
            "linewidth": 0.8,
            "hatch": HATCH * (status == "planned"),
        }
        top = self.down + (LEADING - BAR) / 2
        self._add(role, Rectangle((left, top), length, BAR, **look))

    def bound(self, left: float, qualifier: str, role: str = "") -> None:
        """Draw behind a bar that it goes on, for a floor, or that it ends at most there, for a ceiling."""
        end, middle = left + 2, self.down + LEADING / 2
        if qualifier == "at_least":
            across = [end, end + 9, end + 6, end + 9, end + 6]
            self._stroke(role or "floor", across, [middle, middle, middle - 3, middle, middle + 3])
        elif qualifier in ("nearly", "at_most"):
            gap, half = float("nan"), BAR / 2 + 1
            across = [end, end, gap, end + 10, end + 2, end + 5, end + 2, end + 5]
            down = [middle - half, middle + half, gap, middle, middle, middle - 3, middle, middle + 3]
            self._stroke(role or "ceiling", across, down)

    def rule(self, left: float, top: float) -> None:
        """Draw the line that bars stand on, from ``top`` to ``down``."""
        self._stroke("rule", [left, left], [top, self.down], FAINT)

    def figure(self) -> Figure:
        """Put all that is drawn on a white ground."""
        height = self.down + 2
        figure = Figure(figsize=(self.width / 72, height / 72), facecolor=WHITE)
        points = Affine2D().scale(1 / self.width, -1 / height).translate(0, 1) + figure.transFigure
        for artist in self._drawn:
            artist.set_transform(points)
            figure.add_artist(artist)
        return figure

    def _stroke(self, role: str, across: list[float], down: list[float], colour: str = INK) -> None:
        self._add(role, Line2D(across, down, color=colour, linewidth=0.9))

    def _add(self, role: str, artist: Artist) -> None:
        artist.set_gid(self._name(role))
        self._drawn.append(artist)

    def _name(self, role: str) -> str:
        self._counts[role] += 1
        return f"{role}-{self._counts[role]}"


@cache
def _face(size: float) -> FontProperties:
    """Give the Chinese face that the charts are set in, by path, so that no system font is consulted."""
    return FontProperties(fname=_font(), size=size)


@cache
def _font() -> str:
    face = str(typeface(SANS))
    font_manager.fontManager.addfont(face)
    return face
