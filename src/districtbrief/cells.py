"""How a row of each table of `data/` is read from its cells."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

from districtbrief.csvtables import is_true
from districtbrief.rows import Denominator, Formula, Indicator, Labels, Observation, Source, Unit


def read_labels(row: Mapping[str, str], stem: str) -> Labels:
    """Take a text in each language from the columns that begin with a stem."""
    return {lang: row[column] for column, lang in _columns(tuple(row), f"{stem}_")}


@cache
def _columns(header: tuple[str, ...], prefix: str) -> list[tuple[str, str]]:
    """List the columns that begin with a prefix, each with what follows it."""
    return [(column, column.removeprefix(prefix)) for column in header if column.startswith(prefix)]


def _exact(text: str) -> Fraction:
    return Fraction(int(text) if text.isdecimal() else Decimal(text))


def read_unit(row: Mapping[str, str]) -> Unit:
    """Read a row of `units.csv`."""
    words = tuple(row["measure_words"].split())
    return Unit(row["id"], row["kind"], words, read_labels(row, "symbol"), read_labels(row, "label"))


def read_indicator(row: Mapping[str, str], units: Mapping[str, Unit]) -> Indicator:
    """Read a row of `indicators.csv`."""
    return Indicator(
        id=row["id"],
        theme=row["theme"],
        unit=units[row["unit"]],
        highlight=is_true(row["highlight"]),
        per_resident=is_true(row["per_resident"]),
        grade=row["comparability"],
        labels=read_labels(row, "label"),
        definitions=read_labels(row, "definition"),
        reasons=read_labels(row, "reason"),
    )


def is_ready(row: Mapping[str, str]) -> bool:
    """Whether a row can be read: all that is reviewed, and what already has an indicator and a value."""
    return is_true(row["reviewed"]) or bool(row["indicator"] and row["value"])


def read_observation(row: Mapping[str, str], district: str, indicators: Mapping[str, Indicator]) -> Observation:
    """Read a row of a district's table."""
    return Observation(
        id=row["id"],
        district=district,
        indicator=indicators[row["indicator"]],
        value=_exact(row["value"]),
        qualifier=row["qualifier"],
        status=row["status"],
        period=row["period"],
        as_printed=row["as_printed"],
        paragraph=int(row["paragraph"]),
        position=int(row["position"]),
        notes=read_labels(row, "note"),
        reviewed=is_true(row["reviewed"]),
    )


def read_denominator(row: Mapping[str, str], units: Mapping[str, Unit]) -> Denominator:
    """Read a row of `context.csv`."""
    return Denominator(
        id=row["id"],
        district=row["district"],
        indicator=row["indicator"],
        value=_exact(row["value"]),
        unit=units[row["unit"]],
        date=row["date"],
        published=row["published"],
        sources=read_labels(row, "source"),
    )


def read_formula(row: Mapping[str, str], units: Mapping[str, Unit]) -> Formula:
    """Read a row of `calculations.csv`."""
    inputs = tuple(row["inputs"].split())
    return Formula(
        row["id"], row["formula"], inputs, units[row["unit"]], int(row["significant"]), read_labels(row, "label")
    )


def read_source(row: Mapping[str, str]) -> Source:
    """Read a row of `sources.csv`."""
    return Source(**{**row, "paragraphs": int(row["paragraphs"])})  # type: ignore[arg-type]
