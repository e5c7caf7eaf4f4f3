"""A table of `data/` read row by row, every value a text as it is written."""

from __future__ import annotations

import csv
import os
from collections import deque
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from districtbrief.faults import Fault, FaultError, refuse

LONGEST_CELL = 100_000
"""How many letters a cell may have."""


def read_table(path: Path, *needed: str) -> list[dict[str, str]]:
    """Read a CSV file into one mapping a row, every value as it is written; ``needed`` are columns that it must have.

    Raises:
        FaultError: the file is missing, is no UTF-8 table, or lacks a column.
    """
    rows = list(table_rows(path))
    missing = [column for column in needed if rows and column not in rows[0]]
    refuse(Fault.of("data.column-missing", f"{place_of(path)} row 1, column {column}") for column in missing)
    return rows


def table_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield what `read_table` reads, a row at a time: a long table need not be held.

    Raises:
        FaultError: as `read_table` does, as soon as it comes to what cannot be read.
    """
    rows = written_rows(path, place_of(path))
    header = next(rows, [])
    yield from (_named(header, cells) for cells in rows if cells)


def read_column(path: Path, name: str) -> list[str] | None:
    """Read one column of a table, in half the time of all: a cell a row, nothing where the row ends before it.

    None where the table has no such column.

    Raises:
        FaultError: as `read_table` does.
    """
    rows = written_rows(path, place_of(path))
    header = next(rows, [])
    if name not in header:
        deque(rows, maxlen=0)  # what cannot be read is told all the same
        return None
    place = header.index(name)
    return [row[place] if place < len(row) else "" for row in rows if row]


def written_rows(path: Path, place: str) -> Iterator[list[str]]:
    """Yield every row of a table cell by cell, the header and blank ones too.

    Raises:
        FaultError: the file is missing, not UTF-8 or no CSV, or a cell of it is far too long; it is said in which row.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            may_be_too_long = os.fstat(file.fileno()).st_size > LONGEST_CELL
            for number, cells in enumerate(csv.reader(file, strict=True), start=1):
                if may_be_too_long and max(map(len, cells), default=0) > LONGEST_CELL:
                    raise FaultError([_too_long(f"{place} row {number}")])
                yield cells
    except OSError as error:
        raise FaultError([_unreadable(place, error)]) from None
    except UnicodeDecodeError:
        raise FaultError([_not_utf8(path, place)]) from None
    except csv.Error as error:
        raise FaultError([_broken_off(f"{place} row {number + 1}", error)]) from None


def _named(header: list[str], cells: list[str]) -> dict[Any, Any]:
    """Give a row's cells their names as `csv.DictReader` does: None for what is lacking, and to what is too much."""
    count = len(header)
    if len(cells) == count:
        return dict(zip(header, cells, strict=True))
    return dict(zip_longest(header, cells[:count])) | ({None: cells[count:]} if cells[count:] else {})


def _unreadable(place: str, error: OSError) -> Fault:
    if isinstance(error, (FileNotFoundError, IsADirectoryError)):
        return Fault.of("data.missing", place)
    return Fault.of("data.unreadable", place, error=error.strerror)


def _not_utf8(path: Path, place: str) -> Fault:
    """Say in which row the first byte stands that is not UTF-8."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Fault.of("data.not-utf", f"{place} row {content[: error.start].count(10) + 1}")
    return Fault.of("data.not-utf", place)


def _broken_off(place: str, error: csv.Error) -> Fault:
    return _too_long(place) if "field limit" in str(error) else Fault.of("data.no-csv", place, error=error)


def _too_long(place: str) -> Fault:
    return Fault.of("data.cell-too-long", place, limit=LONGEST_CELL)


def place_of(path: Path) -> str:
    """Name a file as faults do: from `data/` on."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("data") :]) if "data" in parts else path.name


def is_true(cell: str) -> bool:
    """Read a boolean as `datapackage.json` defines it, and as spreadsheets write it."""
    return cell.lower() in ("true", "1")
