"""The data held against the second reading of the articles, made independently of the first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from districtbrief.csvtables import read_table

COMPARED = ("as_printed", "value", "qualifier", "status")
DISTRICTS = ("erqi", "jinshui")
HERE = Path(__file__).parent / "ground_truth"

Reading = dict[tuple[str, int, int], tuple[object, ...]]


@pytest.fixture(scope="module")
def adjudicated() -> list[dict[str, str]]:
    """Read how each difference was decided."""
    return read_table(HERE / "adjudicated.csv")


@pytest.mark.parametrize("district", DISTRICTS)
def test_two_readings_differ_only_where_it_was_decided(
    root: Path, adjudicated: list[dict[str, str]], district: str
) -> None:
    """Every difference in place, token, value, qualifier or status is decided, and nothing else is."""
    first = reading(root / "data" / "observations" / f"{district}.csv", district)
    second = reading(HERE / f"{district}.csv", district)

    differing = {place for place in first.keys() | second.keys() if first.get(place) != second.get(place)}

    assert differing == {place(row) for row in adjudicated if row["district"] == district}


def test_what_was_decided_to_be_no_figure_is_excluded(root: Path, adjudicated: list[dict[str, str]]) -> None:
    """A numeral that the decision excludes is in `excluded.csv`, token and place alike."""
    excluded = {(*place(row), row["token"]) for row in read_table(root / "data" / "excluded.csv")}
    decided = [row for row in adjudicated if row["decision"] == "excluded"]

    assert {(*place(row), row["as_printed"]) for row in decided} <= excluded


def test_every_decision_has_a_reason(adjudicated: list[dict[str, str]]) -> None:
    """A decision says what was decided and why."""
    assert all(row["decision"] in ("excluded", "tabulated", "corrected") and row["reason"] for row in adjudicated)


@pytest.mark.parametrize("district", DISTRICTS)
def test_the_second_reading_is_as_large_as_an_article(district: str) -> None:
    """The comparison rests on several dozen figures an article, not on an empty table."""
    assert len(reading(HERE / f"{district}.csv", district)) >= 30


def reading(path: Path, district: str) -> Reading:
    """Read a transcription by place."""
    rows = read_table(path)
    found = {place(row | {"district": district}): compared(row) for row in rows}
    assert len(found) == len(rows), f"two rows of {path.name} stand at one place"
    return found


def place(row: dict[str, str]) -> tuple[str, int, int]:
    """Name the place of a row."""
    return row["district"], int(row["paragraph"]), int(row["position"])


def compared(row: dict[str, str]) -> tuple[object, ...]:
    """Take what the two readings must agree on, values as numbers."""
    return tuple(Decimal(row[key]) if key == "value" else row[key] for key in COMPARED)
