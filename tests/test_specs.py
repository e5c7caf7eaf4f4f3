"""`reports.yml`: which reports are published; `test_bad_reports.py` has what is said of a mistake in it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from conftest import EditCell
from crowd import OF_CITIES, ask_for, write_districts

from districtbrief.faults import FaultError
from districtbrief.navigation import way_of
from districtbrief.specs import find_root, read_specs

PAGES = ["checked", "index", "search"]
NAMES = sorted(["brief", "comparison", "erqi", "jinshui", "observations", *PAGES])


def test_every_report_is_listed_in_every_language(root: Path) -> None:
    """The project publishes five reports and three pages besides, in two languages, each with its place."""
    specs = read_specs(root)

    assert sorted((spec.lang, spec.name) for spec in specs) == [(lang, name) for lang in ("en", "zh") for name in NAMES]
    assert {spec.path for spec in specs} == {f"reports/{lang}/{name}.ipynb" for lang in ("en", "zh") for name in NAMES}


def test_pages_beside_the_reports_have_no_pdf(root: Path) -> None:
    """Where `reports.yml` asks for HTML alone, no PDF is made; all else has both."""
    specs = read_specs(root)

    assert {spec.name for spec in specs if not spec.printed} == set(PAGES)
    assert {name for spec in specs for name in spec.pages if name.startswith("reports/en/b")} == {
        "reports/en/brief.html",
        "reports/en/brief.pdf",
    }
    assert [spec.pages for spec in specs if spec.name == "search"] == [
        ["reports/zh/search.html"],
        ["reports/en/search.html"],
    ]


def test_a_report_is_called_what_reports_yml_calls_it(project: Path) -> None:
    """A report has its label; a profile its district's name, in its group; what has no label has its name."""
    path = project / "reports.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(", label: {zh: 简报, en: Brief}", ""), encoding="utf-8")
    told = {(spec.name, spec.lang): (spec.label, spec.group) for spec in read_specs(project)}

    assert told["comparison", "zh"] == ("对比", None)
    assert told["erqi", "zh"] == ("二七区", ("profiles", "各区"))
    assert told["erqi", "en"] == ("Erqi", ("profiles", "Districts"))
    assert told["brief", "en"] == ("brief", None)


def test_one_profile_is_made_for_each_district(root: Path) -> None:
    """A report for each district is named after it and has it for a parameter."""
    profiles = {spec.name: spec.parameters for spec in read_specs(root) if spec.notebook == "profile"}

    assert profiles == {"erqi": {"district": "erqi"}, "jinshui": {"district": "jinshui"}}


def test_a_report_is_made_for_each_city(project: Path) -> None:
    """A report for each city is named after it and its own name, whatever number of districts the city has."""
    write_districts(project, [3, 1])
    ask_for(project, OF_CITIES)
    found = {(spec.name, spec.lang): spec for spec in read_specs(project)}

    comparison = found["city-a-comparison", "zh"]
    assert comparison.parameters == {"districts": ["d1-1", "d1-2", "d1-3"]}
    assert (comparison.label, comparison.group, comparison.of_city) == ("城A市", ("comparison", "对比"), True)
    assert found["city-b-brief", "en"].parameters == {"districts": ["d2-1"]}
    assert found["city-b-brief", "en"].label == "City B"
    assert (found["d1-2", "en"].city, found["d1-2", "en"].of_city) == ("city-a", False)


def test_a_citys_report_may_not_have_a_districts_name(project: Path, edit_cell: EditCell) -> None:
    """Names stay unique, whoever has them."""
    write_districts(project, [2])
    edit_cell(project / "data" / "districts.csv", "d1-2", "id", "city-a-brief")
    ask_for(project, OF_CITIES)

    assert [fault.partition("; ")[0] for fault in faults_of(project)] == [
        f"reports.yml: two reports are called reports/{lang}/city-a-brief.ipynb" for lang in ("zh", "en")
    ]


def test_a_city_without_a_name_matters_only_where_cities_are_reported_on(project: Path, edit_cell: EditCell) -> None:
    """A city that is empty is a fault of a project with reports for each city, and of no other."""
    edit_cell(project / "data" / "districts.csv", "erqi", "city_en", "")
    assert read_specs(project)

    ask_for(project, OF_CITIES)
    assert faults_of(project) == [
        "data/districts.csv row 2, column city_en: it is empty; name the city [district.no-city]"
    ]


def test_a_process_reads_reports_yml_once(project: Path, edit_cell: EditCell) -> None:
    """Asked again, the same reports are given; when a file that they rest on changes, they are read anew."""
    before = read_specs(project)

    assert read_specs(project) is before
    edit_cell(project / "data" / "districts.csv", "erqi", "name_en", "Erqi Tower")
    assert "Erqi Tower" in {spec.label for spec in read_specs(project)}
    (project / "notebooks" / "text" / "brief.en.md.j2").unlink()
    assert faults_of(project)[0].startswith("notebooks/text/brief.en.md.j2: the file is missing")


def test_reading_takes_time_in_step_with_the_districts(project: Path) -> None:
    """Ten times the districts are read in about ten times the time: some seconds would be quadratic."""
    write_table(project / "data" / "districts.csv", 3000)
    ask_for(project, OF_CITIES)
    started = time.perf_counter()

    specs = read_specs(project)
    for spec in specs:
        way_of(spec, specs)

    assert len(specs) == 2 * (3000 + 2 * 300 + 3)
    assert time.perf_counter() - started < 6, "half of a second on an idle machine"


def test_dates_are_iso(root: Path) -> None:
    """All reports bear the one date that `reports.yml` gives."""
    (day,) = {spec.date for spec in read_specs(root)}

    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)


@pytest.mark.parametrize("below", [".", "notebooks", "notebooks/text", "data/observations"])
def test_the_project_is_found_from_any_folder_of_it(project: Path, below: str) -> None:
    """A notebook finds its project from the root, from `notebooks/` and from anywhere below."""
    assert find_root(project / below) == project


def test_outside_a_project_is_a_fault(tmp_path: Path) -> None:
    """A folder without a project above it is named."""
    with pytest.raises(FaultError, match="no project lies here; work in the folder that holds _quarto"):
        find_root(tmp_path)


def write_table(path: Path, count: int) -> None:
    """Write a table of districts, ten to a city."""
    lines = [f"d{number},区{number},D{number},市{number // 10},City {number // 10}" for number in range(count)]
    path.write_text("\n".join(["id,name_zh,name_en,city_zh,city_en", *lines, ""]), encoding="utf-8")


def faults_of(project: Path) -> list[str]:
    """List what is wrong with `reports.yml`."""
    with pytest.raises(FaultError) as caught:
        read_specs(project)
    return [str(fault) for fault in caught.value.faults]
