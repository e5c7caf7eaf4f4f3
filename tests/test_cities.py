"""The cities of `districts.csv`: their slugs, their districts, and what is said of a city that cannot be told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import EditCell
from crowd import write_districts

from districtbrief.cities import city_faults, read_gazetteer, slug

SLUGS = [
    ("Zhengzhou", "zhengzhou"),
    ("Xi’an", "xian"),
    ("Pu'er", "puer"),
    ("Ürümqi", "urumqi"),
    ("Hong Kong", "hong-kong"),
    ("Suzhou (Anhui)", "suzhou-anhui"),
    ("郑州", ""),
    ("", ""),
]
FAULTY = [
    # column, what stands there instead, the one fault
    ("city_en", "", "data/districts.csv row 4, column city_en: it is empty; name the city"),
    ("city_zh", " ", "data/districts.csv row 4, column city_zh: it is empty; name the city"),
    ("city_en", "郑州", "data/districts.csv row 4, column city_en: '郑州' has no letter for a file name; write it in"),
    (
        "city_zh",
        "别市",
        "data/districts.csv row 4, column city_en: 'City B' is written 'city-b', as is the city of row 3, 城B市 City B",
    ),
]


@pytest.mark.parametrize(("name", "written"), SLUGS)
def test_a_slug_is_lower_case_ascii(name: str, written: str) -> None:
    """A city's English name becomes a file's; apostrophes go, accents too, and what is between words is a hyphen."""
    assert slug(name) == written


def test_a_city_has_its_districts_in_file_order(project: Path) -> None:
    """Each city is there once, with its names, and each district leads to its city."""
    write_districts(project, [1, 3])

    found = read_gazetteer(project)

    assert {key: city.districts for key, city in found.cities.items()} == {
        "city-a": ("d1-1",),
        "city-b": ("d2-1", "d2-2", "d2-3"),
    }
    assert found.cities["city-b"].names == {"zh": "城B市", "en": "City B"}
    assert found.of["d2-3"] is found.cities["city-b"]
    assert not list(city_faults(found))


@pytest.mark.parametrize(
    ("districts", "city"),
    [
        (["d2-1"], "city-b"),
        (["d2-1", "d2-3"], "city-b"),
        (["d1-1", "d2-1"], None),
        (["d2-1", "elsewhere"], None),
        (["elsewhere", "nowhere"], None),
        ([], None),
    ],
)
def test_some_districts_have_one_city_or_none(project: Path, districts: list[str], city: str | None) -> None:
    """Districts are of one city where each of them lies in it."""
    write_districts(project, [1, 3])

    found = read_gazetteer(project).city_of(districts)

    assert (found and found.slug) == city


@pytest.mark.parametrize(("column", "cell", "fault"), FAULTY)
def test_a_city_without_a_name_of_its_own_is_a_fault(
    project: Path, edit_cell: EditCell, column: str, cell: str, fault: str
) -> None:
    """An empty city, and two cities of one slug, are told by row and column."""
    write_districts(project, [1, 2])
    edit_cell(project / "data" / "districts.csv", "d2-2", column, cell)

    (found,) = map(str, city_faults(read_gazetteer(project)))

    assert found.startswith(fault)


def test_what_was_read_is_kept_until_the_file_changes(project: Path, edit_cell: EditCell) -> None:
    """Asked again, the same rows are given; a changed cell is seen at once."""
    before = read_gazetteer(project)

    assert read_gazetteer(project) is before
    edit_cell(project / "data" / "districts.csv", "erqi", "city_en", "Kaifeng")
    assert set(read_gazetteer(project).cities) == {"kaifeng", "zhengzhou"}
