"""One report, opened from its parameters and shown block by block."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import EditCell, copy_project
from crowd import OF_CITIES, ask_for, write_districts
from nbformat.v4 import new_notebook

from districtbrief import charts
from districtbrief.charts import RECIPES, ROWS, select_rows
from districtbrief.faults import FaultError
from districtbrief.frontmatter import front_matter
from districtbrief.report import build_report, open_report
from districtbrief.specs import read_specs
from districtbrief.subject import titles

pytestmark = pytest.mark.slow

GIVEN = {"districts": [], "themes": [], "lang": "zh"}


@pytest.mark.parametrize("folder", [".", "notebooks", "reports/en"])
def test_a_chart_is_pointed_at_from_wherever_the_notebook_stands(
    project: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """The path of a picture leads from the notebook's folder to `figures/`, and the picture is there."""
    (project / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(project / folder)

    shown = open_report("brief", GIVEN | {"lang": "en"}).chart("progress").data

    path = shown.partition("{#fig-")[0].rpartition("](")[2].removesuffix(")")
    assert Path(path).resolve() == project / "figures" / "en" / "brief-progress.svg"
    assert Path(path).is_file()
    assert 'fig-alt="When the articles appeared, Erqi had opened 6 of' in shown
    assert "{#fig-progress " in shown


@pytest.mark.parametrize(
    ("notebook", "parameters", "stem"),
    [
        ("brief", {"districts": [], "themes": []}, "brief"),
        ("brief", {"districts": ["erqi", "jinshui"], "themes": []}, "brief"),
        ("brief", {"districts": ["erqi"], "themes": []}, "brief-erqi"),
        ("brief", {"districts": ["erqi"], "themes": ["roads"]}, "brief-erqi-roads"),
        ("profile", {"district": "jinshui", "themes": []}, "profile-jinshui"),
    ],
)
def test_charts_are_named_after_report_and_choice(
    root: Path, notebook: str, parameters: dict[str, object], stem: str
) -> None:
    """Reports with other parameters never overwrite each other's charts."""
    assert build_report(root, notebook, {**parameters, "lang": "en"}).stem == stem


def test_many_themes_still_make_a_short_and_own_name(root: Path) -> None:
    """However much is chosen, a chart's file name stays short, in ASCII, and its own."""
    themes = list(build_report(root, "brief", GIVEN).voice.table.package.themes)
    stems = {build_report(root, "brief", GIVEN | {"themes": themes[:count]}).stem for count in range(1, len(themes))}

    assert len(stems) == len(themes) - 1
    assert all(stem.isascii() and len(stem) <= 60 for stem in stems)


def test_the_order_in_which_districts_are_asked_for_changes_nothing(root: Path) -> None:
    """Districts come in the order of the data, so that one file name always holds one chart."""
    orders = [
        list(build_report(root, "comparison", GIVEN | {"districts": chosen}).voice.table.package.districts)
        for chosen in (["erqi", "jinshui"], ["jinshui", "erqi"])
    ]

    assert orders[0] == orders[1] == ["erqi", "jinshui"]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a project of a city of six districts and one of two."""
    project = copy_project(tmp_path_factory.mktemp("crowd") / "project")
    write_districts(project, [6, 2])
    ask_for(project, OF_CITIES)
    return project


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        (["d2-1", "d2-2"], "Jia BA and Jia BB compared: the figures of 2021"),
        ([f"d1-{number}" for number in range(1, 7)], "City A compared: the figures of 2021"),
        ([], "The districts compared: the figures of 2021"),
    ],
)
def test_too_many_districts_for_a_title_are_called_by_their_city(crowd: Path, chosen: list[str], title: str) -> None:
    """Four are named at most; more are their city, or of several cities the districts."""
    assert titles(crowd, "comparison", GIVEN | {"lang": "en", "districts": chosen})["title"] == title


def test_the_charts_of_a_city_bear_its_name(crowd: Path) -> None:
    """Where the districts are too many for a file name, the city stands there, with what tells the choice."""
    chosen = [f"d1-{number}" for number in range(1, 7)]
    stem = build_report(
        crowd, "comparison", GIVEN | {"districts": chosen, "themes": ["roads", "education", "parking", "culture"]}
    ).stem

    assert re.fullmatch("comparison-city-a-[0-9a-f]{12}", stem)


@pytest.mark.parametrize("notebook", ["checked", "directory", "search"])
def test_a_page_about_no_district_reads_no_figure(project: Path, notebook: str) -> None:
    """It can be written where there is no observation at all, and names no source."""
    shutil.rmtree(project / "data" / "observations")
    (spec,) = [spec for spec in read_specs(project) if spec.notebook == "search" and spec.lang == "en"]
    spec = replace(spec, notebook=notebook)

    build_report(project, notebook, {"lang": "en"})
    assert "sources" not in front_matter(project, spec, {"lang": "en"}, new_notebook())


def test_titles_rest_on_no_figure(project: Path) -> None:
    """They are worded where no table of observations can be read, and so need not be worded anew with each figure."""
    told = titles(project, "comparison", GIVEN | {"lang": "en"})
    shutil.rmtree(project / "data" / "observations")

    assert titles(project, "comparison", GIVEN | {"lang": "en"}) == told


def test_titles_that_ask_for_figures_are_refused(project: Path) -> None:
    """A template whose description would go stale says so when it is first used."""
    path = project / "notebooks" / "text" / "comparison.en.md.j2"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("{% block subtitle %}", "{% block subtitle %}{{ table.comparisons|length }} "), "utf-8"
    )

    with pytest.raises(FaultError, match=r"comparison\.en\.md\.j2 block subtitle.*'table' is undefined"):
        titles(project, "comparison", GIVEN | {"lang": "en"})


def test_a_chart_of_many_districts_fits_a_page_and_names_what_it_leaves_out(
    crowd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole indicators are drawn until the page is full; the others are named below, none silently."""
    monkeypatch.chdir(crowd)
    report = build_report(
        crowd, "comparison", GIVEN | {"lang": "en", "districts": [f"d1-{number}" for number in range(1, 7)]}
    )
    everything = list(
        dict.fromkeys(mark.label for mark in RECIPES["side_by_side"].rows(report.voice.table, report.voice.locale))
    )

    shown = report.chart("side_by_side").data

    drawn = list(dict.fromkeys(select_rows("side_by_side", report.voice.table, report.voice.locale).frame["label"]))
    assert 0 < len(select_rows("side_by_side", report.voice.table, report.voice.locale).frame) <= ROWS
    assert drawn == everything[: len(drawn)]
    assert shown.rpartition("for want of room: ")[2] == ", ".join(everything[len(drawn) :]) + "."
    assert report.chart("themes") is None


def test_an_indicator_with_more_rows_than_a_page_shows_its_largest_and_its_smallest(
    crowd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture breaks off between them, its note says what is left out, and all bars have one scale."""
    monkeypatch.chdir(crowd)
    monkeypatch.setattr(charts, "ROWS", 4)
    report = build_report(crowd, "comparison", GIVEN | {"lang": "en", "districts": [f"d1-{at}" for at in range(1, 7)]})
    everything = list(RECIPES["side_by_side"].rows(report.voice.table, report.voice.locale))
    first = [mark for mark in everything if mark.label == everything[0].label]

    selection = select_rows("side_by_side", report.voice.table, report.voice.locale)
    shown = report.chart("side_by_side").data
    picture = re.search(r"\]\((\S+?\.svg)\)", shown)[1]
    written = re.findall(r"<!-- (.*?) -->", Path(picture).read_text(encoding="utf-8"))

    assert len(first) == 6
    assert selection.frame["district"].tolist() == [mark.cells()[0] for mark in (*first[:2], *first[-2:])]
    assert selection.frame["value"].astype(float).is_monotonic_decreasing
    assert selection.undrawn[0] == f"{first[0].label} in the districts between"
    names, after = selection.frame["name"], written.index("…") + 1
    assert [text for text in written[after:] if text in set(names)][:2] == names.tolist()[2:]
    assert f"for want of room: {selection.undrawn[0]}, " in shown


def test_an_indicator_that_no_page_has_room_for_is_named_where_it_cannot_be_cut(
    crowd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done, under way and planned stands end to end: no district of it may be left out unseen."""
    monkeypatch.setattr(charts, "ROWS", 4)
    report = build_report(crowd, "comparison", GIVEN | {"lang": "en", "districts": [f"d1-{at}" for at in range(1, 7)]})

    selection = select_rows("progress", report.voice.table, report.voice.locale)

    assert selection.frame.empty
    assert len(selection.undrawn) == len(
        {mark.label for mark in RECIPES["progress"].rows(report.voice.table, report.voice.locale)}
    )


def test_a_finding_is_said_in_links_and_claims(root: Path) -> None:
    """The numbers of a caption lead to their lines, its comparing words are claims, and both are noted as used."""
    report = build_report(root, "comparison", GIVEN | {"lang": "en"})

    assert report.finding("money").startswith(
        "Erqi reports [43.37 billion yuan](#obs-erqi-key-project-investment){.num "
    )
    assert '[more than]{.claim data-predicate="exceeds"' in report.finding("money")
    assert '{.claim data-predicate="most" data-left="count-jinshui-learning"}' in report.finding("themes")
    assert "obs-erqi-major-project-investment" in report.voice.used


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finding_that_is_not_so_is_not_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, edit_cell: EditCell, lang: str
) -> None:
    """Where the key projects did not cost more, the caption does not say so, and nothing fails."""
    table = project / "data" / "observations" / "erqi.csv"
    edit_cell(table, "erqi-key-project-investment", "value", "37340000000")
    edit_cell(table, "erqi-key-project-investment", "as_printed", "373.4亿元")
    assert "claim" in build_report(project, "comparison", GIVEN | {"lang": lang}).finding("money")
    edit_cell(table, "erqi-major-project-investment", "qualifier", "at_least")
    edit_cell(table, "erqi-major-project-investment", "as_printed", "373.3余亿元")
    monkeypatch.chdir(project)

    shown = open_report("comparison", GIVEN | {"lang": lang}).chart("money").data

    assert "claim" not in shown
    assert "#obs-erqi-key-project-investment" in shown.partition("{#fig-money")[0]


@pytest.mark.parametrize(
    ("districts", "chart", "plain"),
    [(["erqi"], "side_by_side", None), (["jinshui"], "money", ""), ([], "themes", "How many figures")],
)
def test_a_chart_without_a_finding_bears_its_plain_name(
    project: Path, monkeypatch: pytest.MonkeyPatch, districts: list[str], chart: str, plain: str | None
) -> None:
    """One district has no comparison to draw; where a theme is alone, no theme has the most figures."""
    monkeypatch.chdir(project)
    themes = ["roads"] if chart == "themes" else []

    shown = open_report("comparison", {"districts": districts, "themes": themes, "lang": "en"}).chart(chart)

    assert (shown is None) == (plain is None)
    if shown is not None:
        assert shown.data.startswith(f"![{plain}")


def test_what_is_not_drawn_is_not_used(root: Path) -> None:
    """A chart that the data has nothing for leaves no number behind in the appendix."""
    report = build_report(root, "comparison", GIVEN | {"districts": ["erqi"], "themes": ["culture"]})

    assert [report.chart(name) for name in RECIPES] == [None] * len(RECIPES)
    assert report.voice.used == {}


def test_an_unknown_chart_is_named_with_the_nearest(root: Path) -> None:
    """A misspelt chart in a notebook is a fault, as a misspelt block is."""
    with pytest.raises(FaultError, match=r"sidebyside.*; did you mean side_by_side\?"):
        build_report(root, "brief", GIVEN).chart("sidebyside")


def test_what_has_nothing_to_say_shows_nothing(root: Path) -> None:
    """An empty block and a chart without data show no output at all."""
    report = build_report(root, "comparison", GIVEN | {"districts": ["erqi"], "themes": ["parking"]})

    assert report.text("roads") is None
    assert report.chart("roadworks") is None
