"""Comparing words, true for every value that the printed figures allow."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from districtbrief.claims import EXCLUSIVE, PREDICATES, Claim, interval, strongest
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage
from districtbrief.rows import Indicator, Observation, Unit

BOUNDS = [
    # left ÷ right, what may be said of it
    ("1", "equals"),
    ("1.0001", "about_the_same"),
    ("1.05", "about_the_same"),
    ("1.0501", "slightly_more"),
    ("1.2", "slightly_more"),
    ("1.2001", "clearly_more"),
    ("1.9999", "clearly_more"),
    ("2", "double"),
    ("2.0001", "more_than_double"),
    ("2.9999", "more_than_double"),
    ("3", "several_times"),
    ("100000", "several_times"),
]

UNCERTAIN = [
    # left, right, what may be said
    (("100", "at_least"), ("10", "exact"), "several_times"),
    (("60", "at_least"), ("1", "exact"), "several_times"),
    (("60", "at_least"), ("0.5", "exact"), "several_times"),
    (("25", "at_least"), ("10", "exact"), None),
    (("10", "exact"), ("9", "at_least"), None),
    (("10", "at_least"), ("10", "exact"), None),
    (("20", "nearly"), ("10", "exact"), None),
    (("19", "nearly"), ("10", "exact"), "clearly_more"),
    (("25", "exact"), ("10", "nearly"), "more_than_double"),
    (("25", "about"), ("10", "exact"), "more_than_double"),
    (("21", "about"), ("10", "exact"), None),
    (("40", "about"), ("10", "about"), "several_times"),
    (("10", "exact"), ("9", "at_most"), None),
    (("9", "at_least"), ("8", "at_least"), None),
]

REAL = {
    "ledger-items": "clearly_more",
    "dead-end-roads": "double",
    "roadworks": "slightly_more",
    "roadworks-length": "clearly_more",
    "inclusive-kindergartens": "about_the_same",
    "compounds": "several_times",
    "signed-projects": "several_times",
    "party-history-audience": None,
    "remote-class-audience": None,
}

UNIT = Unit("count", "count", ("个",), {}, {})
INDICATOR = Indicator(
    "x", "roads", UNIT, highlight=False, per_resident=False, grade="", labels={}, definitions={}, reasons={}
)


def figure(value: str | Fraction, qualifier: str = "exact") -> Observation:
    """Make a figure of some value and qualifier."""
    return Observation("x", "east", INDICATOR, Fraction(value), qualifier, "achieved", "2021", "1个", 1, 0, {})


@pytest.mark.parametrize(("ratio", "word"), BOUNDS)
def test_a_word_holds_up_to_its_bound(ratio: str, word: str) -> None:
    """Each comparing word begins where the one before it ends."""
    claim = strongest(figure(ratio), figure("1"))

    assert claim is not None
    assert claim.predicate == word
    assert [other for other in EXCLUSIVE if Claim(other, figure(ratio), figure("1")).true] == [word]


@given(st.fractions(min_value=1, max_value=10**12), st.fractions(min_value=Fraction(1, 1000), max_value=10**6))
def test_exact_figures_always_bear_exactly_one_word(ratio: Fraction, right: Fraction) -> None:
    """Between two exact figures one exclusive word is true, and only one."""
    left = figure(right * ratio)

    assert sum(Claim(word, left, figure(right)).true for word in EXCLUSIVE) == 1


@given(st.fractions(min_value=Fraction(1, 1000), max_value=Fraction(999, 1000)))
def test_no_word_calls_the_smaller_the_larger(ratio: Fraction) -> None:
    """Every word is about a left side that is no smaller than the right."""
    assert strongest(figure(ratio), figure("1")) is None
    assert not Claim("exceeds", figure(ratio), figure("1")).true


@pytest.mark.parametrize(("left", "right", "word"), UNCERTAIN)
def test_a_word_holds_for_every_value_that_is_allowed(
    left: tuple[str, str], right: tuple[str, str], word: str | None
) -> None:
    """Floors, ceilings and approximations bear a word only where no true value could contradict it."""
    claim = strongest(figure(*left), figure(*right))

    assert (claim.predicate if claim else None) == word


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("exact", Fraction(100), Fraction(100)),
        ("nearly", Fraction(95), Fraction(100)),
        ("at_most", Fraction(0), Fraction(100)),
        ("about", Fraction(95), Fraction(105)),
    ],
)
def test_a_printed_number_allows_an_interval(qualifier: str, low: Fraction, high: Fraction) -> None:
    """A ceiling allows less, an approximation both sides, an exact figure itself."""
    assert interval(figure("100", qualifier)) == (low, high)


def test_a_floor_has_no_upper_end() -> None:
    """A floor allows its own value and whatever any newspaper could print above it."""
    low, high = interval(figure("100", "at_least"))

    assert low == 100
    assert high > 10**20


@pytest.mark.parametrize("qualifier", ["exact", "at_least", "nearly", "at_most", "about"])
def test_a_word_about_nothing_is_false(qualifier: str) -> None:
    """Where the right side may be zero no word is borne, and nothing breaks."""
    assert strongest(figure("7", qualifier), figure("0")) is None
    assert not Claim("exceeds", figure("0", qualifier), figure("0")).true


def test_every_exclusive_word_is_a_predicate() -> None:
    """The words that a comparison may choose from are all defined, in ascending order."""
    assert set(EXCLUSIVE) <= set(PREDICATES)
    lows = [PREDICATES[word].low for word in EXCLUSIVE]
    assert lows == sorted(lows)


@pytest.mark.parametrize("indicator", REAL)
def test_the_articles_bear_these_words(table: ComparisonTable, indicator: str) -> None:
    """What is said of each real comparison is decided by its figures, or left undecided."""
    sides = next(item.sides for item in table.comparisons if item.indicator.id == indicator)

    claim = strongest(sides[0].basis, sides[-1].basis)

    assert (claim.predicate if claim else None) == REAL[indicator]


def test_a_claim_is_named_in_ascii(package: DataPackage) -> None:
    """A claim's id is made of its predicate and its numbers."""
    rows = package.observations
    claim = Claim("more_than_double", rows["erqi-ledger-items"], rows["jinshui-markets"])

    assert claim.id == "more-than-double-erqi-ledger-items-jinshui-markets"
