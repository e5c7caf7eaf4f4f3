"""Tables of `data/` read: what cannot be read is said alike, whoever asks for it, with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from districtbrief.csvtables import LONGEST_CELL, read_column, read_table
from districtbrief.faults import Fault, FaultError
from districtbrief.written import read_written

UNREADABLE = [
    # what stands there, where it is said to be wrong, the kind of fault
    (None, "data/a.csv", "data.missing"),
    ("id,text\nx,原因\n".encode("gb18030"), "data/a.csv row 2", "data.not-utf"),
    (b'id,text\nx,"a\nb"\n\ny,"b" c\n', "data/a.csv row 4", "data.no-csv"),
    (b'id,text\nx,"a\n', "data/a.csv row 2", "data.no-csv"),
    (b"id,text\nx," + b"a" * (LONGEST_CELL + 1), "data/a.csv row 2", "data.cell-too-long"),
    (b"id,text\nx," + b"a" * 200_000, "data/a.csv row 2", "data.cell-too-long"),
]


def faults_of(path: Path) -> list[tuple[Fault, ...]]:
    """Read a table in all ways, each of which must refuse it."""
    found = []
    ways = [
        lambda: read_table(path),
        lambda: read_written(path, "data/a.csv"),
        lambda: read_column(path, "text"),
        lambda: read_column(path, "no such column"),
    ]
    for read in ways:
        with pytest.raises(FaultError) as caught:
            read()
        found.append(caught.value.faults)
    return found


@pytest.mark.parametrize(("content", "place", "code"), UNREADABLE)
def test_what_cannot_be_read_is_said_alike(tmp_path: Path, content: bytes | None, place: str, code: str) -> None:
    """The rows as texts, the cells as they are written and a column name one fault, in one row."""
    path = tmp_path / "data" / "a.csv"
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)

    rows, *others = faults_of(path)

    assert others == [rows] * 3
    assert [(fault.place, fault.code) for fault in rows] == [(place, code)]


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    """A folder of a table's name is a table that is missing, to all."""
    path = tmp_path / "data" / "a.csv"
    path.mkdir(parents=True)

    assert faults_of(path) == [(Fault.of("data.missing", "data/a.csv"),)] * 4


def test_rows_are_those_of_the_standard_library(tmp_path: Path) -> None:
    """A blank row is none, what a row lacks is None, and what it has too many lies under None."""
    path = tmp_path / "a.csv"
    path.write_text("id,text\n\nx\ny,b,c,d\n", encoding="utf-8")

    assert read_table(path) == [{"id": "x", "text": None}, {"id": "y", "text": "b", None: ["c", "d"]}]


@pytest.mark.parametrize(
    ("content", "column"),
    [("id,text\n\nx\ny,b,c,d\n", ["", "b"]), ("id,text\n", []), ("id,words\nx,b\n", None), ("", None)],
)
def test_a_column_is_told_from_none(tmp_path: Path, content: str, column: list[str] | None) -> None:
    """It has a cell a row, and none where there is no row; a table without it has no column."""
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")

    assert read_column(path, "text") == column
