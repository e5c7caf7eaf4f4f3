"""What the districts' figures say about each other: totals, ratios, rates and shares, in exact fractions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from districtbrief.calculations import Calculation, Number
from districtbrief.datapackage import DataPackage
from districtbrief.faults import Fault, FaultError, nearest
from districtbrief.rows import Denominator, Indicator, Observation


@dataclass(frozen=True)
class Side:
    """One district's part in a comparison.

    Attributes:
        district: its id.
        observations: all that it reports of the indicator, one a status.
        basis: its one observation, or the total of several.
        rate: the basis per 10,000 residents; None where the indicator allows no comparison or no rate, or where the
            residents are not known.
    """

    district: str
    observations: tuple[Observation, ...]
    basis: Observation | Calculation
    rate: Calculation | None


@dataclass(frozen=True)
class Comparison:
    """One indicator across districts.

    Attributes:
        indicator: what is compared.
        sides: one for each district that reports it, the largest basis first.
        ratio: the largest basis over the smallest; None where the indicator is not comparable, where the smallest is
            zero, or where one side counts people and the other visits.
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
    """Every comparison that a data package allows, and every number by its id.

    Attributes:
        package: the figures.
        comparisons: one for each indicator that at least two districts report, theme by theme.
        calculations: every ratio, total and rate, and what `calculations.csv` names, by their ids.
    """

    package: DataPackage
    comparisons: tuple[Comparison, ...]
    calculations: Mapping[str, Calculation]

    def number(self, key: str) -> Number:
        """Find an observation, denominator or calculation by its id.

        Raises:
            FaultError: there is none.
        """
        numbers = (self.package.observations, self.calculations, self._denominators)
        for known in numbers:
            if key in known:
                return known[key]
        near = nearest(key, chain(*numbers))
        raise FaultError([Fault.of("prose.no-number", f"number {key!r}", nearest=near)])

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

    def achieved(self, district: str, themes: Sequence[str] = ()) -> list[Observation]:
        """List the highlights that are done or in place: what is pending is told apart."""
        return [row for row in self.highlights(district, themes) if row.status == "achieved"]

    def with_achievements(self) -> list[str]:
        """List the districts that have highlights which are done or in place."""
        return [district for district in self.package.districts if self.achieved(district)]

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


def counted_apart(indicator: Indicator, sides: Sequence[Side]) -> bool:
    """Whether one side counts people and another their visits, which no ratio can relate."""
    return indicator.unit.kind == "attendance" and len({side.basis.measure for side in sides}) > 1
