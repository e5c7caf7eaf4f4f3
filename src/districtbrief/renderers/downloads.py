"""What a reader takes away: every observation in one table, as CSV and JSON, and the data package in one file."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Final

from districtbrief.datapackage import DataPackage, load
from districtbrief.numerals import json_number
from districtbrief.rows import Indicator, Labels, Observation

Row = Mapping[str, object]

FOLDER: Final = "downloads"
TABLES: Final = ("observations.csv", "observations.json")
PACKAGE: Final = "data-package.zip"
FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, the wide signs in some languages only."""
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file knows."""
READABLE: Final = 0o100644 << 16
END: Final = b"\r\n"
"""What ends a row of a table."""
EMPTY: Final = b"[]\n"
"""A list of nothing."""


def write_downloads(site: Path, data: Iterable[Path], parts: Sequence[Path]) -> list[Path]:
    """Write the downloads of a site; the same data gives the same bytes on any machine.

    Args:
        site: the folder of the site.
        data: its files of the data, which make up the data package.
        parts: the folders that `write_tables` has written, one after the other, of all districts that are offered.
    """
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    join_csv(folder / TABLES[0], [part / TABLES[0] for part in parts])
    join_json(folder / TABLES[1], [part / TABLES[1] for part in parts])
    write_zip(folder / PACKAGE, {path.relative_to(site / "data").as_posix(): path for path in data})
    return [folder / name for name in (*TABLES, PACKAGE)]


def write_tables(project: Path, folder: Path, districts: Sequence[str]) -> list[Path]:
    """Write all figures of some districts as CSV and as JSON.

    Args:
        project: the project, or a site, of which `data/` is read.
        folder: where both will lie.
        districts: their ids.

    Raises:
        FaultError: a table is missing, or a row cannot be read.
    """
    package = load(project, opened=districts)
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / TABLES[0], observation_rows(package))
    write_json(folder / TABLES[1], observation_rows(package))
    return [folder / name for name in TABLES]


def observation_rows(package: DataPackage) -> Iterator[Row]:
    """Lay every observation out with what its ids stand for, in the order of the data."""
    districts = {key: _of_district(package, key) for key in package.sources}
    indicators = {key: _of_indicator(package, item) for key, item in package.indicators.items()}
    return (
        _row(item, districts[item.district], indicators[item.indicator.id]) for item in package.observations.values()
    )


def write_csv(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as RFC 4180 has it, and begin with a byte order mark: Excel reads Chinese from no other UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer, told = csv.writer(file), iter(rows)
        first = next(told, {})
        writer.writerow(first)
        for row in chain([first] if first else [], told):
            writer.writerow(_cell(value) for value in row.values())


def write_json(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as a list of objects; a number is a number there."""
    with path.open("w", encoding="utf-8", newline="") as file:
        before, end = "[", "[]\n"
        for row in rows:
            # asked to indent, json is several times slower
            told = {**row, **{key: json_number(value) for key, value in row.items() if isinstance(value, Decimal)}}
            cells = json.dumps(told, ensure_ascii=False, separators=(",\n  ", ": "))[1:-1]
            file.write(f"{before}\n {{\n  {cells}\n }}")
            before, end = ",", "\n]\n"
        file.write(end)


def join_csv(path: Path, parts: Iterable[Path]) -> None:
    """Write tables of `write_csv` as one, under the header of the first that has rows; one is read at a time."""
    begun, bare = False, b""
    with path.open("wb") as file:
        for content in (part.read_bytes() for part in parts):
            if rows := content.partition(END)[2]:
                file.write(rows if begun else content)
                begun = True
            bare = bare or content
        file.write(b"" if begun else bare)


def join_json(path: Path, parts: Iterable[Path]) -> None:
    """Write lists that `write_json` wrote as one; one is read at a time."""
    before = b"["
    with path.open("wb") as file:
        for content in (part.read_bytes() for part in parts):
            if content != EMPTY:
                file.write(before + content.removeprefix(b"[").removesuffix(b"\n]\n"))
                before = b","
        file.write(b"\n]\n" if before == b"," else EMPTY)


def write_zip(path: Path, files: Mapping[str, Path]) -> None:
    """Put files together uncompressed: what a compressor writes differs from one version to the next."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, EPOCH)
            member.external_attr, member.create_system = READABLE, 3
            archive.writestr(member, files[name].read_bytes())


def _of_district(package: DataPackage, district: str) -> tuple[Row, Row]:
    """Say of a district what stands at the head of its rows, and what of its article."""
    source = package.sources[district]
    article = {"headline": source.headline, "byline": source.byline, "published": source.published}
    return {"district": district, **_told("district", package.districts[district])}, article


def _of_indicator(package: DataPackage, indicator: Indicator) -> tuple[Row, Row]:
    """Say of an indicator what stands before a row's note, and how far its figures compare."""
    named = {"indicator": indicator.id, **_told("indicator", indicator.labels)}
    theme = {"theme": indicator.theme, **_told("theme", package.themes[indicator.theme])}
    return {**theme, **named}, {"comparability": indicator.grade, **_told("reason", indicator.reasons)}


def _row(item: Observation, district: tuple[Row, Row], indicator: tuple[Row, Row]) -> Row:
    return {
        "id": item.id,
        **district[0],
        **indicator[0],
        **_told("note", item.notes),
        "value": Decimal(item.value.numerator) / item.value.denominator,
        "unit": item.unit.id,
        "qualifier": item.qualifier,
        "status": item.status,
        "period": item.period,
        "as_printed": item.as_printed,
        **indicator[1],
        **district[1],
        "paragraph": item.paragraph,
        "position": item.position,
        "reviewed": item.reviewed,
    }


def _told(stem: str, labels: Labels) -> dict[str, str]:
    return {f"{stem}_{lang}": text for lang, text in labels.items()}


def _cell(value: object) -> str:
    """Write a cell that no spreadsheet runs: a text that would begin a formula begins with an apostrophe."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return f"{value:f}" if isinstance(value, Decimal) else str(value).lower()
