"""Where a page leads: the menu, the other languages, the page before and the page after."""

from __future__ import annotations

from pathlib import Path

import pytest

from districtbrief.navigation import Way, ways
from districtbrief.specs import read_specs


@pytest.fixture(scope="module")
def found(root: Path) -> dict[str, Way]:
    """Navigate the project's own pages."""
    return ways(read_specs(root))


def test_every_page_has_a_way(root: Path, found: dict[str, Way]) -> None:
    """No page is left without one."""
    assert set(found) == {spec.path for spec in read_specs(root)}


def test_the_menu_is_that_of_the_language(found: dict[str, Way]) -> None:
    """The menu lists what stands alone, and the districts as one; home and search stand apart."""
    way = found["reports/en/brief.ipynb"]
    assert [entry["text"] for entry in way["entries"]] == ["Brief", "Comparison", "Districts", "Ledger", "Checks"]
    assert way["home"] == {"text": "Home", "href": "index.html"}
    assert way["search"] == {"text": "Search", "href": "search.html"}
    assert [entry["text"] for entry in found["reports/zh/brief.ipynb"]["entries"]][:2] == ["简报", "对比"]


@pytest.mark.parametrize(
    ("page", "current"),
    [("brief", ["Brief"]), ("erqi", ["Districts"]), ("index", []), ("search", []), ("checked", ["Checks"])],
)
def test_one_entry_at_most_is_the_page_itself(found: dict[str, Way], page: str, current: list[str]) -> None:
    """A page's own entry is marked, or that of its group."""
    entries = found[f"reports/en/{page}.ipynb"]["entries"]
    assert [entry["text"] for entry in entries if entry.get("current")] == current


def test_a_district_is_one_of_many(found: dict[str, Way]) -> None:
    """A profile says which group it belongs to, and where the home page lists that."""
    assert found["reports/zh/erqi.ipynb"]["group"] == {"text": "各区", "href": "index.html#sec-profiles"}
    assert "group" not in found["reports/zh/brief.ipynb"]


def test_pages_follow_each_other_as_in_reports_yml(found: dict[str, Way]) -> None:
    """Following `next` from the first page leads through all but home and search, and `previous` back again."""
    names, name = [], "brief"
    while name:
        way = found[f"reports/en/{name}.ipynb"]
        names.append(name)
        name = str(way["next"]["href"]).removesuffix(".html") if "next" in way else ""
        if name:
            assert found[f"reports/en/{name}.ipynb"]["previous"] == {"text": way["here"], "href": f"{names[-1]}.html"}
    assert names == ["brief", "comparison", "erqi", "jinshui", "observations", "checked"]
    assert "previous" not in found["reports/en/brief.ipynb"]
    assert {"previous", "next"}.isdisjoint(found["reports/en/index.ipynb"])


@pytest.mark.parametrize("page", ["index", "brief", "erqi", "search"])
def test_every_page_leads_to_itself_in_the_other_language(found: dict[str, Way], page: str) -> None:
    """The switch names each language in its own words, and marks the one that is read."""
    assert found[f"reports/en/{page}.ipynb"]["languages"] == [
        {"text": "中文", "lang": "zh-Hans", "href": f"../zh/{page}.html"},
        {"text": "English", "lang": "en-GB", "href": f"../en/{page}.html", "current": True},
    ]
