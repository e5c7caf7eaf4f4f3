"""All figures in one table, as CSV or JSON, held against `data/`: the whole of it, or parts that have been held before.

Rows are put together anew from the tables as they are written, not from what the reader of the data makes of them.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

from districtbrief.audit.items import json_items
from districtbrief.csvtables import is_true, read_table

MARK = "\ufeff"
UNSAFE = "=+-@＝＋－＠\t\r\n"
FIGURES = {"value", "paragraph", "position"}
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, csv.Error)
Row = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """The figures of some districts of `data/`.

    Attributes:
        root: the project.
        districts: the ids of the districts; whatever their order, rows come in that of the data.
    """

    root: Path
    districts: Collection[str]

    def are_in(self, path: Path) -> bool:
        """Whether a file, by its name CSV or JSON, holds them and nothing else; one that cannot be read does not."""
        try:
            return self._are_csv(path) if path.suffix == ".csv" else self._are_json(path)
        except UNREADABLE:
            return False

    def _are_csv(self, path: Path) -> bool:
        with path.open(encoding="utf-8", newline="") as file:
            marked = file.read(len(MARK)) == MARK
            lines = csv.reader(file, strict=True)
            header = next(lines, [])
            told = (_exact(dict(zip(header, line, strict=True))) for line in lines)
            return marked and _alike(told, map(_guarded, self._rows()))

    def _are_json(self, path: Path) -> bool:
        wanted = (row | {"reviewed": is_true(row["reviewed"])} for row in self._rows())
        with path.open(encoding="utf-8", newline="") as file:
            return _alike(map(_numbered, json_items(file)), wanted)

    def _rows(self) -> Iterator[Row]:
        """Join the tables of `data/` as they are written, a row at a time: there may be more than memory holds."""
        indicators = {
            row["id"]: _counting(row, self._themes) for row in read_table(self.root / "data" / "indicators.csv")
        }
        articles = {row["district"]: row for row in read_table(self.root / "data" / "sources.csv")}
        for place in read_table(self.root / "data" / "districts.csv"):
            if place["id"] not in self.districts:
                continue
            district, article = place["id"], articles[place["id"]]
            where = {"district": district, **_renamed(place, "name", "district")}
            origin = {key: article[key] for key in ("headline", "byline", "published")}
            for row in read_table(self.root / "data" / "observations" / f"{district}.csv"):
                if is_true(row["reviewed"]) or (row["indicator"] and row["value"]):  # else still a reviewer's
                    yield _exact(_joined(row, where, indicators[row["indicator"]], origin))

    @cached_property
    def _themes(self) -> Mapping[str, Row]:
        rows = read_table(self.root / "data" / "themes.csv")
        return {row["id"]: {"theme": row["id"], **_renamed(row, "label", "theme")} for row in rows}


def are_joined_in(path: Path, parts: Sequence[Path]) -> bool:
    """Whether a file holds the rows of others, by their names all CSV or all JSON, in their order and nothing else."""
    pieces = _joined_csv(parts) if path.suffix == ".csv" else _joined_json(parts)
    with path.open("rb") as file:
        return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)


def _joined_csv(parts: Sequence[Path]) -> Iterator[bytes]:
    """Write tables under the first header of one that has rows, a table at a time."""
    heads = (head for head, _, rows in map(_headed, parts) if rows)
    yield next(heads, _headed(parts[0])[0])
    yield b"\r\n"
    yield from (rows for _, _, rows in map(_headed, parts))


def _headed(part: Path) -> tuple[bytes, bytes, bytes]:
    return part.read_bytes().partition(b"\r\n")


def _joined_json(parts: Sequence[Path]) -> Iterator[bytes]:
    """Write lists as one, a list at a time."""
    before = b"["
    for item in (part.read_bytes().strip()[1:-1].rstrip(b"\n") for part in parts):
        if item:
            yield from (before, item)
            before = b","
    yield b"\n]\n" if before == b"," else b"[]\n"


def _alike(told: Iterable[Row], wanted: Iterable[Row]) -> bool:
    """Whether two tables have the same rows, and the rows the same cells in the same order."""
    pairs = zip_longest(told, wanted)
    return all(None not in pair and list(pair[0].items()) == list(pair[1].items()) for pair in pairs)


def _numbered(row: Row) -> Row:
    """Let a row pass whose figures are numbers."""
    if any(isinstance(row[key], str) for key in FIGURES):
        raise ValueError(row)
    return row


def _counting(indicator: Row, themes: Mapping[str, Row]) -> tuple[Row, Row, Row]:
    """Say of an indicator what stands before a row's note, behind its value, and behind its printed token."""
    return (
        {**themes[indicator["theme"]], "indicator": indicator["id"], **_renamed(indicator, "label", "indicator")},
        {"unit": indicator["unit"]},
        {"comparability": indicator["comparability"], **_renamed(indicator, "reason", "reason")},
    )


def _joined(row: Row, where: Row, counted: tuple[Row, Row, Row], origin: Row) -> Row:
    before, unit, behind = counted
    return {
        "id": row["id"],
        **where,
        **before,
        **_renamed(row, "note", "note"),
        "value": row["value"],
        **unit,
        **{key: row[key] for key in ("qualifier", "status", "period", "as_printed")},
        **behind,
        **origin,
        **{key: row[key] for key in ("paragraph", "position")},
        "reviewed": "true" if is_true(row["reviewed"]) else "false",
    }


def _renamed(row: Row, stem: str, name: str) -> Row:
    return {f"{name}{key.removeprefix(stem)}": text for key, text in row.items() if key.startswith(f"{stem}_")}


def _exact(row: Row) -> Row:
    """Read the cells that hold figures."""
    try:
        return row | {key: Decimal(row[key]) for key in FIGURES if key in row}
    except InvalidOperation:
        raise ValueError(row) from None


def _guarded(row: Row) -> Row:
    """Write the texts of a row as no spreadsheet runs them."""
    unsafe = {key: cell for key, cell in row.items() if key not in FIGURES and cell and cell[0] in UNSAFE}
    return row | {key: "'" + cell for key, cell in unsafe.items()}
