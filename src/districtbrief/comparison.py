"""What the districts' figures say about each other: totals, ratios, rates and shares, in exact fractions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from operator import add
from typing import TypeAlias

from districtbrief.datapackage import (
    DataPackage,
    Denominator,
    Formula,
    Indicator,
    Labels,
    Observation,
    Unit,
)
from districtbrief.faults import Fault, refuse

RATIO_DIGITS = RATE_DIGITS = 3
RESIDENTS = 10_000

FORMULAS: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "sum": lambda values: reduce(add, values),
    "ratio": lambda values: values[0] / values[1],
    "average": lambda values: values[0] / values[1],
    "share": lambda values: values[0] / values[1] * 100,
    "implied": lambda values: values[0] / (values[1] / 100),
    "rate": lambda values: values[0] / values[1] * RESIDENTS,
}
"""Each named formula over its inputs, in the order in which the inputs are listed."""

# the way in which a true value may lie from the printed one
_LEANS = {"exact": 0, "at_least": 1, "nearly": -1, "at_most": -1}
_BY_LEAN = {0: "exact", 1: "at_least", -1: "at_most"}


@dataclass(frozen=True)
class Calculation:
    """A number derived by a named formula from observations, denominators or other calculations.

    Attributes:
        id: ``<formula>-<what>-<districts>``, ASCII.
        qualifier: ``exact``, ``at_least``, ``at_most``, or ``about`` where the inputs lean both ways.
        significant: significant digits at print; 0 prints the exact value.
    """

    id: str
    formula: str
    inputs: tuple[Number, ...]
    unit: Unit | None
    significant: int
    labels: Labels

    kind = "calc"

    @property
    def derived_by_rule(self) -> bool:
        """Whether a comparison made it, rather than a row of `calculations.csv`."""
        return self.id.startswith(("total-", "ratio-", "rate-"))

    @property
    def value(self) -> Fraction:
        """The exact result; it is rounded only when printed."""
        return FORMULAS[self.formula]([number.value for number in self.inputs])

    @property
    def qualifier(self) -> str:
        """How the true value may lie from this one, given the qualifiers of the inputs."""
        signs = [1] * len(self.inputs) if self.formula == "sum" else [1, -1]
        leans = [_lean(number.qualifier, sign) for number, sign in zip(self.inputs, signs, strict=True)]
        if None in leans or {1, -1} <= set(leans):
            return "about"
        return _BY_LEAN[max(leans, key=lambda lean: abs(lean or 0)) or 0]

    @property
    def measure(self) -> str:
        """The measure word of the first input, where the result is in the same unit."""
        first = self.inputs[0]
        return (
            first.measure if self.unit and self.unit == first.unit else self.unit.measure_words[0] if self.unit else ""
        )


Number: TypeAlias = Observation | Denominator | Calculation


@dataclass(frozen=True)
class Side:
    """One district's part in a comparison; ``basis`` is its observation, or their total."""

    district: str
    observations: tuple[Observation, ...]
    basis: Observation | Calculation
    rate: Calculation | None


@dataclass(frozen=True)
class Comparison:
    """One indicator across districts, the largest basis first.

    ``ratio`` is the largest basis over the smallest; there is none where the indicator is not comparable,
    or where one side counts people and the other visits.
    """

    indicator: Indicator
    sides: tuple[Side, ...]
    ratio: Calculation | None

    @property
    def grade(self) -> str:
        """``like_for_like``, ``with_caution`` or ``not_comparable``."""
        return self.indicator.grade


