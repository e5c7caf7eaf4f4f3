"""What a row of each table of `data/` is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from districtbrief.numerals import read_printed

DECIMALS = 9
"""How many digits a value may have behind the point."""
Labels = Mapping[str, str]
"""One text in each language of the data: ``{"zh": ..., "en": ...}``."""


@dataclass(frozen=True)
class Unit:
    """A base unit: what values are counted in.

    Attributes:
        id: such as ``people``.
        kind: ``count``, ``attendance`` (people or visits), ``measure``, ``money`` or ``share``.
        measure_words: the words that print it in Chinese, the usual one first.
        symbols: what is printed after a number, by language; empty in English for plain counts.
        labels: its names, by language.
    """

    id: str
    kind: str
    measure_words: tuple[str, ...]
    symbols: Labels
    labels: Labels


@dataclass(frozen=True)
class Indicator:
    """What is counted.

    Attributes:
        id: such as ``compounds``.
        theme: the id of the chapter that it stands in.
        unit: the base unit that its values are in.
        highlight: whether a brief names it.
        per_resident: whether a rate per 10,000 residents means anything.
        grade: ``like_for_like``, ``with_caution`` or ``not_comparable``; empty while one district alone reports it.
        labels: its short names, by language.
        definitions: what is counted and what is not, by language.
        reasons: why it is graded so, by language.
    """

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
    """One number that one article reports, with its place.

    Attributes:
        id: ``<district>-<what>``, ASCII.
        district: the id of the district that the article is about.
        indicator: what is counted.
        value: exact, in the indicator's base unit: 13.1万 is 131000.
        qualifier: ``exact``; ``at_least`` (余, 多), a floor; ``nearly`` (近) or ``at_most`` (不足), a ceiling;
            ``about`` (约).
        status: ``achieved``, done or a state that holds; ``ongoing``, under way; ``planned``, promised.
        period: in ISO 8601: a year, ``2021``; the day up to which it counts, ``2021-12-24``; or either of them as the
            start, a slash, and the day of the end or how many years it takes, ``P5Y``.
        as_printed: the printed token with its measure word, such as ``8万余人次``.
        paragraph: 1-based among the article's non-blank lines.
        position: 0-based character offset of the token in that paragraph.
        notes: what exactly was counted, in our words, by language.
        reviewed: whether a person has checked the row.
    """

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
    """A number from outside the articles, with its source and date.

    Attributes:
        id: such as ``residents-erqi``.
        district: the id of the district that it describes.
        indicator: what it is: ``resident-population``.
        value: exact, in the unit.
        unit: the base unit that it is in.
        date: the day that it describes.
        published: when it was published.
        sources: who published it, by language.
    """

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
    """A named formula over two indicators, applied to each district that reports both.

    Attributes:
        id: what numbers made by it are called after, and a district.
        name: ``sum``, ``average``, ``share`` or ``implied``.
        inputs: two ids of indicators in the formula's order, each with ``@<status>`` where one status alone is meant.
        unit: the unit of the result.
        significant: significant digits at print; 0 prints the exact value.
        labels: its names, by language.
    """

    id: str
    name: str
    inputs: tuple[str, ...]
    unit: Unit
    significant: int
    labels: Labels


@dataclass(frozen=True)
class Source:
    """One article.

    Attributes:
        id: such as ``erqi-2021``.
        district: the id of the district that it is about.
        headline: as printed.
        byline: who wrote it, as printed.
        publication: the newspaper; empty where the text does not name it.
        published: a year, or a day in ISO 8601.
        sha256: check sum of the text that was read.
        paragraphs: how many lines of the text are not blank.
    """

    id: str
    district: str
    headline: str
    byline: str
    publication: str
    published: str
    sha256: str
    paragraphs: int
