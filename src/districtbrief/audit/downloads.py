"""What a site offers for download, held against `data/`: its tables, all figures in one, the data package in one file.

Rows are put together anew from the tables as they are written, not from what the reader of the data makes of them.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

from districtbrief.audit.finding import Finding
from districtbrief.audit.items import json_items
from districtbrief.csvtables import is_true, read_table

PUBLISHED = (".csv", ".json", ".md")
"""How the names of those files of `data/` end that a site offers."""
FOLDERS = ("data", "downloads")
MARK = "\ufeff"
UNSAFE = "=+-@＝＋－＠\t\r\n"
FIGURES = {"value", "paragraph", "position"}
UNREADABLE = (
    *(ValueError, KeyError, TypeError, AttributeError, RuntimeError, EOFError),
    *(csv.Error, zipfile.BadZipFile, zlib.error),
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Downloads:
    """The downloads of a site.

    Attributes:
        root: the project.
        site: the folder of the site.
        broken: the districts whose tables cannot be read, and which the site therefore does not offer.
    """

    root: Path
    site: Path
    broken: frozenset[str] = frozenset()

    def check(self) -> Iterator[Finding]:
        """Name what is missing, what is left over, and what differs from the data."""
        own = {f"data/{name}": path.read_bytes for name, path in self._data.items()}
        others: dict[str, Callable[[Path], bool]] = {
            "downloads/observations.csv": self._is_csv,
            "downloads/observations.json": self._is_json,
            "downloads/data-package.zip": self._is_zip,
        }
        files = {path.relative_to(self.site).as_posix() for name in FOLDERS for path in _files(self.site / name)}
        for name in sorted(files - set(own) - set(others)):
            yield Finding("stale", name, "", "the data has no such file")
        for name in (*own, *others):
            if name not in files:
                yield Finding("missing", name, "", "the site does not offer it")
            elif name in own and (self.site / name).read_bytes() != own[name]():
                yield Finding("stale", name, "", "it is not the file that the audit reads")
            elif name in others and not _holds(others[name], self.site / name):
                yield Finding("stale", name, "", "it does not say what the data says, or says more")

    @cached_property
    def _data(self) -> Mapping[str, Path]:
        hidden = {self.root / "data" / "observations" / f"{district}.csv" for district in self.broken}
        every = (path for path in (self.root / "data").rglob("*") if path.suffix in PUBLISHED)
        found = {path.relative_to(self.root / "data"): path for path in sorted(every) if path not in hidden}
        return {
            name.as_posix(): path
            for name, path in found.items()
            if not any(part.startswith(".") for part in name.parts)
        }

    def _is_csv(self, path: Path) -> bool:
        with path.open(encoding="utf-8", newline="") as file:
            marked = file.read(len(MARK)) == MARK
            lines = csv.reader(file, strict=True)
            header = next(lines, [])
            told = (_exact(dict(zip(header, line, strict=True))) for line in lines)
            return marked and _alike(told, map(_guarded, self._rows()))

    def _is_json(self, path: Path) -> bool:
        wanted = (row | {"reviewed": is_true(row["reviewed"])} for row in self._rows())
        with path.open(encoding="utf-8", newline="") as file:
            return _alike(map(_numbered, json_items(file)), wanted)

    def _is_zip(self, path: Path) -> bool:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            bare = not archive.comment and archive.start_dir == sum(map(_extent, archive.infolist()))
            complete = bare and names == sorted(self._data)
            return complete and all(archive.read(name) == self._data[name].read_bytes() for name in names)

    def _rows(self) -> Iterator[Row]:
        """Join the tables of `data/` as they are written, a row at a time: there may be more than memory holds."""
        indicators = {
            row["id"]: _counting(row, self._themes) for row in read_table(self.root / "data" / "indicators.csv")
        }
        articles = {row["district"]: row for row in read_table(self.root / "data" / "sources.csv")}
        for place in read_table(self.root / "data" / "districts.csv"):
            if place["id"] in self.broken:
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


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _holds(is_right: Callable[[Path], bool], path: Path) -> bool:
    """Whether a file is right; one that cannot be read is not."""
    try:
        return is_right(path)
    except UNREADABLE:
        return False


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


def _extent(member: zipfile.ZipInfo) -> int:
    """Count the bytes that a member takes: its header of thirty, its name, and what it holds."""
    return 30 + len(member.filename.encode()) + member.compress_size
