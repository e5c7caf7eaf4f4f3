"""Charts: the table says exactly what is drawn, and everything drawn can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from districtbrief import drawing
from districtbrief.charts import COLUMNS, PLANS, Chart, alt_text, make_chart, save_chart
from districtbrief.comparison import ComparisonTable, compare
from districtbrief.datapackage import DataPackage, load
from districtbrief.faults import FaultError
from districtbrief.wording import locale

ROOT = Path(__file__).parent.parent
LANGUAGES = ("zh", "en")
# a pixel at the screen's hundred dots an inch: less than the space that any letter keeps around itself
SLACK = 1.0

Choice = tuple[tuple[str, ...], tuple[str, ...]]
Box = tuple[str, Bbox]

BOTH: Choice = ((), ())
ERQI: Choice = (("erqi",), ())
JINSHUI: Choice = (("jinshui",), ())
TURNED: Choice = (("jinshui", "erqi"), ())
ONE_THEME: list[Choice] = [((), (theme,)) for theme in ("learning", "roads", "old-compounds", "investment")]


@cache
def table_of(choice: Choice) -> ComparisonTable:
    """Compare some districts and themes of the checkout."""
    return compare(load(ROOT, *choice))


def cases(*choices: Choice) -> list[tuple[Choice, str]]:
    """List the charts for which the chosen data has something to draw."""
    return [
        (choice, name)
        for choice in choices
        for name, plan in PLANS.items()
        if not plan.rows(table_of(choice), locale("en")).empty
    ]


@cache
def chart_of(choice: Choice, name: str, lang: str) -> Chart:
    """Draw a chart once for all tests that look at it."""
    chart = make_chart(name, table_of(choice), locale(lang))
    assert chart is not None
    return chart


@cache
def boxes_of(choice: Choice, name: str, lang: str) -> tuple[list[Box], Bbox]:
    """List the texts that a chart really draws, each with its box, and the box of the picture."""
    figure = chart_of(choice, name, lang).figure
    canvas = FigureCanvasAgg(figure)
    found: list[Text] = []
    original = Text.draw

    def record(text: Text, renderer: object) -> None:
        if text.get_visible() and text.get_text().strip():
            found.append(text)
        original(text, renderer)

    with drawing.style(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(Text, "draw", record)
        canvas.draw()
        renderer = canvas.get_renderer()
        return [(text.get_text(), text.get_window_extent(renderer)) for text in found], figure.bbox


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("choice", "name"), cases(BOTH, ERQI, JINSHUI, TURNED, *ONE_THEME), ids=str)
def test_no_text_lies_on_another(choice: Choice, name: str, lang: str) -> None:
    """No label, tick, title or legend of a chart overlaps another."""
    boxes, _ = boxes_of(choice, name, lang)

    assert len(boxes) > 2
    assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if overlap(a, b)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("choice", "name"), cases(BOTH, ERQI, JINSHUI, TURNED, *ONE_THEME), ids=str)
def test_no_text_is_cut_off(choice: Choice, name: str, lang: str) -> None:
    """Every text lies within the picture."""
    boxes, edge = boxes_of(choice, name, lang)

    assert [text for text, box in boxes if sticks_out(box, edge)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("choice", "name"), cases(BOTH, ERQI, JINSHUI), ids=str)
def test_the_table_is_exactly_what_is_drawn(choice: Choice, name: str, lang: str) -> None:
    """Every row has its mark at its value and its printed number beside it, and there is no other mark or number."""
    chart = chart_of(choice, name, lang)
    texts = [text for text, _ in boxes_of(choice, name, lang)[0]]

    assert sorted(marks(chart)) == pytest.approx(sorted(chart.frame["value"].astype(float)))
    for printed, count in Counter(chart.frame["printed"]).items():
        assert len(re.findall(rf"(?<![\w.,]){re.escape(printed)}(?![\d.,])", "\n".join(texts))) >= count, printed
    assert list(chart.frame.columns) == COLUMNS


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_the_saved_csv_is_the_table(tmp_path: Path, name: str, lang: str) -> None:
    """Beside each picture lies the CSV of what it draws, readable without us."""
    chart = chart_of(BOTH, name, lang)

    save_chart(chart, tmp_path, "x")

    saved = pd.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(saved, chart.frame, check_dtype=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.csv", "x.png", "x.svg"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_values_are_those_of_the_data(table: ComparisonTable, name: str, lang: str) -> None:
    """Whatever a chart draws is an observation or a calculation of its district, unrounded."""
    numbers = [*table.package.observations.values(), *table.calculations.values()]
    known = {(locale(lang).plain(number.value), locale(lang).number(number)) for number in numbers}
    frame = chart_of(BOTH, name, lang).frame

    if name == "themes":
        assert frame["value"].astype(int).sum() == len(table.package.observations)
    else:
        assert set(zip(frame["value"], frame["printed"], strict=True)) <= known


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("choice", "name"), cases(BOTH, ERQI, JINSHUI), ids=str)
def test_the_alt_text_says_every_number(choice: Choice, name: str, lang: str) -> None:
    """Who cannot see the chart is told its title, every number that it prints, and whose it is."""
    chart = chart_of(choice, name, lang)

    assert chart.alt.startswith(chart.title)
    for row in chart.frame.itertuples():
        assert row.printed in chart.alt
        assert row.name in chart.alt
    assert not re.search(r"None|nan|  |[;；][.。]|[.。]{2}|\n", chart.alt)


def test_an_alt_text_says_what_is_planned() -> None:
    """A plan is a plan in the alt text too."""
    chart = chart_of(BOTH, "progress", "en")

    assert "Erqi 8 (planned)" in chart.alt
    assert alt_text(chart.title, chart.frame, locale("en")) == chart.alt


def test_what_does_not_compare_is_not_drawn_as_if_it_did(table: ComparisonTable) -> None:
    """No chart that sets districts side by side draws both of an indicator that is not comparable."""
    refused = {item.indicator.id for item in table.graded("not_comparable")}
    rows = {locale("en").number(row): row for row in table.package.observations.values() if row.indicator.id in refused}
    assert len(refused) == 4

    for name in ("side_by_side", "progress", "roadworks"):
        frame = PLANS[name].rows(table, locale("en"))
        assert "not_comparable" not in set(frame["grade"]), name
        assert not [row.id for row in rows.values() if any(row.notes["en"] in label for label in frame["label"])], name


def test_every_comparison_that_may_be_drawn_is_drawn(table: ComparisonTable) -> None:
    """The chart of comparable indicators leaves none out."""
    frame = PLANS["side_by_side"].rows(table, locale("en"))

    assert set(frame["label"]) == {
        item.indicator.labels["en"] + locale("en")["grade_mark"][item.grade] for item in table.comparable()
    }


def test_money_has_a_scale_of_its_own_for_each_district() -> None:
    """Amounts that do not compare are not set on one axis, as the prose beside the chart says."""
    axes = chart_of(BOTH, "money", "en").figure.axes

    assert len(axes) == 2
    assert not axes[0].get_shared_x_axes().joined(*axes)


def test_the_axis_of_comparable_indicators_is_logarithmic() -> None:
    """Audiences and roads fit on one axis, which says that it is logarithmic."""
    (axes,) = chart_of(BOTH, "side_by_side", "en").figure.axes

    assert axes.get_xscale() == "log"
    assert "logarithmic" in axes.get_xlabel()


def test_bars_begin_at_zero() -> None:
    """A bar's length is its value."""
    for name in ("progress", "roadworks", "themes"):
        for axes in chart_of(BOTH, name, "en").figure.axes:
            assert axes.get_xlim()[0] <= 0
            assert axes.get_xscale() == "linear"


