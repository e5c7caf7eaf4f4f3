"""What the explanations state of intervals, predicates and leanings is what the code does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from copying import ROOT

from districtbrief.calculations import Calculation
from districtbrief.claims import PREDICATES, UNBOUNDED, Predicate, interval
from districtbrief.datapackage import DataPackage
from districtbrief.rows import Observation

PAGE = (ROOT / "docs" / "explanation" / "comparability.md").read_text(encoding="utf-8")
INTERVAL = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+|no limit) \|$", re.MULTILINE)
PREDICATE = re.compile(r"^\| `(\w+)` \| ([^|]*\d) \|$", re.MULTILINE)
Given = Callable[[str, str], Observation]


@pytest.fixture
def given(package: DataPackage) -> Given:
    """Give a figure of a value and a qualifier."""
    some = next(iter(package.observations.values()))
    return lambda value, qualifier: replace(some, value=Fraction(value), qualifier=qualifier)


def test_the_intervals_are_those_that_claims_are_judged_by(given: Given) -> None:
    """The table of what a printed 100 allows has each qualifier, with the bounds that the code takes."""
    stated = {
        name: (int(low), UNBOUNDED if high == "no limit" else int(high)) for name, low, high in INTERVAL.findall(PAGE)
    }

    assert stated == {name: interval(given("100", name)) for name in stated}
    assert set(stated) == {"exact", "at_least", "nearly", "at_most", "about"}


def test_the_predicates_are_those_that_words_are_bound_to() -> None:
    """The table of predicates has each of them, with its bounds."""
    assert dict(PREDICATE.findall(PAGE)) == {name: worded(predicate) for name, predicate in PREDICATES.items()}


def worded(predicate: Predicate) -> str:
    """Say in words between which bounds a ratio lies."""
    low, high = (f"{float(bound):g}" for bound in (predicate.low, predicate.high))
    if low == high:
        return f"exactly {low}"
    above = f"{'at least' if predicate.low_closed else 'above'} {low}"
    below = f", {'at most' if predicate.high_closed else 'below'} {high}" if predicate.high < UNBOUNDED else ""
    return above + below


@pytest.mark.parametrize(
    ("formula", "left", "right", "qualifier"),
    [
        ("ratio", "exact", "at_least", "at_most"),
        ("ratio", "at_least", "exact", "at_least"),
        ("ratio", "at_least", "at_least", "about"),
        ("sum", "at_least", "exact", "at_least"),
        ("sum", "nearly", "at_least", "about"),
    ],
)
def test_a_calculation_leans_as_is_explained(given: Given, formula: str, left: str, right: str, qualifier: str) -> None:
    """A ratio leans as its numerator and against its denominator, a sum as its parts; both ways at once is about."""
    made = Calculation("x", formula, (given("600", left), given("200", right)), None, 3, {})

    assert made.qualifier == qualifier
