"""The tabulated figures, read into typed rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import EditCell

from districtbrief.csvtables import read_table
from districtbrief.datapackage import DataPackage, load
from districtbrief.faults import FaultError

ERQI = "data/observations/erqi.csv"
THEMES = [
    "learning",
    "livelihood-ledger",
    "flood-recovery",
    "enterprise-support",
    "investment",
    "roads",
    "parking",
    "public-services",
    "elderly-care",
    "education",
    "old-compounds",
    "welfare-jobs",
    "culture",
    "community",
    "innovation",
]

UNREADABLE = [
    (
        "its bytes are GB18030",
        lambda path: path.write_bytes(path.read_text("utf-8").encode("gb18030")),
        "not UTF-8",
    ),
    ("it is missing", Path.unlink, "the file is missing"),
    ("an indicator is unknown", lambda path: swap(path, ",parking-spaces,", ",parking-space,"), "row 40"),
    ("a value is no number", lambda path: swap(path, ",7957,", ',"7,957",'), "row 40"),
    ("a value is no finite number", lambda path: swap(path, ",7957,", ",NaN,"), "row 40"),
    ("a paragraph is no number", lambda path: swap(path, ",38,37,", ",x,37,"), "row 40"),
    ("a column is missing", lambda path: swap(path, ",qualifier,", ",qualifer,"), "row 2"),
    ("a row is cut short", lambda path: swap(path, ",7957,exact", ",7957\n,exact"), "row 40"),
    ("a row ends before its value", lambda path: swap(path, ",7957,exact", "\n,exact"), "row 40"),
    ("a reviewed row has no indicator", lambda path: swap(path, ",parking-spaces,", ",,"), "row 40"),
    ("a reviewed row has no value", lambda path: swap(path, ",7957,", ",,"), "row 40"),
]


def swap(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_of_the_data_is_loaded_in_file_order(package: DataPackage) -> None:
    """Without a choice both districts and all themes are there, as the files list them."""
    assert list(package.districts) == ["erqi", "jinshui"]
    assert list(package.themes) == THEMES
    assert Counter(row.district for row in package.observations.values()) == {"erqi": 61, "jinshui": 31}


@pytest.mark.parametrize(
    ("key", "value", "qualifier", "status"),
    [
        ("erqi-party-history-audience", Fraction(80000), "at_least", "achieved"),
        ("erqi-grid-road-length", Fraction(20), "nearly", "achieved"),
        ("erqi-key-project-fulfilment", Fraction(1047, 10), "exact", "achieved"),
        ("erqi-key-project-investment", Fraction(43_370_000_000), "exact", "achieved"),
        ("erqi-homes-rebuilt", Fraction(36), "exact", "ongoing"),
        ("jinshui-roadworks-length", Fraction(1072, 10), "exact", "planned"),
        ("jinshui-leader-led-items", Fraction(900), "at_least", "achieved"),
        ("jinshui-compound-area-planned", Fraction(2_100_000), "exact", "planned"),
    ],
)
def test_a_figure_is_exact_and_keeps_its_nature(
    package: DataPackage, key: str, value: Fraction, qualifier: str, status: str
) -> None:
    """Floors, ceilings, plans and shares over 100 % are kept as what they are, in exact fractions."""
    row = package.observations[key]

    assert (row.value, row.qualifier, row.status) == (value, qualifier, status)
    assert isinstance(row.value, Fraction)


def test_residents_are_those_of_the_bulletin(package: DataPackage) -> None:
    """The denominators are the residents at the end of 2019, each with its source and date."""
    residents = {key: (row.value, row.date) for key, row in package.denominators.items()}

    assert residents == {"erqi": (848_000, "2019-12-31"), "jinshui": (1_333_000, "2019-12-31")}
    assert all(all(row.sources.values()) for row in package.denominators.values())


def test_every_text_is_given_in_both_languages(package: DataPackage) -> None:
    """Labels, definitions and notes are there in Chinese and in English."""
    texts = [
        *package.districts.values(),
        *package.themes.values(),
        *(item.labels for item in package.indicators.values()),
        *(item.definitions for item in package.indicators.values()),
        *(row.notes for row in package.observations.values()),
        *(formula.labels for formula in package.formulas),
    ]

    assert all(set(text) == {"zh", "en"} and all(text.values()) for text in texts)


def test_every_indicator_is_reported(package: DataPackage) -> None:
    """No indicator, theme or unit is described that no article uses."""
    rows = package.observations.values()

    assert {row.indicator.id for row in rows} == set(package.indicators)
    assert {row.indicator.theme for row in rows} == set(package.themes)
    assert {row.unit.id for row in rows} == set(package.units)


@pytest.mark.parametrize("district", ["erqi", "jinshui"])
def test_a_choice_of_districts_opens_only_their_tables(project: Path, district: str) -> None:
    """A brief on one district needs no other district's table."""
    for path in (project / "data" / "observations").glob("*.csv"):
        if path.stem != district:
            path.unlink()

    package = load(project, [district])

    assert {row.district for row in package.observations.values()} == {district}
    assert list(package.districts) == list(package.sources) == list(package.denominators) == [district]