def test_a_district_keeps_its_colour() -> None:
    """A district alone, or in another order, is drawn in the same colour as ever."""
    palettes = [drawing.colours(table_of(choice).package.ranks) for choice in (BOTH, TURNED, ERQI, JINSHUI)]

    assert {palette["erqi"] for palette in palettes if "erqi" in palette} == {drawing.COLOURS[0]}
    assert {palette["jinshui"] for palette in palettes if "jinshui" in palette} == {drawing.COLOURS[1]}


def test_a_chart_without_data_is_none(root: Path) -> None:
    """Where there is nothing to draw there is no empty picture."""
    table = compare(load(root, ["erqi"], ["culture"]))

    assert [make_chart(name, table, locale("en")) for name in PLANS] == [None] * len(PLANS)


@pytest.mark.parametrize("letter", ["\N{GRINNING FACE}", "\N{DEVANAGARI LETTER A}", "\U00030000"])
def test_a_missing_glyph_is_a_fault_and_saves_nothing(package: DataPackage, tmp_path: Path, letter: str) -> None:
    """A character that the font lacks is an error that names the chart, never a box."""
    indicator = package.indicators["ledger-items"]
    odd = replace(indicator, labels={"zh": f"台账{letter}", "en": f"Ledger {letter}"})
    rows = {
        key: replace(row, indicator=odd) if row.indicator.id == odd.id else row
        for key, row in package.observations.items()
    }
    table = compare(replace(package, indicators={**package.indicators, odd.id: odd}, observations=rows))
    chart = make_chart("side_by_side", table, locale("zh"))

    with pytest.raises(FaultError, match=r"^chart brief-side-by-side: Glyph .*; write the label"):
        save_chart(chart, tmp_path, "brief-side-by-side")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_a_chart_is_the_same_bytes_twice(table: ComparisonTable, tmp_path: Path, name: str, lang: str) -> None:
    """Drawn again, a chart does not differ in a byte, and bears neither date nor path nor font of the machine."""
    for folder in ("one", "two"):
        chart = make_chart(name, table, locale(lang))
        assert chart is not None
        save_chart(chart, tmp_path / folder, "x")

    for kind in ("svg", "png", "csv"):
        assert (tmp_path / "one" / f"x.{kind}").read_bytes() == (tmp_path / "two" / f"x.{kind}").read_bytes()
    svg = (tmp_path / "one" / "x.svg").read_text(encoding="utf-8")
    assert "<text" not in svg
    assert "dc:date" not in svg
    assert str(tmp_path) not in svg


def test_drawing_leaves_the_settings_as_they_were(table: ComparisonTable) -> None:
    """An analyst's own charts in the same notebook keep their look."""
    before = dict(mpl.rcParams)

    assert make_chart("side_by_side", table, locale("zh"))

    assert dict(mpl.rcParams) == before


def overlap(a: Bbox, b: Bbox) -> bool:
    """Whether two boxes share more than their edges."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK


def sticks_out(box: Bbox, edge: Bbox) -> bool:
    """Whether a box reaches beyond an edge."""
    wide = box.x0 < edge.x0 - SLACK or box.x1 > edge.x1 + SLACK
    return wide or box.y0 < edge.y0 - SLACK or box.y1 > edge.y1 + SLACK


def marks(chart: Chart) -> Iterator[float]:
    """Yield the value at which each dot stands, or which each bar spans."""
    for axes in chart.figure.axes:
        yield from (bar.get_width() for bar in axes.patches)
        for dots in axes.collections:
            if isinstance(dots, PathCollection):
                yield from (float(place[0]) for place in dots.get_offsets())
