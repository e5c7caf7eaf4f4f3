"""What a scan has found as rows for review, and how rows are written as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from districtbrief.numerals import plain
from districtbrief.scanning import FIGURE, Expression

COLUMNS = (
    *("id", "indicator", "value", "qualifier", "status", "period", "as_printed", "paragraph", "position"),
    *("note_zh", "note_en", "reviewed"),
)
GREATEST = 10**15


def observation_rows(district: str, expressions: Iterable[Expression], period: str = "") -> list[dict[str, str]]:
    """Make a row of `data/observations/<district>.csv` of every figure, for review.

    The indicator and the notes are left empty, and so is a value that cannot be read or that the tables do not hold:
    one below zero, or over 10 to the 15th. The id is the figure's place, ``<district>-<paragraph>-<position>``,
    until the reviewer names it.
    """
    return [
        {
            "id": f"{district}-{item.paragraph}-{item.position}",
            "indicator": "",
            "value": "" if item.value is None or not 0 <= item.value <= GREATEST else plain(item.value),
            "qualifier": item.qualifier,
            "status": item.status,
            "period": period,
            "as_printed": item.token,
            "paragraph": str(item.paragraph),
            "position": str(item.position),
            "note_zh": "",
            "note_en": "",
            "reviewed": "false",
        }
        for item in expressions
        if item.kind == FIGURE
    ]


def excluded_rows(district: str, expressions: Iterable[Expression]) -> list[dict[str, str]]:
    """Make a row of `data/excluded.csv` of every expression that is no figure."""
    return [
        {
            "district": district,
            "paragraph": str(item.paragraph),
            "position": str(item.position),
            "token": item.token,
            "reason": item.kind,
        }
        for item in expressions
        if item.kind != FIGURE
    ]


def as_csv(rows: Iterable[Mapping[str, str]], columns: Sequence[str] = COLUMNS, *, header: bool = True) -> str:
    """Write rows as the tables of `data/` are written: UTF-8, commas, one line feed a row."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n", extrasaction="ignore")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
