"""What a reader takes away: every observation in one table, as CSV and JSON, and the data package in one file."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Final

from districtbrief.datapackage import DataPackage, load, read_whole
from districtbrief.numerals import json_number
from districtbrief.rows import Indicator, Labels, Observation

Row = Mapping[str, object]

FOLDER: Final = "downloads"
FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, the wide signs in some languages only."""
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file knows."""
READABLE: Final = 0o100644 << 16


def write_downloads(project: Path, site: Path, data: Iterable[Path], *, broken: Collection[str] = ()) -> list[Path]:
    """Write the downloads of a site; the same data gives the same bytes on any machine.

    Args:
        project: the project, of which `data/` is read.
        site: the folder of the site.
        data: the files of `data/` that make up the data package.
        broken: the districts whose tables cannot be read.
    """
    package, folder = load(project, opened=read_whole(project, broken)), site / FOLDER
    written = [folder / name for name in ("observations.csv", "observations.json", "data-package.zip")]
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(written[0], observation_rows(package))
    write_json(written[1], observation_rows(package))
    write_zip(written[2], {path.relative_to(project / "data").as_posix(): path for path in data})
    return written


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
