"""Charts: the table says exactly what is drawn, and everything drawn can be read."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import combinations, product
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from lxml import etree
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from tiers import first_of_each

from districtbrief import drawing
from districtbrief.chartrows import COLUMNS
from districtbrief.charts import RECIPES, Chart, alt_text, make_chart, save_chart, select_rows
from districtbrief.comparing import compare
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import load
from districtbrief.narrative import plain_text
from districtbrief.report import Report, build_report
from districtbrief.wording import locale

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
LANGUAGES = ("zh", "en")
PICTURES = (".svg", "-narrow.svg", ".png")
THIRD = {
    "districts.csv": "third,郑东新区起步区,Zhengdong New District,郑州市,Zhengzhou",
    "sources.csv": f"third-2021,third,题,本报记者,,2021,{'0' * 64},55",
}
SCALES: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "side_by_side": lambda frame: frame["label"],
    "progress": lambda frame: frame["label"],
    "roadworks": lambda frame: frame["group"],
    "audience": lambda frame: frame["group"],
    "money": lambda frame: frame["group"],
    "themes": lambda frame: frame["status"],
}
"""What each chart's bars share a scale with."""
TEXT_ON_A4 = (210 - 2 * 22) / 25.4 * 72
"""How wide the text is in print, in points."""
# a pixel at the screen's hundred dots an inch: less than the space that any letter keeps around itself
SLACK = 1.0

Choice = tuple[tuple[str, ...], tuple[str, ...]]
Box = tuple[str, Bbox]

BOTH: Choice = ((), ())
ERQI: Choice = (("erqi",), ())
JINSHUI: Choice = (("jinshui",), ())
THREE: Choice = (("erqi", "jinshui", "third"), ())
ONE_THEME: list[Choice] = [((), (theme,)) for theme in ("learning", "roads", "old-compounds", "investment")]


@cache
def table_of(choice: Choice) -> ComparisonTable:
    """Compare some districts and themes of the checkout, or these with a third district."""
    if choice == THREE:
        return three()
    return compare(load(ROOT, *choice))


def cases(*choices: Choice) -> list[tuple[Choice, str]]:
    """List the charts for which the chosen data has something to draw."""
    return [
        (choice, name)
        for choice in choices
        for name, recipe in RECIPES.items()
        if any(recipe.rows(table_of(choice), locale("en")))
    ]


