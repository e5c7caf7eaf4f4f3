"""A chart on a page: its finding, its picture, its files, and a table that says what the picture draws."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from districtbrief.charts import RECIPES
from districtbrief.report import open_report

pytestmark = pytest.mark.slow


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    """Give each language in turn."""
    return str(request.param)


@pytest.mark.parametrize("name", RECIPES)
def test_the_table_below_a_chart_is_its_csv(
    project: Path, monkeypatch: pytest.MonkeyPatch, lang: str, name: str
) -> None:
    """Row by row, the page has what the CSV has: whose number, how it is printed, and where it leads."""
    monkeypatch.chdir(project)
    report = open_report("comparison", {"districts": [], "themes": [], "lang": lang})
    words = report.voice.locale

    shown = report.chart(name).data
    path = project / "figures" / lang / f"comparison-{name.replace('_', '-')}.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    lines = [line.strip("| ").split(" | ") for line in shown.splitlines() if line.startswith("|")][2:]

    assert len(lines) == len(rows) > 2
    for cells, row in zip(lines, rows, strict=True):
        assert cells[1] == row["name"]
        if row["number"].startswith("count-"):
            assert cells == [row["label"], row["name"], row["printed"]]
        else:
            assert cells[2].startswith(f"[{row['printed']}](#{row['number']}){{.num ")
            assert cells[3:5] == [words["status"][row["status"]], words["qualifier"][row["qualifier"]]]
            assert cells[5] == words["grade"].get(row["grade"], words["table"]["none"])
            assert row["number"] in report.voice.used


def test_files_and_table_are_for_the_web_page_alone(project: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    """The picture stands before what is shown in HTML only; the files lie beside it, and are there."""
    monkeypatch.chdir(project)

    shown = open_report("brief", {"districts": [], "themes": [], "lang": lang}).chart("progress", width=88).data
    picture, _, below = shown.partition('::: {.content-visible when-format="html"}')

    assert picture.rstrip().endswith("width=88%}")
    for ending in (".csv", ".png", ".svg"):
        assert f"](figures/{lang}/brief-progress{ending})" in below
        assert (project / "figures" / lang / f"brief-progress{ending}").is_file()
    assert (project / "figures" / lang / "brief-progress-narrow.svg").is_file()


def test_the_alternative_text_is_the_finding_in_plain_words_and_the_numbers(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins as the caption reads, goes on to every number, and so differs from the caption."""
    monkeypatch.chdir(project)
    report = open_report("comparison", {"districts": [], "themes": [], "lang": "en"})

    alt = report.chart("progress").data.partition('fig-alt="')[2].partition('"')[0]

    opening, _, rest = alt.partition(". ")
    assert opening == (
        "When the articles appeared, Erqi had opened 6 of the year’s 14 dead-end roads; "
        "Jinshui had renovated 348 of 524 old compounds done or planned"
    )
    assert rest.startswith("Dead-end roads opened: Erqi 6, Erqi 8 (planned), Jinshui 7 (planned); ")
