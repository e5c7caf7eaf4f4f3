"""What a row of each table of `data/` is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

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
