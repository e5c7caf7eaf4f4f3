"""What is wrong with one district's observations: rows that do not say what their printed tokens say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from districtbrief.csvtables import is_true
from districtbrief.description import OBSERVATIONS, path_of
from districtbrief.faults import Fault
from districtbrief.numerals import plain, read_printed
from districtbrief.tablefaults import Findings, Row, Rows, read_loosely

COUNT = re.compile("[1-9][0-9]{0,8}")
REVIEWER_FILLS_IN = re.compile("indicator|value|note_.+")


class Beside:
    """What a district's rows are held against: tables that are checked elsewhere, read as far as they can be."""

    def __init__(self, root: Path, districts: Sequence[str]) -> None:
        self.root = root
        self.districts = districts

    @cached_property
    def units(self) -> dict[str | None, Row | None]:
        """The row of `units.csv` of each indicator."""
        units = {row.get("id"): row for row in read_loosely(self.root, "units")}
        return {key: units.get(row.get("unit")) for key, row in self.indicators.items()}

    @cached_property
    def indicators(self) -> dict[str | None, Row]:
        """The rows of `indicators.csv`."""
        return {row.get("id"): row for row in read_loosely(self.root, "indicators")}

    @cached_property
    def paragraphs(self) -> dict[str | None, int]:
        """How many paragraphs each district's article has."""
        told = {row.get("district"): row.get("paragraphs", "") for row in read_loosely(self.root, "sources")}
        return {district: int(count) for district, count in told.items() if COUNT.fullmatch(count)}

    def place_faults(self, place: str, district: str, row: Row) -> Iterator[Fault]:
        """Say that a row's paragraph lies beyond the article's last."""
        last = self.paragraphs.get(district)
        if last is not None and int(row["paragraph"]) > last:
            yield Fault.of("article.beyond", f"{place} paragraph", paragraph=row["paragraph"], last=last)


def district_faults(district: str, findings: Findings, beside: Beside) -> Iterator[Fault]:
    """Check the rows of a district's table that have nothing wrong with them by themselves."""
    name = f"{OBSERVATIONS}{district}"
    alike = [other for other in beside.districts if other.startswith(f"{district}-")]
    place, rows = f"data/{path_of(name)}", findings.rows.get(name, {})
    if name in findings.complete and not rows:
        yield Fault.of("data.no-row", place)
    for number, row in rows.items():
        where = f"{place} row {number}, column"
        yield from _of_id(f"{where} id", row["id"], district, alike)
        yield from _unfinished(where, row)
        yield from _of_period(f"{where} period", row["period"])
        yield from beside.place_faults(where, district, row)
        if row["value"]:
            yield from _of_token(where, row, beside.units.get(row["indicator"]))
            yield from _of_range(f"{where} value", row, beside.indicators.get(row["indicator"], {}))
    yield from _twice(place, rows)


def _of_id(place: str, key: str, district: str, alike: Sequence[str]) -> Iterator[Fault]:
    """An id begins with its district, and with none of those that begin alike: else two tables could have one id."""
    if not key.startswith(f"{district}-"):
        yield Fault.of("data.other-districts-id", place, id=key, district=district)
    for other in alike:
        if key.startswith(f"{other}-"):
            yield Fault.of("data.id-of-another", place, id=key, other=other)


def _unfinished(where: str, row: Row) -> Iterator[Fault]:
    if is_true(row["reviewed"]):
        empty = (column for column in row if REVIEWER_FILLS_IN.fullmatch(column) and not row[column].strip())
        yield from (Fault.of("data.unfinished", f"{where} {column}") for column in empty)


def _of_period(place: str, period: str) -> Iterator[Fault]:
    for day in (part for part in period.split("/") if part.count("-") == 2):  # noqa: PLR2004 - year, month and day
        try:
            date.fromisoformat(day)
        except ValueError:
            yield Fault.of("data.no-such-day", place, day=day)


def _of_token(where: str, row: Row, unit: Row | None) -> Iterator[Fault]:
    token, value = row["as_printed"], Decimal(row["value"])
    try:
        reading = read_printed(token)
    except ValueError:
        yield Fault.of("article.no-number", f"{where} as_printed", token=token)
        return
    if reading.value != value:
        yield Fault.of(
            "article.other-value", f"{where} value", token=token, reads=plain(reading.value), value=plain(value)
        )
    if reading.qualifier != row["qualifier"]:
        place, reads = f"{where} qualifier", reading.qualifier
        yield Fault.of("article.other-qualifier", place, token=token, reads=reads, qualifier=row["qualifier"])
    words = unit.get("measure_words", "") if unit else ""
    if unit and reading.measure not in words.split():
        remedy = _measure_remedy(reading.measure, words)
        place, name = f"{where} as_printed", unit.get("id", "")
        yield Fault.of("article.other-measure", place, measure=reading.measure, unit=name, remedy=remedy)


def _measure_remedy(measure: str, known: str) -> str:
    """Say what to do about a token whose measure word is not among those known, which blanks separate."""
    added = f", or add {measure} to data/units.csv, column measure_words" if measure else ""
    return f"it is one of {known}{added}"


def _of_range(place: str, row: Row, indicator: Row) -> Iterator[Fault]:
    greatest = indicator.get("maximum", "")
    if greatest.isascii() and greatest.replace(".", "", 1).isdigit() and Decimal(row["value"]) > Decimal(greatest):
        value, name = row["value"], row["indicator"]
        yield Fault.of("data.out-of-range", place, value=value, indicator=name, maximum=greatest)


def _twice(place: str, rows: Rows) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for number, row in rows.items():
        first = seen.setdefault((row["indicator"], row["status"]), row["id"]) if row["indicator"] else row["id"]
        if first != row["id"]:
            where, name = f"{place} row {number}, column indicator", row["indicator"]
            yield Fault.of("data.indicator-twice", where, first=first, indicator=name, status=row["status"])
