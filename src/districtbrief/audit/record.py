"""What `data/` says that each number of a page must be: worked out anew, without the code that wrote the page."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache, cached_property
from importlib import resources
from typing import Any

from babel.dates import format_date

from districtbrief.datapackage import DataPackage, Denominator, Formula, Observation, Unit

Words = Mapping[str, Any]

ENDLESS = Fraction(10**40)
"""Stands for no upper bound, so that bounds may be divided."""
MARGIN = Fraction(1, 20)
"""How far off a number printed with 近 or 约 may be: five per cent."""
BOUNDS: Mapping[str, Callable[[Fraction], tuple[Fraction, Fraction]]] = {
    "exact": lambda value: (value, value),
    "at_least": lambda value: (value, ENDLESS),
    "at_most": lambda value: (Fraction(0), value),
    "nearly": lambda value: (value * (1 - MARGIN), value),
    "about": lambda value: (value * (1 - MARGIN), value * (1 + MARGIN)),
}
"""The least and the greatest value that a printed number may have, for each qualifier."""
FACTORS = {"ratio": 1, "average": 1, "share": 100, "implied": 100, "rate": 10_000}
"""What the quotient of a formula's two inputs is multiplied by."""
RULES = {"total": "sum", "ratio": "ratio", "rate": "rate"}
DIGITS = {"sum": 0, "ratio": 3, "rate": 3}
_CONTEXT = Context(prec=60)


@dataclass(frozen=True)
class Recorded:
    """A number as `data/` has it.

    Attributes:
        anchor: ``obs-…``, ``calc-…`` or ``ctx-…``.
        value: exact, in the base unit; ``low`` and ``high`` are the least and the greatest that it may be.
        unit: None where the number has none, as a ratio.
        measure: the Chinese measure word.
        significant: the digits that it is rounded to at print; 0 means none.
        row: the observation, the denominator, or the formula of `calculations.csv`; None where a comparison made it.
        formula: what a calculation is named; empty for others, which have no ``inputs``.
    """

    anchor: str
    value: Fraction
    low: Fraction
    high: Fraction
    unit: Unit | None
    measure: str
    significant: int = 0
    row: Observation | Denominator | Formula | None = None
    formula: str = ""
    inputs: tuple[Recorded, ...] = ()

    @property
    def qualifier(self) -> str:
        """How the true value may lie from this one: what is recorded, or what the bounds of a calculation say."""
        if not self.formula:
            return self.row.qualifier if isinstance(self.row, Observation) else "exact"
        if self.low == self.high:
            return "exact"
        return "at_least" if self.low == self.value else "at_most" if self.high == self.value else "about"


