"""What a site offers for download, held against `data/`: its tables, all figures in one, the data package in one file.

Rows are put together anew from the tables as they are written, not from what the reader of the data makes of them.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from districtbrief.audit.finding import Finding
from districtbrief.audit.page import once
from districtbrief.datapackage import DataPackage, is_true, read_table

PUBLISHED = (".csv", ".json", ".md")
"""How the names of those files of `data/` end that a site offers."""
FOLDERS = ("data/", "downloads/")
MARK = "\ufeff"
UNSAFE = "=+-@＝＋－＠\t\r\n"
FIGURES = {"value", "paragraph", "position"}
UNREADABLE = (
    *(ValueError, KeyError, TypeError, AttributeError, RuntimeError, EOFError),
    *(csv.Error, zipfile.BadZipFile, zlib.error),
)
Table = list[dict[str, Any]]


@dataclass(frozen=True)
class Downloads:
    """The downloads of a site: `root` is the project, `files` are all names in the site."""

    root: Path
    site: Path
    files: frozenset[str]
    package: DataPackage

    def check(self) -> Iterator[Finding]:
        """Name what is missing, what is left over, and what differs from the data."""
        own = {f"data/{name}": path.read_bytes for name, path in self._data.items()}
        others: dict[str, Callable[[bytes], bool]] = {
            "downloads/observations.csv": self._is_csv,
            "downloads/observations.json": self._is_json,
            "downloads/data-package.zip": self._is_zip,
        }
        for name in sorted(name for name in self.files - set(own) - set(others) if name.startswith(FOLDERS)):
            yield Finding("stale", name, "", "the data has no such file")
        for name in (*own, *others):
            if name not in self.files:
                yield Finding("missing", name, "", "the site does not offer it")
            elif name in own and (self.site / name).read_bytes() != own[name]():
                yield Finding("stale", name, "", "it is not the file that the audit reads")
            elif name in others and not _holds(others[name], (self.site / name).read_bytes()):
                yield Finding("stale", name, "", "it does not say what the data says, or says more")

    @cached_property
    def _data(self) -> Mapping[str, Path]:
        found = sorted(path for path in (self.root / "data").rglob("*") if path.suffix in PUBLISHED)
        return {path.relative_to(self.root / "data").as_posix(): path for path in found}

    def _is_csv(self, content: bytes) -> bool:
        text = content.decode("utf-8")
        header, *lines = csv.reader(io.StringIO(text.removeprefix(MARK), newline=""), strict=True)
        wanted = [_guarded(row) for row in self._rows]
        told = [_exact(dict(zip(header, line, strict=True))) for line in lines]
        return text.startswith(MARK) and [list(row.items()) for row in told] == [list(row.items()) for row in wanted]

    def _is_json(self, content: bytes) -> bool:
        told: Table = json.loads(content.decode("utf-8"), parse_float=Decimal, object_pairs_hook=once)
        numbers = all(not isinstance(row[key], str) for row in told for key in FIGURES)
        wanted = [row | {"reviewed": is_true(row["reviewed"])} for row in self._rows]
        return numbers and [list(row.items()) for row in told] == [list(row.items()) for row in wanted]

    def _is_zip(self, content: bytes) -> bool:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            told = {name: archive.read(name) for name in names}
            bare = not archive.comment and archive.start_dir == sum(map(_extent, archive.infolist()))
        wanted = {name: path.read_bytes() for name, path in self._data.items()}
        return bare and names == sorted(wanted) and told == wanted

    @cached_property
    def _rows(self) -> Table:
        """Join the tables of `data/` as they are written."""
        tables = {name: _by_id(self.root / "data" / f"{name}.csv") for name in ("districts", "themes", "indicators")}
        articles = {row["district"]: row for row in read_table(self.root / "data" / "sources.csv")}
        return [
            _exact(_joined(row, district, tables, articles[district]))
            for district in tables["districts"]
            for row in read_table(self.root / "data" / "observations" / f"{district}.csv")
            if row["id"] in self.package.observations
        ]


def _holds(is_right: Callable[[bytes], bool], content: bytes) -> bool:
    """Whether a file is right; one that cannot be read is not."""
    try:
        return is_right(content)
    except UNREADABLE:
        return False


def _by_id(path: Path) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in read_table(path)}


def _joined(
    row: dict[str, str], district: str, tables: Mapping[str, dict[str, dict[str, str]]], article: dict[str, str]
) -> dict[str, Any]:
    indicator = tables["indicators"][row["indicator"]]
    theme = tables["themes"][indicator["theme"]]
    return {
        "id": row["id"],
        "district": district,
        **_renamed(tables["districts"][district], "name", "district"),
        "theme": theme["id"],
        **_renamed(theme, "label", "theme"),
        "indicator": indicator["id"],
        **_renamed(indicator, "label", "indicator"),
        **_renamed(row, "note", "note"),
        "value": row["value"],
        "unit": indicator["unit"],
        **{key: row[key] for key in ("qualifier", "status", "period", "as_printed")},
        "comparability": indicator["comparability"],
        **_renamed(indicator, "reason", "reason"),
        **{key: article[key] for key in ("headline", "byline", "published")},
        **{key: row[key] for key in ("paragraph", "position")},
        "reviewed": "true" if is_true(row["reviewed"]) else "false",
    }


def _renamed(row: dict[str, str], stem: str, name: str) -> dict[str, str]:
    return {f"{name}{key.removeprefix(stem)}": text for key, text in row.items() if key.startswith(f"{stem}_")}


def _exact(row: dict[str, Any]) -> dict[str, Any]:
    """Read the cells that hold figures."""
    try:
        return {key: Decimal(cell) if key in FIGURES else cell for key, cell in row.items()}
    except InvalidOperation:
        raise ValueError(row) from None


def _guarded(row: dict[str, Any]) -> dict[str, Any]:
    """Write the texts of a row as no spreadsheet runs them."""
    unsafe = {key: cell for key, cell in row.items() if key not in FIGURES and cell and cell[0] in UNSAFE}
    return row | {key: "'" + cell for key, cell in unsafe.items()}


def _extent(member: zipfile.ZipInfo) -> int:
    """Count the bytes that a member takes: its header of thirty, its name, and what it holds."""
    return 30 + len(member.filename.encode()) + member.compress_size