@cache
def three() -> ComparisonTable:
    """Compare the two districts with a third, of a long name, that reports most of what one of them does."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(ROOT / "data", data)
        for name, row in THIRD.items():
            with (data / name).open("a", encoding="utf-8") as file:
                file.write(f"{row}\n")
        text = (data / "observations" / "erqi.csv").read_text(encoding="utf-8")
        (data / "observations" / "third.csv").write_text(text.replace("erqi", "third"), encoding="utf-8")
        graded = re.sub(
            r",,,$",
            ",with_caution,不详,not said",
            (data / "indicators.csv").read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
        (data / "indicators.csv").write_text(graded, encoding="utf-8")
        return compare(load(Path(folder)))


@cache
def report_of(choice: Choice, lang: str) -> Report:
    """Open the report that compares some districts and themes."""
    return build_report(ROOT, "comparison", {"lang": lang, "districts": list(choice[0]), "themes": list(choice[1])})


@cache
def chart_of(choice: Choice, name: str, lang: str) -> Chart:
    """Draw a chart once for all tests that look at it."""
    title = "" if choice == THREE else plain_text(report_of(choice, lang).finding(name))
    chart = make_chart(name, table_of(choice), locale(lang), title)
    assert chart is not None
    return chart


@cache
def boxes_of(choice: Choice, name: str, lang: str, ending: str) -> tuple[list[Box], Bbox]:
    """List the texts that a chart really draws, each with its box, and the box of the picture."""
    figure = chart_of(choice, name, lang).pictures[ending]
    renderer = FigureCanvasAgg(figure).get_renderer()
    with drawing.style():
        return [(text.get_text(), text.get_window_extent(renderer)) for text in drawn(figure, Text)], figure.bbox


def drawn(figure: Figure, *kinds: type[Artist]) -> list[Artist]:
    """List what a picture has of some kinds, in the order in which it is drawn."""
    return [artist for artist in figure.artists if isinstance(artist, kinds)]


def texts_of(figure: Figure, role: str) -> list[str]:
    """Give the texts of one role in a picture, each line by itself."""
    return [text.get_text() for text in drawn(figure, Text) if str(text.get_gid()).startswith(f"{role}-")]


@pytest.mark.parametrize("ending", PICTURES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("choice", "name"), first_of_each(cases(BOTH, JINSHUI, THREE, *ONE_THEME), lambda case: case[1]), ids=str
)
def test_no_text_lies_on_another_or_is_cut_off(choice: Choice, name: str, lang: str, ending: str) -> None:
    """No label, number or key of a chart overlaps another, nor leaves the picture, for one, two or three districts."""
    boxes, edge = boxes_of(choice, name, lang, ending)

    assert len(boxes) > 2
    assert [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if overlap(a, b)] == []
    assert [text for text, box in boxes if sticks_out(box, edge)] == []


@pytest.mark.parametrize("ending", PICTURES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("choice", "name"), first_of_each(cases(BOTH, JINSHUI, THREE), lambda case: case[1]), ids=str)
def test_no_bar_lies_on_a_text(choice: Choice, name: str, lang: str, ending: str) -> None:
    """Neither bars nor arrows run into names or numbers, and none leaves the picture."""
    boxes, edge = boxes_of(choice, name, lang, ending)
    figure = chart_of(choice, name, lang).pictures[ending]
    marks = [(str(mark.get_gid()), mark.get_window_extent()) for mark in drawn(figure, Rectangle, Line2D)]
    marks = [
        (gid, Bbox.from_extents(box.x0, box.y0, box.x1, box.y1)) for gid, box in marks if not gid.startswith("rule")
    ]

    assert marks
    assert [(gid, text) for gid, mark in marks for text, box in boxes if overlap(mark, box)] == []
    assert [gid for gid, mark in marks if sticks_out(mark, edge)] == []


@pytest.mark.parametrize("ending", PICTURES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("choice", "name"), cases(BOTH, JINSHUI), ids=str)
def test_the_table_is_exactly_what_is_drawn(choice: Choice, name: str, lang: str, ending: str) -> None:
    """Every row has its bar, as long as its value on its scale, and its number behind it; there is nothing else."""
    chart = chart_of(choice, name, lang)
    figure, frame = chart.pictures[ending], chart.frame
    lengths = [bar.get_width() for bar in drawn(figure, Rectangle) if str(bar.get_gid()).startswith("bar-")]
    rows = frame.assign(length=lengths, number=frame["value"].astype(float), at=SCALES[name](frame))

    for _, part in rows.groupby("at"):
        wanted = part["number"] / (part["number"].max() or 1)
        assert list(part["length"] / (part["length"].max() or 1)) == pytest.approx(list(wanted))
    values = " ".join(texts_of(figure, "value"))
    for printed, count in Counter(frame["printed"]).items():
        assert len(re.findall(rf"(?<![\d.,]){re.escape(printed)}(?![\d.,])", values)) >= count, printed
    assert list(frame.columns) == COLUMNS


@pytest.mark.parametrize(("lang", "name"), first_of_each(product(LANGUAGES, RECIPES), lambda case: case[1]))
def test_the_saved_csv_is_the_table(tmp_path: Path, name: str, lang: str) -> None:
    """Beside each picture lies the CSV of what it draws, readable without us."""
    chart = chart_of(BOTH, name, lang)

    save_chart(chart, tmp_path, "x")

    saved = pd.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(saved, chart.frame, check_dtype=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x-narrow.svg", "x.csv", "x.png", "x.svg"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RECIPES)
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
        frame = select_rows(name, table, locale("en")).frame
        assert "not_comparable" not in set(frame["grade"]), name
        assert not [row.id for row in rows.values() if any(row.notes["en"] in label for label in frame["label"])], name


def test_every_comparison_that_may_be_drawn_is_drawn(table: ComparisonTable) -> None:
    """The chart of comparable indicators leaves none out but that of people beside visits, which no scale holds."""
    frame = select_rows("side_by_side", table, locale("en")).frame
    drawn = [item for item in table.comparable() if item.ratio]

    assert {item.indicator.id for item in table.comparable()} - {item.indicator.id for item in drawn} == {
        "party-history-audience"
    }
    assert set(frame["label"]) == {
        item.indicator.labels["en"] + locale("en")["grade_mark"][item.grade] for item in drawn
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RECIPES)
def test_a_picture_begins_with_what_it_draws_and_ends_with_its_source(name: str, lang: str) -> None:
    """Period and scale stand in the first line, districts and date in the last; the PNG has its finding above both."""
    chart = chart_of(BOTH, name, lang)
    wide, narrow, shared = (chart.pictures[ending] for ending in PICTURES)
    subtitle, source = (joined(texts_of(wide, role)) for role in ("subtitle", "source"))

    assert "2021" in subtitle
    assert {"zh": "刻度", "en": "scale"}[lang] in subtitle
    assert all(name in source for name in chart.frame["name"])
    assert source.rstrip("年").endswith("2021")
    assert [joined(texts_of(narrow, role)) for role in ("subtitle", "source")] == [subtitle, source]
    assert joined(texts_of(shared, "title")) == joined([chart.title])
    assert [texts_of(figure, "title") for figure in (wide, narrow)] == [[], []]
    for figure in (wide, narrow):
        heights = [text.get_position()[1] for text in drawn(figure, Text)]
        assert heights[0] == min(heights)
        assert heights[-1] == max(heights)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("choice", "name"), cases(BOTH, JINSHUI, THREE), ids=str)
def test_floors_and_ceilings_are_drawn_as_such(choice: Choice, name: str, lang: str) -> None:
    """A bar has an arrow that points on exactly where its number is a floor, one that points back for a ceiling."""
    chart = chart_of(choice, name, lang)
    for figure in chart.pictures.values():
        signs = Counter(str(line.get_gid()).partition("-")[0] for line in drawn(figure, Line2D))
        assert signs["floor"] == sum(chart.frame["qualifier"] == "at_least")
        assert signs["ceiling"] == sum(chart.frame["qualifier"].isin(["nearly", "at_most"]))
        for sign in ("floor", "ceiling"):
            assert (locale(lang)["chart"][sign] in texts_of(figure, "sign")) == (signs[sign] > 0)
        for line in drawn(figure, Line2D):
            tip = {"floor": max, "ceiling": min}.get(str(line.get_gid()).partition("-")[0])
            if tip:
                points = [float(x) for x in line.get_xdata()[-5:]]
                assert points[1] == tip(points)


def test_plans_are_hatched_and_what_is_under_way_is_pale() -> None:
    """Solid is done, pale under way, hatched planned, in the colour of the district."""
    chart = chart_of(BOTH, "progress", "en")
    bars = [bar for bar in drawn(chart.pictures[".svg"], Rectangle) if str(bar.get_gid()).startswith("bar-")]

    for row, bar in zip(chart.frame.itertuples(), bars, strict=True):
        colour = drawing.COLOURS[["erqi", "jinshui"].index(row.district)]
        faces = {"achieved": colour, "ongoing": drawing.pale(colour), "planned": drawing.WHITE}
        assert to_hex(bar.get_edgecolor()) == colour
        assert to_hex(bar.get_facecolor()) == faces[row.status]
        assert bool(bar.get_hatch()) == (row.status == "planned")


def test_a_mark_of_caution_is_explained() -> None:
    """Where a label bears a †, the picture says what it means; where none does, it says nothing of it."""
    for name in RECIPES:
        chart = chart_of(BOTH, name, "en")
        marked = any("†" in label for label in chart.frame["label"])
        for figure in chart.pictures.values():
            assert (locale("en")["chart"]["caution"] in texts_of(figure, "sign")) == marked


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("choice", "name"), cases(BOTH, THREE), ids=str)
def test_texts_can_be_read_on_paper_and_on_a_phone(tmp_path: Path, choice: Choice, name: str, lang: str) -> None:
    """In print the wide picture's texts have 8 points or more, on a phone the narrow one's 11 pixels or more."""
    save_chart(chart_of(choice, name, lang), tmp_path, "x")

    printed = sizes(tmp_path / "x.svg", across=0.88 * TEXT_ON_A4)
    on_phone = sizes(tmp_path / "x-narrow.svg", across=328)
    assert len(printed) > 5
    assert len(on_phone) > 5
    assert min(printed) >= 8
    assert min(on_phone) >= 11


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RECIPES)
def test_a_chart_is_named_by_its_finding_or_else_plainly(name: str, lang: str) -> None:
    """With two districts every chart states a finding; a chart that has none bears its plain name."""
    plainly = make_chart(name, table_of(BOTH), locale(lang))

    assert chart_of(BOTH, name, lang).title != locale(lang)["charts"][name]
    assert plainly is not None
    assert plainly.title == locale(lang)["charts"][name]


def test_labels_break_between_words_and_han_characters() -> None:
    """No line is wider than its room, closing marks begin no line, and nothing is lost."""
    for text in ("more road sections to be upgraded by year-end†", "年底前再完成改造的路段（架空线缆入地），合计†"):
        for width in (60, 90, 200):
            lines = drawing.wrap(text, width)
            assert joined(lines) == joined([text])
            assert all(drawing.measure(line) <= width for line in lines)
            assert not [line for line in lines if line[0] in "†，）"]


def overlap(a: Bbox, b: Bbox) -> bool:
    """Whether two boxes share more than their edges."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK


def sticks_out(box: Bbox, edge: Bbox) -> bool:
    """Whether a box reaches beyond an edge."""
    wide = box.x0 < edge.x0 - SLACK or box.x1 > edge.x1 + SLACK
    return wide or box.y0 < edge.y0 - SLACK or box.y1 > edge.y1 + SLACK


def joined(lines: list[str]) -> str:
    """Write lines as one text without spaces."""
    return "".join("".join(lines).split())


def sizes(picture: Path, across: float) -> list[float]:
    """Read from an SVG how large its texts are where it is shown so wide; outlines are those of a face of size 100."""
    tree = etree.parse(picture)
    width = float(tree.getroot().get("viewBox").split()[2])
    shapes = tree.xpath("//*[comment()]/*[local-name()='g']/@transform")
    scales = [float(found[1]) for shape in shapes if (found := re.search(r"scale\(([\d.]+) ", shape))]
    return [scale * 100 * across / width for scale in scales]