@dataclass(frozen=True)
class ComparisonTable:
    """Every comparison that a data package allows, and every number by its id."""

    package: DataPackage
    comparisons: tuple[Comparison, ...]
    calculations: Mapping[str, Calculation]

    def number(self, key: str) -> Number:
        """Find an observation, denominator or calculation by its id.

        Raises:
            KeyError: there is none.
        """
        for known in (self.package.observations, self.calculations, self._denominators):
            if key in known:
                return known[key]
        raise KeyError(key)

    @cached_property
    def _denominators(self) -> Mapping[str, Denominator]:
        return {row.id: row for row in self.package.denominators.values()}

    def comparable(self) -> list[Comparison]:
        """List the comparisons that may be drawn and put in words."""
        return [item for item in self.comparisons if item.grade != "not_comparable"]

    def widest_first(self) -> list[Comparison]:
        """List the comparable ones: like for like first, then the widest apart."""
        return sorted(
            self.comparable(),
            key=lambda item: (item.grade != "like_for_like", -(item.ratio.value if item.ratio else 0)),
        )

    def graded(self, grade: str) -> list[Comparison]:
        """List the comparisons of one grade."""
        return [item for item in self.comparisons if item.grade == grade]

    def headlines(self, count: int) -> list[Comparison]:
        """List the highlighted comparisons that a report opens with: like for like first, then the widest apart."""
        return [item for item in self.widest_first() if item.indicator.highlight][:count]

    def highlights(self, district: str, themes: Sequence[str] = ()) -> list[Observation]:
        """List a district's highlights, of some themes or of all; everything it has where nothing is highlighted."""
        rows = self.package.reported_by(district)
        lit = [row for row in rows if row.indicator.highlight] or rows
        return [row for row in lit if not themes or row.indicator.theme in themes]

    def told(self, district: str, themes: Sequence[str] = ()) -> list[Observation]:
        """List the highlights that are done or in place: what is pending is told apart."""
        return [row for row in self.highlights(district, themes) if row.status == "achieved"]

    def tellers(self) -> list[str]:
        """List the districts that have something to tell."""
        return [district for district in self.package.districts if self.told(district)]

    def findings(self, count: int) -> list[Observation]:
        """List the figures that a report opens with where nothing can be compared."""
        return [row for district in self.package.districts for row in self.highlights(district)][:count]

    def pending(self, district: str, status: str) -> list[Observation]:
        """List what a district plans, or what it highlights as under way."""
        rows = self.unfinished(district, status)
        return rows if status == "planned" else [row for row in rows if row.id in self._highlighted]

    @cached_property
    def _highlighted(self) -> Container[str]:
        return {row.id for district in self.package.districts for row in self.highlights(district)}

    def unfinished(self, district: str = "", status: str = "") -> list[Observation]:
        """List what is planned or under way, in one district or in all."""
        rows = self.package.reported_by(district) if district else self.package.observations.values()
        return [row for row in rows if row.status != "achieved" and status in ("", row.status)]

    def reports(self, district: str, *indicators: str) -> bool:
        """Whether a district reports every one of some indicators."""
        return all(self.package.of(district, item) for item in indicators)

    def any_reports(self, districts: Sequence[str], *indicators: str) -> bool:
        """Whether one of some districts reports every one of some indicators."""
        return any(self.reports(item, *indicators) for item in districts)

    def of_theme(self, theme: str) -> list[Observation]:
        """List the observations of a theme, indicator by indicator."""
        indicators = [item.id for item in self.package.indicators.values() if item.theme == theme]
        return [row for item in indicators for key in self.package.districts for row in self.package.of(key, item)]

    def fullest(self, district: str) -> list[str]:
        """List the themes that a district's article gives the most figures on; none where it writes of one alone."""
        counts = Counter(row.indicator.theme for row in self.package.reported_by(district))
        return [theme for theme in self.package.themes if len(counts) > 1 and counts[theme] == max(counts.values())]

    def rated(self) -> list[Comparison]:
        """List the comparisons that have a rate per 10,000 residents."""
        return [item for item in self.comparable() if any(side.rate for side in item.sides)]

    def derived(self) -> list[Calculation]:
        """List the calculations that `calculations.csv` names."""
        names = {f"{district}-{formula.id}" for district in self.package.districts for formula in self.package.formulas}
        return [item for key, item in self.calculations.items() if key in names]


def compare(package: DataPackage) -> ComparisonTable:
    """Pair each indicator that at least two districts report, and apply every formula that has its inputs.

    Raises:
        FaultError: an indicator that several districts report has no comparability grade.
    """
    comparisons = tuple(_comparisons(package))
    refuse(_ungraded(item) for item in comparisons if not item.grade)
    calculations = [*_of_comparisons(comparisons), *_of_formulas(package)]
    return ComparisonTable(package, comparisons, {item.id: item for item in calculations})


