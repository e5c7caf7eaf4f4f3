"""Where a page leads: the menu, the other languages, the page before and the page after."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import copy_project
from crowd import OF_CITIES, ask_for, write_districts

from districtbrief.navigation import Way, way_of
from districtbrief.specs import read_specs


def ways(project: Path) -> dict[str, Way]:
    """Navigate every page of a project, by its path."""
    specs = read_specs(project)
    return {spec.path: way_of(spec, specs) for spec in specs}


@pytest.fixture(scope="module")
def found(root: Path) -> dict[str, Way]:
    """Navigate the project's own pages."""
    return ways(root)


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


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Way]:
    """Navigate a project of two cities with reports of their own."""
    project = copy_project(tmp_path_factory.mktemp("cities") / "project")
    write_districts(project, [2, 1])
    ask_for(project, OF_CITIES)
    return ways(project)


def test_one_way_is_found_as_all_are(root: Path, found: dict[str, Way]) -> None:
    """A page asks for its own way alone, and gets the same."""
    specs = read_specs(root)

    assert {spec.path: way_of(spec, specs) for spec in specs} == found


def test_a_district_stands_below_its_city(cities: dict[str, Way]) -> None:
    """From a profile one level up is its city's page, from there the list of cities."""
    assert cities["reports/zh/d1-2.ipynb"]["group"] == {"text": "城A市", "href": "city-a-comparison.html"}
    assert cities["reports/zh/city-a-brief.ipynb"]["group"] == {"text": "城A市", "href": "city-a-comparison.html"}
    assert cities["reports/zh/city-a-brief.ipynb"]["here"] == "简报"
    page = cities["reports/zh/city-a-comparison.ipynb"]
    assert (page["here"], page["group"]) == ("城A市", {"text": "各市", "href": "index.html#sec-cities"})


@pytest.mark.parametrize(("page", "current"), [("city-a-brief", "Brief"), ("d1-1", "Districts")])
def test_the_menu_of_a_citys_pages_keeps_to_the_city(cities: dict[str, Way], page: str, current: str) -> None:
    """It leads to the city's own reports and its districts, and to what stands alone."""
    entries = cities[f"reports/en/{page}.ipynb"]["entries"]

    assert [(entry["text"], entry["href"]) for entry in entries] == [
        ("Comparison", "city-a-comparison.html"),
        ("Brief", "city-a-brief.html"),
        ("Districts", "city-a-comparison.html#sec-districts"),
        ("Checks", "checked.html"),
    ]
    assert [entry["text"] for entry in entries if entry.get("current")] == [current]


def test_outside_of_cities_the_menu_has_one_entry_for_all(cities: dict[str, Way]) -> None:
    """Home, search and checks lead to the list of cities, once."""
    for page in ("index", "checked", "search"):
        assert [entry["href"] for entry in cities[f"reports/en/{page}.ipynb"]["entries"]] == [
            "index.html#sec-cities",
            "checked.html",
        ]


def test_pages_of_a_city_follow_each_other(cities: dict[str, Way]) -> None:
    """What comes before and after never leaves the city."""
    steps = {
        page: [cities[f"reports/en/{page}.ipynb"].get(way) for way in ("previous", "next")]
        for page in ("city-a-comparison", "city-a-brief", "d1-1", "d1-2", "city-b-comparison", "checked")
    }

    assert [link and link["href"] for link in steps["city-a-comparison"]] == [None, "city-a-brief.html"]
    assert [link and link["text"] for link in steps["d1-1"]] == ["Brief", "Jia AB"]
    assert [link and link["href"] for link in steps["d1-2"]] == ["d1-1.html", None]
    assert [link and link["href"] for link in steps["city-b-comparison"]] == [None, "city-b-brief.html"]
    assert steps["checked"] == [None, None]


def test_no_page_leads_to_one_that_is_not_there(cities: dict[str, Way]) -> None:
    """Every address of every way is a page."""
    files = {Path(path).stem for path in cities}
    links = [
        link
        for way in cities.values()
        for key in ("home", "search", "previous", "next", "group")
        for link in [way.get(key)]
        if link
    ]
    links += [link for way in cities.values() for link in way["entries"]]

    assert {str(link["href"]).partition(".html")[0] for link in links} <= files
