"""A number worked out from others by a named formula, in exact fractions, and how far it may be off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add
from typing import TypeAlias

from districtbrief.rows import Denominator, Labels, Observation, Unit

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
        id: ``total-``, ``ratio-`` or ``rate-`` with the indicator and its districts; ``<district>-<id>`` where a row of
            `calculations.csv` names it.
        formula: ``sum``, ``ratio``, ``average``, ``share``, ``implied`` or ``rate``, a key of `FORMULAS`.
        inputs: the numbers that it is worked out from, in the formula's order.
        unit: the base unit of the result; None for a ratio.
        significant: significant digits at print; 0 prints the exact value.
        labels: what it is: the indicator's short names, or those in `calculations.csv`.
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
        """How the true value may lie from this one, given the qualifiers of the inputs.

        ``exact``, ``at_least``, ``at_most``, or ``about`` where the inputs lean both ways.
        """
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


def _lean(qualifier: str, sign: int) -> int | None:
    lean = _LEANS.get(qualifier)
    return None if lean is None else lean * sign
