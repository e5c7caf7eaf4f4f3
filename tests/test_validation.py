"""Validation as a whole: which parts of the data are checked, and beside what; `test_bad_data.py` has the cases."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from damage import ERQI, JINSHUI, cell, text

from districtbrief.faults import FaultError
from districtbrief.validation import validate

pytestmark = pytest.mark.slow

LONGEST = 300


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """Copy the data alone."""
    shutil.copytree(root / "data", tmp_path / "data")
    return tmp_path


def faults_of(project: Path, *parts: str) -> list[str]:
    """List what validation says."""
    try:
        validate(project, parts)
    except FaultError as error:
        return [str(fault) for fault in error.faults]
    return []


def test_the_real_data_is_valid(root: Path) -> None:
    """Nothing is wrong with the data of the checkout, whole or in parts."""
    assert faults_of(root) == []
    assert faults_of(root, "shared", "erqi", "jinshui") == []


def test_the_description_stands_on_its_own(root: Path) -> None:
    """The `frictionless` command accepts the data package without any of our code."""
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "data/datapackage.json", "--json"]
    report = json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout)

    assert report["valid"]
    assert report["stats"]["tasks"] == len(list((root / "data").rglob("*.csv")))


def test_a_lost_quotation_mark_does_not_print_the_table(copy: Path) -> None:
    """A quotation mark that swallows the rest of the file is told in a line that one can read."""
    text(ERQI, lambda old: old.replace("items entered in", '"items entered in', 1))(copy / "data")

    faults = faults_of(copy)

    assert faults[0].startswith("data/observations/erqi.csv row 9")
    assert max(map(len, faults)) <= LONGEST


@pytest.mark.parametrize(
    ("parts", "count"), [([], 1), (["jinshui"], 1), (["erqi"], 0), (["shared"], 0), (["shared", "jinshui"], 1)], ids=str
)
def test_a_part_is_checked_alone(copy: Path, parts: list[str], count: int) -> None:
    """A mistake in one district's table stops that district only."""
    cell(JINSHUI, "jinshui-markets", "value", "x")(copy / "data")

    assert len(faults_of(copy, *parts)) == count


@pytest.mark.parametrize("table", ["units.csv", "indicators.csv"])
def test_a_mistake_in_what_all_share_is_told_there(copy: Path, table: str) -> None:
    """A district is checked beside the shared tables, so it leaves their mistakes to them."""
    text(table, lambda old: old.replace("id,", "key,", 1).replace(",count,", ",cuont,"))(copy / "data")

    assert faults_of(copy, "shared")
    assert all("unknown" in fault or "called" in fault for fault in faults_of(copy, "erqi"))


def test_an_unknown_part_is_named_with_the_nearest(root: Path) -> None:
    """A misspelt district is an error, not an empty check."""
    assert faults_of(root, "jinshu") == [
        "parameter districts: 'jinshu' is unknown; did you mean jinshui? [parameter.unknown-value]"
    ]
