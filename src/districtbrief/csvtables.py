"""A table of `data/` read row by row, every value a text as it is written."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from districtbrief.faults import Fault, FaultError, refuse


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
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file, strict=True)
    except FileNotFoundError:
        raise FaultError([Fault.of("data.missing", place_of(path))]) from None
    except OSError as error:
        raise FaultError([Fault.of("data.unreadable", place_of(path), error=error.strerror)]) from None
    except UnicodeError:
        raise FaultError([Fault.of("data.not-utf", place_of(path))]) from None
    except csv.Error as error:
        raise FaultError([Fault.of("data.no-csv", place_of(path), error=error)]) from None


def place_of(path: Path) -> str:
    """Name a file as faults do: from `data/` on."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("data") :]) if "data" in parts else path.name


def is_true(cell: str) -> bool:
    """Read a boolean as `datapackage.json` defines it, and as spreadsheets write it."""
    return cell.lower() in ("true", "1")