def counted_apart(indicator: Indicator, sides: Sequence[Side]) -> bool:
    """Whether one side counts people and another their visits, which no ratio can relate."""
    return indicator.unit.kind == "attendance" and len({side.basis.measure for side in sides}) > 1


def _ungraded(comparison: Comparison) -> Fault:
    districts = ", ".join(side.district for side in comparison.sides)
    place = f"data/indicators.csv, {comparison.indicator.id}, column comparability"
    return Fault.of("data.not-graded", place, districts=districts)


def _lean(qualifier: str, sign: int) -> int | None:
    lean = _LEANS.get(qualifier)
    return None if lean is None else lean * sign


def _comparisons(package: DataPackage) -> Iterator[Comparison]:
    order = {theme: number for number, theme in enumerate(package.themes)}
    for indicator in sorted(package.indicators.values(), key=lambda item: order[item.theme]):
        sides = [side for district in package.districts if (side := _side(package, district, indicator))]
        if len(sides) > 1:
            # floats tell most apart, and much quicker than fractions do
            sides.sort(key=lambda side: (-float(side.basis.value), -side.basis.value))
            yield Comparison(indicator, tuple(sides), _ratio(indicator, sides))


def _side(package: DataPackage, district: str, indicator: Indicator) -> Side | None:
    observations = package.of(district, indicator.id)
    if not observations:
        return None
    basis = _basis(observations)
    return Side(district, tuple(observations), basis, _rate(package, district, indicator, basis))


def _basis(observations: Sequence[Observation]) -> Observation | Calculation:
    first = observations[0]
    if len(observations) == 1:
        return first
    name = f"total-{first.district}-{first.indicator.id}"
    return Calculation(name, "sum", tuple(observations), first.unit, 0, first.indicator.labels)


def _ratio(indicator: Indicator, sides: Sequence[Side]) -> Calculation | None:
    large, small = sides[0], sides[-1]
    if indicator.grade == "not_comparable" or not small.basis.value or counted_apart(indicator, sides):
        return None
    name = f"ratio-{indicator.id}-{large.district}-{small.district}"
    return Calculation(name, "ratio", (large.basis, small.basis), None, RATIO_DIGITS, indicator.labels)


def _rate(
    package: DataPackage, district: str, indicator: Indicator, basis: Observation | Calculation
) -> Calculation | None:
    residents = package.denominators.get(district)
    if residents is None or indicator.grade in ("", "not_comparable") or not indicator.per_resident:
        return None
    name = f"rate-{district}-{indicator.id}"
    return Calculation(name, "rate", (basis, residents), basis.unit, RATE_DIGITS, indicator.labels)


def _of_comparisons(comparisons: Sequence[Comparison]) -> Iterator[Calculation]:
    for comparison in comparisons:
        if comparison.ratio:
            yield comparison.ratio
        for side in comparison.sides:
            yield from (item for item in (side.basis, side.rate) if isinstance(item, Calculation))


def _of_formulas(package: DataPackage) -> Iterator[Calculation]:
    for formula in package.formulas:
        for district in package.districts:
            inputs = [_input(package, district, key) for key in formula.inputs]
            found = [number for number in inputs if number is not None]
            if len(found) == len(inputs):
                yield from (total for total in found if isinstance(total, Calculation))
                if formula.name == "sum" or found[1].value:
                    yield _apply(formula, district, tuple(found))


def _input(package: DataPackage, district: str, key: str) -> Observation | Calculation | None:
    indicator, _, status = key.partition("@")
    observations = package.of(district, indicator, status)
    return _basis(observations) if observations else None


def _apply(formula: Formula, district: str, inputs: tuple[Number, ...]) -> Calculation:
    name = f"{district}-{formula.id}"
    return Calculation(name, formula.name, inputs, formula.unit, formula.significant, formula.labels)
