"""What a row of each table of `data/` is, and how it is read from its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from districtbrief.csvtables import is_true
from districtbrief.numerals import read_printed

Labels = Mapping[str, str]
"""One text in each language of the data: ``{"zh": ..., "en": ...}``."""


@dataclass(frozen=True)
class Unit:
    """A base unit; ``kind`` is count, attendance, measure, money or share."""

    id: str
    kind: str
    measure_words: tuple[str, ...]
    symbols: Labels
    labels: Labels


@dataclass(frozen=True)
class Indicator:
    """What is counted. ``grade`` is empty while one district alone reports it."""

    id: str
    theme: str
    unit: Unit
    highlight: bool
    per_resident: bool
    grade: str
    labels: Labels
    definitions: Labels
    reasons: Labels


@dataclass(frozen=True)
class Observation:
    """One number that one article reports, in the indicator's base unit, with its place."""

    id: str
    district: str
    indicator: Indicator
    value: Fraction
    qualifier: str
    status: str
    period: str
    as_printed: str
    paragraph: int
    position: int
    notes: Labels
    reviewed: bool = True

    kind = "obs"
    significant = 0

    @property
    def unit(self) -> Unit:
        """The indicator's base unit."""
        return self.indicator.unit

    @cached_property
    def measure(self) -> str:
        """The measure word of the printed token, such as ``人次``."""
        return read_printed(self.as_printed).measure


@dataclass(frozen=True)
class Denominator:
    """A number from outside the articles, such as the residents of a district, with its source and date."""

    id: str
    district: str
    indicator: str
    value: Fraction
    unit: Unit
    date: str
    published: str
    sources: Labels

    kind = "ctx"
    qualifier = "exact"
    significant = 0

    @property
    def measure(self) -> str:
        """The unit's usual measure word."""
        return self.unit.measure_words[0]


@dataclass(frozen=True)
class Formula:
    """A named formula over two indicators; ``name`` is sum, average, share or implied."""

    id: str
    name: str
    inputs: tuple[str, ...]
    unit: Unit
    significant: int
    labels: Labels


@dataclass(frozen=True)
class Source:
    """One article: who wrote it, under which headline, and the sha256 of its text."""

    id: str
    district: str
    headline: str
    byline: str
    publication: str
    published: str
    sha256: str
    paragraphs: int


def read_labels(row: Mapping[str, str], stem: str) -> Labels:
    """Take a text in each language from the columns that begin with a stem."""
    prefix = f"{stem}_"
    return {key.removeprefix(prefix): text for key, text in row.items() if key.startswith(prefix)}


def _exact(text: str) -> Fraction:
    return Fraction(Decimal(text))


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