@dataclass(frozen=True)
class Record:
    """Every number that `data/` gives or lets one work out, found by the anchor that pages know it by."""

    package: DataPackage
    _known: dict[str, Recorded | None] = field(default_factory=dict)

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], list[Observation]]:
        found: dict[tuple[str, str], list[Observation]] = {}
        for row in self.package.observations.values():
            found.setdefault((row.district, row.indicator.id), []).append(row)
        return found

    @cached_property
    def _formulas(self) -> Mapping[str, Formula]:
        return {row.id: row for row in self.package.formulas}

    @cached_property
    def _denominators(self) -> Mapping[str, Denominator]:
        return {row.id: row for row in self.package.denominators.values()}

    def find(self, anchor: str) -> Recorded | None:
        """Find a number by its anchor; None where the data has nothing of that name."""
        if anchor not in self._known:
            kind, _, key = anchor.partition("-")
            find = {"obs": self._observation, "ctx": self._denominator, "calc": self._calculation}.get(kind)
            self._known[anchor] = find(key) if find else None
        return self._known[anchor]

    def count(self, key: str) -> int | None:
        """Count the figures of ``<district>-<theme>``; None where the data has no such district or theme."""
        found = _split(key, self.package.districts, self.package.themes)
        return self._counts[found] if found else None

    def of_theme(self, district: str, theme: str) -> list[Observation]:
        """List a district's observations on a theme."""
        return [row for key in self._indicators.get(theme, ()) for row in self._places.get((district, key), ())]

    @cached_property
    def _indicators(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, item in self.package.indicators.items():
            found.setdefault(item.theme, []).append(key)
        return found

    @cached_property
    def _counts(self) -> Counter[tuple[str, str]]:
        return Counter((row.district, row.indicator.theme) for row in self.package.observations.values())

    def _observation(self, key: str) -> Recorded | None:
        row = self.package.observations.get(key)
        if row is None:
            return None
        low, high = bounds(row.value, row.qualifier)
        return Recorded(f"obs-{key}", row.value, low, high, row.unit, _measure_word(row), row=row)

    def _denominator(self, key: str) -> Recorded | None:
        row = self._denominators.get(key)
        if row is None:
            return None
        return Recorded(f"ctx-{key}", row.value, row.value, row.value, row.unit, row.unit.measure_words[0], row=row)

    def _calculation(self, key: str) -> Recorded | None:
        rule, _, rest = key.partition("-")
        package = self.package
        if rule in ("total", "rate") and (found := _split(rest, package.districts, package.indicators)):
            return self._total(key, *found) if rule == "total" else self._rate(key, *found)
        if rule == "ratio":
            return self._ratio(key, rest)
        found = _split(key, package.districts, self._formulas)
        return self._formula(key, found[0], self._formulas[found[1]]) if found else None

    def _total(self, key: str, district: str, indicator: str) -> Recorded | None:
        rows = [self.find(f"obs-{row.id}") for row in self._places.get((district, indicator), ())]
        unit = self.package.indicators[indicator].unit
        return _worked_out(key, "sum", rows, unit) if len(rows) > 1 else None

    def _rate(self, key: str, district: str, indicator: str) -> Recorded | None:
        residents = self.package.denominators.get(district)
        basis = self._basis(district, indicator)
        if not residents or not basis or not self.package.indicators[indicator].per_resident:
            return None
        return _worked_out(key, "rate", [basis, self.find(f"ctx-{residents.id}")], basis.unit)

    def _ratio(self, key: str, rest: str) -> Recorded | None:
        """The larger district's number over the smaller's, of an indicator that may be compared."""
        for indicator in self.package.indicators.values():
            pair = _split(rest.removeprefix(f"{indicator.id}-"), self.package.districts, self.package.districts)
            if not rest.startswith(f"{indicator.id}-") or not pair:
                continue
            sides = [self._basis(district, indicator.id) for district in pair]
            honest = indicator.grade in ("like_for_like", "with_caution") and all(sides)
            result = _worked_out(key, "ratio", sides, None) if honest else None
            return result if result and result.value >= 1 else None
        return None

    def _formula(self, key: str, district: str, row: Formula) -> Recorded | None:
        inputs = [self._basis(district, *item.split("@")) for item in row.inputs]
        return _worked_out(key, row.name, inputs, row.unit, row)

    def _basis(self, district: str, indicator: str, status: str = "") -> Recorded | None:
        rows = [row for row in self._places.get((district, indicator), ()) if status in ("", row.status)]
        return self.find(f"obs-{rows[0].id}" if len(rows) == 1 else f"calc-total-{district}-{indicator}")


def printed(number: Recorded, words: Words) -> str:
    """Print a number as a locale's tables prescribe."""
    value = Fraction(_rounded(number.value, number.significant))
    scales = [*words["scales"], {"from": 0, "word": ""}]
    scale: Words = next(item for item in scales if abs(value) >= item["from"])
    whole, _, part = f"{_rounded(value / (scale['from'] or 1), number.significant):f}".partition(".")
    digits = grouped(int(whole), words) + (f"{words['decimal']}{part}" if part else "")
    pattern = words["derived" if number.formula else "printed"][number.qualifier]
    return str(pattern.format(number=digits + scale["word"], measure=_measure(number, words)))


def grouped(whole: int, words: Words) -> str:
    """Print a whole number in groups of three digits, where a language has them."""
    return f"{whole:,}".replace(",", words["group"])


def is_rounded(number: Recorded) -> bool:
    """Whether a number is not printed exactly."""
    return Fraction(_rounded(number.value, number.significant)) != number.value


def read_words(lang: str) -> Words:
    """Read a language's tables of words and patterns; there is one for each that `languages` lists."""
    return _tables()[lang]


def languages() -> list[str]:
    """List the languages that have tables, by the short names of their files."""
    return sorted(_tables())


def day(iso: str, pattern: str, words: Words) -> str:
    """Write an ISO date in a pattern and a language; nothing where it is no day."""
    try:
        known = len(iso) == len("2021-12-24") and date.fromisoformat(iso)
    except ValueError:
        return ""
    return format_date(known, pattern, locale=words["babel"]) if known else ""


def plain(text: str) -> str:
    """Write a text without its spaces, which line ends and typesetting change."""
    return re.sub(r"\s+", "", text)


@cache
def _tables() -> Mapping[str, Words]:
    folder = resources.files("districtbrief") / "locales"
    files = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    names = {item.name.removesuffix(".toml"): item for item in files}
    return {name: {"lang": name} | tomllib.loads(item.read_text(encoding="utf-8")) for name, item in names.items()}


def bounds(value: Fraction, qualifier: str) -> tuple[Fraction, Fraction]:
    """Give the least and the greatest value that a printed number may have."""
    return BOUNDS[qualifier](value)


def _measure_word(row: Observation) -> str:
    """Take the last of the unit's words in the printed token, the longest of those that end there; else the first."""
    token = row.as_printed
    found = [word for word in row.unit.measure_words if word in token]
    return max(found, key=lambda word: (token.rfind(word) + len(word), len(word)), default=row.unit.measure_words[0])


def _measure(number: Recorded, words: Words) -> str:
    if number.unit is None or number.formula == "rate":
        return ""
    if words["measure_words"]:
        return number.measure
    symbol = number.unit.symbols[words["lang"]]
    return symbol if number.unit.kind == "share" else f" {symbol}".rstrip()


def _worked_out(
    key: str, formula: str, inputs: Sequence[Recorded | None], unit: Unit | None, row: Formula | None = None
) -> Recorded | None:
    found = [item for item in inputs if item]
    if not found or len(found) != len(inputs):
        return None
    triple = _sum(found) if formula == "sum" else _quotient(formula, found)
    if triple is None:
        return None
    first = found[0]
    word = first.measure if unit == first.unit else unit.measure_words[0] if unit else ""
    significant = row.significant if row else DIGITS[formula]
    return Recorded(f"calc-{key}", *triple, unit, word, significant, row, formula, tuple(found))


def _sum(inputs: list[Recorded]) -> tuple[Fraction, Fraction, Fraction]:
    value, low, high = (sum(getattr(item, name) for item in inputs) for name in ("value", "low", "high"))
    return Fraction(value), Fraction(low), Fraction(high)


def _quotient(formula: str, inputs: list[Recorded]) -> tuple[Fraction, Fraction, Fraction] | None:
    over, under = inputs
    if not under.value:
        return None
    factor = FACTORS[formula]
    high = over.high / under.low * factor if under.low else ENDLESS
    return over.value / under.value * factor, over.low / under.high * factor, high


def _rounded(value: Fraction, significant: int) -> Decimal:
    """Round half up to some significant digits, where the value has more; no needless zeros."""
    exact = _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    if significant and len(exact.normalize(_CONTEXT).as_tuple().digits) > significant:
        exact = exact.quantize(Decimal(1).scaleb(exact.adjusted() - significant + 1), ROUND_HALF_UP, _CONTEXT)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize(_CONTEXT)


def _split(text: str, lefts: Container[str], rights: Container[str]) -> tuple[str, str] | None:
    """Split a text at the hyphen where a known word ends and another begins."""
    parts = ((text[: found.start()], text[found.end() :]) for found in re.finditer("-", text))
    return next(((left, right) for left, right in parts if left in lefts and right in rights), None)
