"""Charts held against the record: the table of what is drawn, the texts of the picture, and the alt text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from lxml import etree

from districtbrief.audit.finding import Finding
from districtbrief.audit.page import Page, Picture
from districtbrief.audit.record import Record, Words, printed, read_words
from districtbrief.datapackage import Observation

Row = dict[str, str]
COLUMNS = ("label", "district", "name", "value", "printed", "qualifier", "status", "number")
PRECISE = Fraction(1, 10**11)
TICK = re.compile(r"[1-9]0*\D*|0(?:\.0*1)?")


def read_rows(picture: Path) -> list[Row]:
    """Read the table that lies beside a picture.

    Raises:
        OSError: it is missing.
        ValueError: it is no table of a chart.
    """
    with picture.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or any(row.get(column) is None for row in rows for column in COLUMNS):
        raise ValueError(f"it has not the columns {', '.join(COLUMNS)}")
    return rows


def check_picture(page: Page, picture: Picture, site: Path, record: Record) -> Iterator[Finding]:
    """Hold a chart's table against the record, and its labels and its alt text against its table."""
    words = read_words(page.lang)
    path = (site / page.name).parent / picture.source
    try:
        rows, texts, ticks = read_rows(path), *_texts(path)
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        yield Finding("chart", page.name, picture.id, f"{picture.source} or its table cannot be read ({error})")
        return
    told = [finding for row in rows for finding in _of_row(row, record, words)]
    told += [f"the label {item!r}" for item in _left_over(texts, [row["printed"] for row in rows])]
    told += [f"the tick {item!r}" for item in ticks if not _is_tick(item, rows)]
    told += _of_alt(picture.alt, rows)
    yield from (Finding("chart", page.name, f"{picture.id} {path.stem}", found) for found in told)


def _of_row(row: Row, record: Record, words: Words) -> Iterator[str]:
    number = row["number"]
    value, text, rest = _expected(row, record, words)
    if not text:
        yield f"the table draws {number!r}, which the data does not have"
        return
    if abs(Fraction(row["value"]) - value) > abs(value) * PRECISE:
        yield f"the table has {row['value']} for {number}, and the data {float(value):g}"
    for column, wanted in {"printed": text, **rest}.items():
        if row[column] != wanted:
            yield f"the table has {column} {row[column]!r} for {number}, and the data {wanted!r}"


def _expected(row: Row, record: Record, words: Words) -> tuple[Fraction, str, Row]:
    """Say what value, text and qualities a drawn number must have; no text where the data has no such number."""
    names = record.package.districts.get(row["district"], {})
    rest = {"name": names.get(words["lang"], "")}
    if row["number"].startswith("count-"):
        count = record.count(row["number"].removeprefix("count-"))
        return Fraction(count or 0), "" if count is None else str(count), rest
    recorded = record.find(row["number"])
    if recorded is None:
        return Fraction(0), "", rest
    if isinstance(recorded.row, Observation):
        rest |= {"status": recorded.row.status, "district": recorded.row.district}
    return recorded.value, printed(recorded, words), rest | {"qualifier": recorded.qualifier}


def _texts(path: Path) -> tuple[list[str], list[str]]:
    """Read what a picture writes: beside its marks, and along its axes."""
    beside: list[str] = []
    along: list[str] = []
    for comment in etree.parse(path).iter(etree.Comment):
        kin = (item.get("id", "") for item in comment.iterancestors())
        (along if any("axis" in name for name in kin) else beside).append(comment.text.strip())
    return beside, along


def _left_over(texts: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    """Name the numbers that the labels have and the table has not, or the other way round."""
    left = "\n".join(texts)
    for text in sorted(wanted, key=len, reverse=True):
        if not (found := re.search(rf"(?<![\w.,]){re.escape(text)}(?![\d.,])", left)):
            yield f"{text} is not drawn"
            continue
        left = f"{left[: found.start()]}\n{left[found.end() :]}"
    yield from (f"{item} is not in the table" for item in re.findall(r".*\d.*", left))


def _is_tick(text: str, rows: Sequence[Row]) -> bool:
    names = "\n".join(row["label"] for row in rows)
    return not re.search(r"\d", text) or text in names or TICK.fullmatch(text.replace(",", "")) is not None


def _of_alt(alt: str, rows: Sequence[Row]) -> Iterator[str]:
    """Name the numbers that the alt text does not say of whom the table has them, and those it has besides."""
    left = alt
    for row in sorted(rows, key=lambda row: -len(row["printed"])):
        who = (row["name"], row["label"].replace("\n", " "))
        spoken = next((f"{name} {row['printed']}" for name in who if f"{name} {row['printed']}" in left), "")
        if not spoken:
            yield f"the alt text does not say {who[0]} {row['printed']}"
        left = left.replace(spoken, "", 1) if spoken else left
    named = Counter(re.findall(r"\d+", " ".join(row["label"] for row in rows)))
    for item in Counter(re.findall(r"\d+", left)) - named:
        yield f"the alt text says {item}, which is not in the table"
