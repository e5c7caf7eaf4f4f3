"""One report, opened from its parameters and shown block by block."""

from __future__ import annotations

from pathlib import Path

import pytest

from districtbrief.faults import FaultError
from districtbrief.report import build_report, open_report

GIVEN = {"districts": [], "themes": [], "lang": "zh"}


@pytest.mark.parametrize("folder", [".", "notebooks", "reports/en"])
def test_a_chart_is_pointed_at_from_wherever_the_notebook_stands(
    project: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """The path of a picture leads from the notebook's folder to `figures/`, and the picture is there."""
    (project / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(project / folder)

    shown = open_report("brief", GIVEN | {"lang": "en"}).chart("progress").data

    path = shown.partition("](")[2].partition(")")[0]
    assert Path(path).resolve() == project / "figures" / "en" / "brief-progress.svg"
    assert Path(path).is_file()
    assert 'fig-alt="Done, under way and planned' in shown
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


def test_an_unknown_chart_is_named_with_the_nearest(root: Path) -> None:
    """A misspelt chart in a notebook is a fault, as a misspelt block is."""
    with pytest.raises(FaultError, match=r"sidebyside.*; did you mean side_by_side\?"):
        build_report(root, "brief", GIVEN).chart("sidebyside")


def test_what_has_nothing_to_say_shows_nothing(root: Path) -> None:
    """An empty block and a chart without data show no output at all."""
    report = build_report(root, "comparison", GIVEN | {"districts": ["erqi"], "themes": ["parking"]})

    assert report.text("roads") is None
    assert report.chart("roadworks") is None