def test_a_choice_of_themes_keeps_their_order_and_figures(root: Path) -> None:
    """Only the chosen themes' indicators and observations are kept, in the order of the file."""
    package = load(root, themes=["roads", "learning"])

    assert list(package.themes) == ["learning", "roads"]
    assert {row.indicator.theme for row in package.observations.values()} == {"learning", "roads"}


def test_the_order_of_districts_is_that_of_the_data(root: Path) -> None:
    """Districts come in the order of `districts.csv`, however they are asked for, and keep their rank."""
    package = load(root, ["jinshui", "erqi"])

    assert list(package.districts) == ["erqi", "jinshui"]
    assert package.ranks == {"erqi": 0, "jinshui": 1}


def test_unknown_choices_are_named_together_with_the_nearest(root: Path) -> None:
    """An unknown district and an unknown theme are both named, each with what was probably meant."""
    with pytest.raises(FaultError) as caught:
        load(root, ["erqi", "jinshu"], ["road"])

    assert str(caught.value).splitlines() == [
        "parameter districts: 'jinshu' is unknown; did you mean jinshui? [parameter.unknown-value]",
        "parameter themes: 'road' is unknown; did you mean roads? [parameter.unknown-value]",
    ]


def test_observations_are_found_by_district_indicator_and_status(package: DataPackage) -> None:
    """A district's figures of an indicator come all, or of one status."""
    assert [row.value for row in package.of("erqi", "dead-end-roads")] == [6, 8]
    assert [row.value for row in package.of("erqi", "dead-end-roads", "planned")] == [8]
    assert package.of("jinshui", "parking-spaces") == []


@pytest.mark.parametrize(("damage", "found"), [case[1:] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE])
def test_an_unreadable_table_is_a_fault_with_its_place(
    project: Path, damage: Callable[[Path], object], found: str
) -> None:
    """A table that cannot be read is named with its row, in one line."""
    damage(project / ERQI)

    with pytest.raises(FaultError) as caught:
        load(project)

    message = str(caught.value)
    assert message.startswith(ERQI)
    assert found in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"note_zh": "", "note_en": ""}, True),
        ({"indicator": ""}, False),
        ({"value": ""}, False),
        ({"indicator": "", "value": "", "as_printed": "三亿五千"}, False),
    ],
    ids=["all but the review", "no notes", "no indicator", "no value", "a token that nobody can read"],
)
def test_an_unreviewed_row_is_loaded_as_soon_as_it_says_what_it_counts(
    project: Path, edit_cell: EditCell, change: dict[str, str], *, kept: bool
) -> None:
    """Without indicator or value a row is still in the reviewer's hands; the other rows are loaded all the same."""
    for column, value in (change | {"reviewed": "false"}).items():
        edit_cell(project / ERQI, "erqi-parking-spaces", column, value)

    found = load(project).observations

    assert [row.reviewed for row in found.values() if row.id == "erqi-parking-spaces"] == [False] * kept
    assert sum(row.reviewed for row in found.values()) == 91


@pytest.mark.parametrize(("cell", "reviewed"), [("true", True), ("TRUE", True), ("1", True), ("FALSE", False)])
def test_a_spreadsheet_may_write_true_in_its_own_way(
    project: Path, edit_cell: EditCell, cell: str, *, reviewed: bool
) -> None:
    """What saves `true` as `TRUE` changes nothing."""
    edit_cell(project / ERQI, "erqi-parking-spaces", "reviewed", cell)

    assert load(project).observations["erqi-parking-spaces"].reviewed is reviewed


def test_a_byte_order_mark_is_no_part_of_the_first_column(project: Path, package: DataPackage) -> None:
    """A table that a spreadsheet saved with a byte order mark reads as the same table."""
    path = project / ERQI
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert load(project).observations == package.observations


def test_a_table_is_read_anew_only_when_it_or_the_vocabulary_has_changed(project: Path, edit_cell: EditCell) -> None:
    """Who goes on, and what it forks, reads the tables that have changed, and no other."""
    first = load(project).observations
    edit_cell(project / ERQI, "erqi-parking-spaces", "value", "7958")

    second = load(project).observations

    assert second["erqi-parking-spaces"].value == 7958
    assert {row.district for key, row in second.items() if row is not first[key]} == {"erqi"}
    edit_cell(project / "data" / "units.csv", "km", "kind", "share")
    third = load(project)
    assert {row.unit.kind for row in third.observations.values() if row.unit.id == "km"} == {"share"}
    assert all(row.indicator is third.indicators[row.indicator.id] for row in third.observations.values())


def test_cells_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Quotes, commas and line ends inside a cell are kept."""
    path = tmp_path / "a.csv"
    path.write_text('id,text\r\nx,"a, ""b""\nc"\r\n', encoding="utf-8")

    assert read_table(path) == [{"id": "x", "text": 'a, "b"\nc'}]


def test_the_description_lists_every_table(root: Path) -> None:
    """`datapackage.json` describes each CSV file under `data/`, and no other."""
    described = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    files = {path.relative_to(root / "data").as_posix() for path in (root / "data").rglob("*.csv")}

    assert {item["path"] for item in described} == files
    assert all(
        field["description"]
        for item in described
        if isinstance(item["schema"], dict)
        for field in item["schema"]["fields"]
    )
