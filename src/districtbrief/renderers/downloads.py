"""What a reader takes away: every observation in one table, as CSV and JSON, and the data package in one file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

from districtbrief.datapackage import DataPackage, Labels, Observation, load

Row = Mapping[str, object]

FOLDER: Final = "downloads"
FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, the wide signs in some languages only."""
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file knows."""
READABLE: Final = 0o100644 << 16


def write_downloads(project: Path, site: Path, data: Iterable[Path]) -> list[Path]:
    """Write the downloads of a site; the same data gives the same bytes on any machine.

    Args:
        project: the project, of which `data/` is read.
        site: the folder of the site.
        data: the files of `data/` that make up the data package.
    """
    rows = observation_rows(load(project))
    contents = {
        "observations.csv": as_csv(rows),
        "observations.json": as_json(rows),
        "data-package.zip": as_zip({path.relative_to(project / "data").as_posix(): path for path in data}),
    }
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    written = {site / FOLDER / name: content for name, content in contents.items()}
    for path, content in written.items():
        path.write_bytes(content)
    return list(written)


def observation_rows(package: DataPackage) -> list[Row]:
    """Lay every observation out with what its ids stand for, in the order of the data."""
    return [_row(package, item) for item in package.observations.values()]


def as_csv(rows: Iterable[Row]) -> bytes:
    """Write rows as RFC 4180 has it, and begin with a byte order mark: Excel reads Chinese from no other UTF-8."""
    told = list(rows)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(told[0] if told else ())
    writer.writerows([_cell(value) for value in row.values()] for row in told)
    return text.getvalue().encode("utf-8-sig")


def as_json(rows: Iterable[Row]) -> bytes:
    """Write rows as a list of objects; a number is a number there."""
    told = [{key: _number(value) for key, value in row.items()} for row in rows]
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def as_zip(files: Mapping[str, Path]) -> bytes:
    """Put files together uncompressed: what a compressor writes differs from one version to the next."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, EPOCH)
            member.external_attr, member.create_system = READABLE, 3
            archive.writestr(member, files[name].read_bytes())
    return buffer.getvalue()


def _row(package: DataPackage, item: Observation) -> Row:
    indicator, source = item.indicator, package.sources[item.district]
    return {
        "id": item.id,
        "district": item.district,
        **_told("district", package.districts[item.district]),
        "theme": indicator.theme,
        **_told("theme", package.themes[indicator.theme]),
        "indicator": indicator.id,
        **_told("indicator", indicator.labels),
        **_told("note", item.notes),
        "value": Decimal(item.value.numerator) / item.value.denominator,
        "unit": indicator.unit.id,
        "qualifier": item.qualifier,
        "status": item.status,
        "period": item.period,
        "as_printed": item.as_printed,
        "comparability": indicator.grade,
        **_told("reason", indicator.reasons),
        "headline": source.headline,
        "byline": source.byline,
        "published": source.published,
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


def _number(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
