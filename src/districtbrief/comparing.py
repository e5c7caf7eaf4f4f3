"""Which indicators a data package lets one compare, and which calculations it has the inputs of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from districtbrief.calculations import Calculation, Number
from districtbrief.comparison import Comparison, ComparisonTable, Side, counted_apart
from districtbrief.datapackage import DataPackage
from districtbrief.faults import Fault, refuse
from districtbrief.rows import Formula, Indicator, Observation

RATIO_DIGITS = RATE_DIGITS = 3


def compare(package: DataPackage) -> ComparisonTable:
    """Pair each indicator that at least two districts report, and apply every formula that has its inputs.

    Args:
        package: the figures of all districts that are to be compared.

    Returns:
        The comparisons, and every number by its id.

    Raises:
        FaultError: an indicator that several districts report has no comparability grade.
    """
    comparisons = tuple(_comparisons(package))
    refuse(_ungraded(item) for item in comparisons if not item.grade)
    calculations = [*_of_comparisons(comparisons), *_of_formulas(package)]
    return ComparisonTable(package, comparisons, {item.id: item for item in calculations})


def _ungraded(comparison: Comparison) -> Fault:
    districts = ", ".join(side.district for side in comparison.sides)
    place = f"data/indicators.csv, {comparison.indicator.id}, column comparability"
    return Fault.of("data.not-graded", place, districts=districts)


def _comparisons(package: DataPackage) -> Iterator[Comparison]:
    order = {theme: number for number, theme in enumerate(package.themes)}
    for indicator in sorted(package.indicators.values(), key=lambda item: order[item.theme]):
        reported = package.reports_on(indicator.id)
        if len(reported) > 1:
            sides = [_side(package, district, indicator, rows) for district, rows in reported.items()]
            sides.sort(key=_size, reverse=True)
            yield Comparison(indicator, tuple(sides), _ratio(indicator, sides))


def _side(package: DataPackage, district: str, indicator: Indicator, observations: Sequence[Observation]) -> Side:
    basis = _basis(observations)
    return Side(district, tuple(observations), basis, _rate(package, district, indicator, basis))


def _size(side: Side) -> tuple[float, Fraction]:
    """Give what sides are ordered by: floats tell most apart, and much quicker than fractions do."""
    value = side.basis.value
    return value.numerator / value.denominator, value


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
        for district in package.reports_on(formula.inputs[0].partition("@")[0]):
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
