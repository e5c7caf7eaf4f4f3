"""Finding one report of many: the cities on the home page, the districts on the page of their city."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from crowd import OF_CITIES, ask_for, write_districts
from rendering import finish_site, render_all

from districtbrief import charts
from districtbrief.audit import Audit, audit
from districtbrief.directory import FEW, Card, groups, listing
from districtbrief.report import build_report
from districtbrief.specs import read_specs

LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.fixture
def cities(project: Path) -> Path:
    """Give a project of two cities, each with reports of its own."""
    write_districts(project, [5, 1])
    ask_for(project, OF_CITIES)
    return project


def test_few_links_stand_as_cards_with_their_pdfs() -> None:
    """As on the home page of two districts: one link a card, and its PDF."""
    assert listing([Card("Erqi", "erqi.html", "erqi.pdf"), Card("Checks", "checked.html", "")]).splitlines() == [
        "::: {.index}",
        "- [Erqi](erqi.html) [PDF](erqi.pdf)",
        "- [Checks](checked.html)",
        "",
        ":::",
    ]


def test_many_links_stand_close_under_their_letters() -> None:
    """A line for each letter, every link once, no PDFs: these are a page further on."""
    cards = [Card(f"C{number}", f"c{number}.html", "c.pdf", under="AB"[number % 2]) for number in range(FEW + 1)]

    lines = listing(cards).splitlines()

    assert [line[:7] for line in lines[1:3]] == ["- **A**", "- **B**"]
    assert sorted(LINK.findall(listing(cards))) == sorted(card.href for card in cards)


def test_the_home_page_lists_cities_by_their_pages(cities: Path) -> None:
    """A city stands for its districts and its other reports, under the first letter of its English name."""
    ((key, label, cards),) = groups(cities, "zh")

    assert (key, label) == ("cities", "各市")
    assert [(card.label, card.href, card.under) for card in cards] == [
        ("城A市", "city-a-comparison.html", "C"),
        ("城B市", "city-b-comparison.html", "C"),
    ]


def test_districts_without_pages_of_their_cities_stand_under_the_citys_name(project: Path) -> None:
    """Where reports.yml asks for none each city, all districts are on the home page."""
    write_districts(project, [2, 1])
    ask_for(project, {key: entry for key, entry in OF_CITIES.items() if entry.get("for_each") != "cities"})

    ((_, _, cards),) = groups(project, "en")

    assert [(card.label, card.under) for card in cards] == [
        ("Jia AA", "City A"),
        ("Jia AB", "City A"),
        ("Jia BA", "City B"),
    ]


@pytest.mark.slow
def test_a_citys_page_leads_to_its_other_reports_and_its_districts(cities: Path) -> None:
    """The first report of each city lists what there is of it, and no other report does."""
    told = {
        spec.path: build_report(cities, spec.notebook, {**spec.parameters, "lang": spec.lang}).city()
        for spec in read_specs(cities)
    }

    assert {path for path, text in told.items() if text} == {
        f"reports/{lang}/city-{letter}-comparison.ipynb" for lang in ("zh", "en") for letter in "ab"
    }
    text = told["reports/en/city-a-comparison.ipynb"].data
    assert text.startswith("## Reports on City A {#sec-districts}")
    assert LINK.findall(text) == ["city-a-brief.html", *(f"d1-{number}.html" for number in range(1, 6))]


def test_the_projects_own_reports_list_no_city(root: Path) -> None:
    """Without reports for each city, a comparison is as it was."""
    assert build_report(root, "comparison", {"districts": [], "themes": [], "lang": "zh"}).city() is None


def test_the_home_page_of_many_cities_is_light(project: Path) -> None:
    """What it says of a city grows by less than a hundred bytes with each."""
    write_districts(project, [1] * 60)
    ask_for(project, OF_CITIES)

    text = build_report(project, "directory", {"lang": "en"}).plain("reports")

    assert len(LINK.findall(text)) == 60
    assert len(text.encode()) < 60 * 100


@pytest.mark.hour
def test_a_site_of_cities_passes_the_audit(project: Path) -> None:
    """Rendered, every page of many districts is proved as any other is, tables and charts included."""
    write_districts(project, [5, 1])
    chosen = {"parameters": {"themes": ["roads"]}}
    ask_for(project, {key: {**entry, **(chosen if "for_each" in entry else {})} for key, entry in OF_CITIES.items()})
    render_all(project, project / "site")
    finish_site(project, project / "site")

    found = audit(project, project / "site")

    assert [str(fault) for fault in found.faults] == []
    assert found.tallies["reports/zh/city-a-comparison.html"].charts


def test_a_chart_that_breaks_off_is_proved(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It must break off where the page says that it leaves districts out, and nowhere else."""
    monkeypatch.setattr(charts, "ROWS", 4)
    write_districts(project, [6])
    ask_for(project, {"index": {"notebook": "home", "formats": ["html"], "label": {"zh": "首页", "en": "Home"}}})
    site = project / "site"
    render_all(project, site)
    finish_site(project, site)
    page, picture = site / "reports/en/index.html", site / "figures/en/home-side-by-side.svg"
    written, drawn = (path.read_text(encoding="utf-8") for path in (page, picture))
    assert audit(project, site).faults == []

    page.write_text(re.sub(r" in the districts between", "", written), encoding="utf-8")
    assert "the words '…', which are not the chart's" in told_by(audit(project, site))

    page.write_text(written, encoding="utf-8")
    picture.unlink()
    picture.write_text(drawn.replace("<!-- … -->", ""), encoding="utf-8")
    assert "break '…' is not drawn" in told_by(audit(project, site))


def told_by(found: Audit) -> str:
    """Give all that an audit found as one text."""
    return "\n".join(map(str, found.faults))
