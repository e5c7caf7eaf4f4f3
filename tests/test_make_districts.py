"""Projects of districts that do not exist are valid, alike for the same seed, and reported like real ones."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from conftest import ROOT, Speak
from make_districts import write_project
from synthetic.places import MOST_IN_CITY, Place, places
from synthetic.tables import write_data

from districtbrief.charts import select_rows
from districtbrief.comparing import compare
from districtbrief.datapackage import load
from districtbrief.faults import FaultError
from districtbrief.numerals import read_printed
from districtbrief.report import build_report
from districtbrief.specs import read_specs
from districtbrief.validation import validate
from districtbrief.verification import verify

pytestmark = pytest.mark.slow

MOST = 2850
WHOLE = {"themes": [], "lang": "zh"}


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a project of twelve districts of two cities."""
    target = tmp_path_factory.mktemp("districts") / "twelve"
    write_project(ROOT, target, 12)
    return target


def files_of(root: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def cities_of(found: list[Place]) -> list[list[Place]]:
    """Group districts by their city, in their order."""
    return [list(group) for _, group in groupby(found, key=lambda place: place.city_en)]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """And another one gives other districts."""
    for name, seed in (("first", 1), ("again", 1), ("other", 2)):
        write_data(ROOT, tmp_path / name, 3, seed)
    first, again, other = (files_of(tmp_path / name) for name in ("first", "again", "other"))
    assert first == again
    assert first["data/districts.csv"] != other["data/districts.csv"]


def test_more_districts_leave_the_first_as_they_are(tmp_path: Path) -> None:
    """A district's table and its article are the same, however many follow."""
    few, many = (write_data(ROOT, tmp_path / str(count), count, 1) for count in (2, 5))
    assert many[:2] == few
    for name in ("data/observations", "articles"):
        more = files_of(tmp_path / "5" / name)
        assert files_of(tmp_path / "2" / name).items() <= more.items()


def test_places_are_told_apart() -> None:
    """Ids and names are each district's own, no id reads as a city's, and ten districts are of two cities."""
    found = places(MOST, 1)
    for names in ([item.id for item in found], [item.name_zh for item in found], [item.name_en for item in found]):
        assert len(set(names)) == MOST
    assert not {item.name_en for item in found} & {item.city_en for item in found}
    assert len(cities_of(found[:10])) == 2


def test_cities_are_as_large_as_real_ones() -> None:
    """One to sixteen districts, eight or nine on average; a city is told once."""
    cities = cities_of(places(MOST, 1))
    sizes = [len(city) for city in cities]
    assert len({city[0].city_en for city in cities}) == len({city[0].city_zh for city in cities}) == len(cities)
    assert max(sizes) == MOST_IN_CITY
    assert MOST / 350 < sum(sizes) / len(sizes) < MOST / 310


@pytest.mark.parametrize("count", [1, 2, 12, pytest.param(300, marks=pytest.mark.hour)])
def test_the_data_is_valid_and_every_numeral_is_accounted_for(tmp_path: Path, count: int) -> None:
    """Validation finds no fault, and verification reads every article without one."""
    write_data(ROOT, tmp_path, count, 1)
    validate(tmp_path)
    found = verify(tmp_path, [tmp_path / "articles"])
    assert found.faults == ()
    assert found.unread == ()
    assert len(found.tallies) == count
    assert all(tally.excluded and not tally.unaccounted for tally in found.tallies)


def test_the_mix_is_that_of_the_real_articles(twelve: Path) -> None:
    """Between 25 and 65 figures a district and one more, of every kind, mostly exact and mostly done."""
    package = load(twelve)
    counts = Counter(row.district for row in package.observations.values())
    assert all(25 <= counts[district] <= 66 for district in package.districts)
    rows = list(package.observations.values())
    assert {row.qualifier for row in rows} == {"exact", "at_least", "nearly", "about"}
    assert {row.status for row in rows} == {"achieved", "ongoing", "planned"}
    assert 0.7 < sum(row.qualifier == "exact" for row in rows) / len(rows) < 0.95
    assert 0.7 < sum(row.status == "achieved" for row in rows) / len(rows) < 0.95
    assert all(read_printed(row.as_printed).value == row.value for row in rows)
    assert any(row.as_printed[0] in "一两三四五六七八九十" for row in rows)
    assert any("万" in row.as_printed for row in rows)


def test_every_indicator_may_be_compared(twelve: Path) -> None:
    """Each is graded, for a reason that names no district, and nothing real is left in the words."""
    indicators = load(twelve).indicators.values()
    assert all(item.grade and all(item.reasons.values()) for item in indicators)
    words = (twelve / "data" / "indicators.csv").read_text(encoding="utf-8")
    assert not [
        name for name in ("二七", "金水", "凤湖", "华侨城", "Erqi", "Jinshui", "Fenghu", "OCT") if name in words
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_profile_opens_and_most_draw_both_charts(twelve: Path, speak: Speak, lang: str) -> None:
    """Themes are drawn of all, and what is not done beside what is of most."""
    drawn: Counter[str] = Counter()
    for district in load(twelve).districts:
        report = build_report(twelve, "profile", {"district": district, "themes": [], "lang": lang})
        assert district in speak(report, "profile")
        for name in ("themes", "progress"):
            drawn[name] += not select_rows(name, report.voice.table, report.voice.locale).frame.empty
    assert drawn["themes"] == 12
    assert drawn["progress"] > 6


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("notebook", ["brief", "comparison", "observations", "home"])
def test_every_claim_holds(twelve: Path, speak: Speak, notebook: str, lang: str) -> None:
    """What the prose takes for granted, such as homes that add up, is so: an untrue claim would be a fault."""
    report = build_report(twelve, notebook, {"districts": [], "themes": [], "lang": lang})
    assert speak(report, notebook)
    # of many districts the ledger and the home page claim nothing: a range is a number
    assert bool(report.voice.claims) == (notebook in ("brief", "comparison"))


@pytest.mark.hour
def test_the_claims_hold_of_many_cities(tmp_path: Path, speak: Speak) -> None:
    """Of thirty cities, each brief and each comparison can be told."""
    write_project(ROOT, tmp_path / "many", 260)
    for city in cities_of(places(260, 1)):
        districts = [place.id for place in city]
        for notebook in ("brief", "comparison"):
            report = build_report(tmp_path / "many", notebook, {**WHOLE, "districts": districts})
            assert speak(report, notebook)


def test_formulas_apply_and_some_figures_disagree(tmp_path: Path) -> None:
    """Homes repaired and rebuilt add up wherever all are told; projects disagree where nothing is claimed of them."""
    write_data(ROOT, tmp_path, 60, 1)
    table = compare(load(tmp_path))
    told = [key for key in table.package.districts if table.reports(key, "damaged-homes", "homes-rebuilt")]
    sums = {key: table.calculations.get(f"{key}-homes-accounted-for") for key in told}
    assert any(sums.values())
    assert all(found.value == table.number(f"{key}-damaged-homes").value for key, found in sums.items() if found)
    assert len({item.formula for item in table.derived()}) == 4
    pairs = [(f"{key}-key-project-investment", f"{key}-major-project-investment") for key in table.package.districts]
    known = table.package.observations
    dearer = {known[key].value > known[major].value for key, major in pairs if key in known and major in known}
    assert dearer == {True, False}


def test_the_project_is_ready_to_be_built(twelve: Path) -> None:
    """All that people write is there; every district has its profile in both languages beside the home page."""
    names = [spec.path for spec in read_specs(twelve)]
    assert len(names) == 2 * (12 + len(["index", "checked", "search"]))
    assert (twelve / "src" / "districtbrief" / "cli.py").is_file()
    assert not [path for path in twelve.rglob("*") if "__pycache__" in path.parts]
    with pytest.raises(FaultError):
        build_report(twelve, "profile", {"district": "erqi", "themes": [], "lang": "zh"})
