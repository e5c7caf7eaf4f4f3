"""Comparing words and the predicates that they are bound to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from districtbrief.calculations import Number

UNBOUNDED = Fraction(10**30)
"""More than any newspaper could print: the upper bound of what has none."""
ABOUT = Fraction(5, 100)
"""How far the true value of an ``about`` number may lie from the printed one, as a share of it."""


@dataclass(frozen=True)
class Predicate:
    """A statement about left ÷ right: it lies between two bounds, each open unless it is named closed."""

    low: Fraction
    high: Fraction
    low_closed: bool = False
    high_closed: bool = False

    def holds(self, low: Fraction, high: Fraction) -> bool:
        """Whether every ratio from ``low`` to ``high`` satisfies the statement."""
        above = low >= self.low if self.low_closed else low > self.low
        return above and (high <= self.high if self.high_closed else high < self.high)


def _between(low: str, high: str, *, closed: str = "") -> Predicate:
    return Predicate(Fraction(low), Fraction(high), "low" in closed, "high" in closed)


PREDICATES: Mapping[str, Predicate] = {
    "equals": _between("1", "1", closed="low high"),
    "about_the_same": _between("1", "1.05", closed="high"),
    "slightly_more": _between("1.05", "1.2", closed="high"),
    "clearly_more": _between("1.2", "2"),
    "double": _between("2", "2", closed="low high"),
    "more_than_double": _between("2", "3"),
    "several_times": Predicate(Fraction(3), UNBOUNDED, low_closed=True, high_closed=True),
    "exceeds": Predicate(Fraction(1), UNBOUNDED, high_closed=True),
}
"""What each comparing word states about the ratio of its two numbers."""

EXCLUSIVE = ("equals", "about_the_same", "slightly_more", "clearly_more", "double", "more_than_double", "several_times")
"""The words of which no two hold of the same numbers, from the least to the most."""


@dataclass(frozen=True)
class Claim:
    """Comparing words about two numbers.

    Attributes:
        predicate: what the words state of left ÷ right, a key of `PREDICATES`.
        left: the number that is spoken of.
        right: the number that it is held against.
    """

    predicate: str
    left: Number
    right: Number

    @property
    def id(self) -> str:
        """``<predicate>-<left>-<right>``, ASCII."""
        return f"{self.predicate}-{self.left.id}-{self.right.id}".replace("_", "-")

    @property
    def true(self) -> bool:
        """Whether the predicate holds for every value that the printed figures allow; nothing compares with none."""
        left, right = interval(self.left), interval(self.right)
        if not right[1]:
            return False
        high = left[1] / right[0] if right[0] else UNBOUNDED
        return PREDICATES[self.predicate].holds(left[0] / right[1], min(high, UNBOUNDED))


def interval(number: Number) -> tuple[Fraction, Fraction]:
    """Give the least and the greatest value that a printed number allows."""
    value = number.value
    return {
        "exact": (value, value),
        "at_least": (value, UNBOUNDED),
        "nearly": (value * (1 - ABOUT), value),
        "at_most": (Fraction(0), value),
        "about": (value * (1 - ABOUT), value * (1 + ABOUT)),
    }[number.qualifier]


def strongest(left: Number, right: Number) -> Claim | None:
    """Find the comparing words that two numbers bear.

    Args:
        left: the number that is spoken of: the larger, since no words call a number smaller.
        right: the number that it is held against.

    Returns:
        The one claim that is true for every value that the printed figures allow; None where they leave it open.
    """
    claims = (Claim(name, left, right) for name in EXCLUSIVE)
    return next((claim for claim in claims if claim.true), None)
