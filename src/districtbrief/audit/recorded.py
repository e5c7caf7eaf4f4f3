"""A number as `data/` has it, the least and the greatest that it may be, and what is worked out from others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from districtbrief.rows import Denominator, Formula, Observation, Unit

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
DIGITS = {"sum": 0, "ratio": 3, "rate": 3}
"""How many digits a calculation of a comparison is rounded to; 0 means none."""


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


def bounds(value: Fraction, qualifier: str) -> tuple[Fraction, Fraction]:
    """Give the least and the greatest value that a printed number may have."""
    return BOUNDS[qualifier](value)


def worked_out(
    key: str, formula: str, inputs: Sequence[Recorded | None], unit: Unit | None, row: Formula | None = None
) -> Recorded | None:
    """Work a number out by a formula; None where an input is missing, or there is nothing to divide by."""
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
