"""What the districts' figures say about each other, worked out here by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from districtbrief.calculations import Calculation, Number
from districtbrief.comparing import compare
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage, load
from districtbrief.faults import FaultError
from districtbrief.rows import Denominator, Observation

GRADES = {
    "party-history-audience": "with_caution",
    "remote-class-audience": "not_comparable",
    "ledger-items": "with_caution",
    "leader-led-items": "not_comparable",
    "signed-projects": "with_caution",
    "funds-announced": "not_comparable",
    "dead-end-roads": "like_for_like",
    "roadworks": "with_caution",
    "roadworks-length": "with_caution",
    "inclusive-kindergartens": "with_caution",
    "compounds": "with_caution",
    "neighbourhood-centres": "not_comparable",
}

ERQI, JINSHUI = 848_000, 1_333_000

EXPECTED = {
    # totals
    "total-erqi-dead-end-roads": (Fraction(6 + 8), "exact"),
    "total-jinshui-compounds": (Fraction(348 + 176), "exact"),
    "erqi-homes-accounted-for": (Fraction(639 + 36), "exact"),
    # ratios: the larger over the smaller
    "ratio-ledger-items-erqi-jinshui": (Fraction(511, 403), "exact"),
    "ratio-signed-projects-jinshui-erqi": (Fraction(60, 12), "at_least"),
    "ratio-dead-end-roads-erqi-jinshui": (Fraction(14, 7), "exact"),
    "ratio-roadworks-jinshui-erqi": (Fraction(115, 100), "exact"),
    "ratio-roadworks-length-erqi-jinshui": (Fraction(1540, 1072), "exact"),
    "ratio-inclusive-kindergartens-jinshui-erqi": (Fraction(123, 118), "exact"),
    "ratio-compounds-jinshui-erqi": (Fraction(524, 87), "exact"),
    # per 10,000 residents
    "rate-erqi-party-history-audience": (Fraction(80_000 * 10_000, ERQI), "at_least"),
    "rate-jinshui-party-history-audience": (Fraction(170_000 * 10_000, JINSHUI), "exact"),
    "rate-erqi-ledger-items": (Fraction(511 * 10_000, ERQI), "exact"),
    "rate-jinshui-ledger-items": (Fraction(403 * 10_000, JINSHUI), "exact"),
    "rate-erqi-inclusive-kindergartens": (Fraction(118 * 10_000, ERQI), "exact"),
    "rate-jinshui-inclusive-kindergartens": (Fraction(123 * 10_000, JINSHUI), "exact"),
    "rate-erqi-compounds": (Fraction(87 * 10_000, ERQI), "exact"),
    "rate-jinshui-compounds": (Fraction(524 * 10_000, JINSHUI), "exact"),
    # averages
    "jinshui-party-history-audience-per-session": (Fraction(170_000, 1_300), "at_most"),
    "erqi-key-project-average": (Fraction(43_370_000_000, 37), "exact"),
    "erqi-major-project-average": (Fraction(37_330_000_000, 270), "exact"),
    "erqi-roadworks-average": (Fraction(154, 100), "exact"),
    "jinshui-roadworks-average": (Fraction(1072, 1150), "exact"),
    "erqi-grid-road-average": (Fraction(20, 6), "at_most"),
    "jinshui-compound-average-area-done": (Fraction(5_480_000, 348), "exact"),
    "jinshui-compound-average-area-planned": (Fraction(2_100_000, 176), "exact"),
    # shares, in per cent
    "erqi-homes-repaired-share": (Fraction(63_900, 675), "exact"),
    "erqi-roads-opened-share": (Fraction(2_200, 100), "exact"),
    "erqi-dead-end-roads-done": (Fraction(600, 14), "exact"),
    "jinshui-compounds-done": (Fraction(34_800, 524), "exact"),
    # the annual plan of which 433.7 亿元 is 104.7 %
    "erqi-key-project-plan": (Fraction(43_370_000_000_000, 1_047), "exact"),
}

LEANINGS = [
    ("sum", ["exact", "exact"], "exact"),
    ("sum", ["exact", "at_least"], "at_least"),
    ("sum", ["nearly", "exact"], "at_most"),
    ("sum", ["at_least", "nearly"], "about"),
    ("sum", ["exact", "about"], "about"),
    ("sum", ["at_least", "at_least", "exact"], "at_least"),
    ("ratio", ["at_least", "exact"], "at_least"),
    ("ratio", ["exact", "at_least"], "at_most"),
    ("ratio", ["nearly", "exact"], "at_most"),
    ("ratio", ["exact", "nearly"], "at_least"),
    ("ratio", ["at_least", "at_least"], "about"),
    ("ratio", ["at_least", "nearly"], "at_least"),
    ("ratio", ["about", "exact"], "about"),
    ("average", ["nearly", "at_least"], "at_most"),
    ("share", ["exact", "exact"], "exact"),
    ("rate", ["at_least", "exact"], "at_least"),
    ("implied", ["exact", "nearly"], "at_least"),
]


def test_every_shared_indicator_is_paired_with_its_grade(table: ComparisonTable) -> None:
    """What both articles report is compared, and nothing else, each with the grade that was given."""
    assert {item.indicator.id: item.grade for item in table.comparisons} == GRADES


def test_every_grade_has_its_reason_in_every_language(table: ComparisonTable) -> None:
    """No comparison stands without saying why it compares, or why not."""
    assert all(set(item.indicator.reasons) == {"zh", "en"} for item in table.comparisons)
    assert all(all(item.indicator.reasons.values()) for item in table.comparisons)


@pytest.mark.parametrize("key", EXPECTED)
def test_a_calculation_is_exact(table: ComparisonTable, key: str) -> None:
    """Every derived number is the fraction that one gets by hand, with the qualifier that its inputs allow."""
    item = table.calculations[key]

    assert (item.value, item.qualifier) == EXPECTED[key]
    assert isinstance(item.value, Fraction)


def test_nothing_else_is_calculated(table: ComparisonTable) -> None:
    """There is no derived number that this file does not check."""
    assert set(table.calculations) == set(EXPECTED)


def test_what_does_not_compare_is_never_divided(table: ComparisonTable) -> None:
    """No ratio, rate or claim exists of an indicator that is not comparable."""
    for item in table.graded("not_comparable"):
        assert item.ratio is None
        assert [side.rate for side in item.sides] == [None, None]
        assert not [key for key in table.calculations if item.indicator.id in key]
    assert not {item.indicator.id for item in table.comparable()} & {
        key for key in GRADES if GRADES[key] == "not_comparable"
    }


def test_only_what_residents_share_has_a_rate(table: ComparisonTable) -> None:
    """A rate per 10,000 residents is given for the indicators that say so, and for no other."""
    assert all(item.indicator.per_resident for item in table.rated())
    assert {item.indicator.id for item in table.rated()} == {
        "party-history-audience",
        "ledger-items",
        "inclusive-kindergartens",
        "compounds",
    }


def test_people_are_not_divided_by_visits(table: ComparisonTable) -> None:
    """Where one article counts people and the other visits there is no ratio, whatever the grade."""
    audience = next(item for item in table.comparisons if item.indicator.id == "party-history-audience")

    assert [side.basis.measure for side in audience.sides] == ["人", "人次"]
    assert audience.ratio is None


def test_the_largest_comes_first(table: ComparisonTable) -> None:
    """A comparison lists the larger district first, and its ratio is at least one."""
    for item in table.comparisons:
        assert item.sides[0].basis.value >= item.sides[-1].basis.value
        assert item.ratio is None or item.ratio.value >= 1


@pytest.mark.parametrize(("formula", "qualifiers", "expected"), LEANINGS)
def test_a_result_leans_as_its_inputs_do(
    package: DataPackage, formula: str, qualifiers: list[str], expected: str
) -> None:
    """A floor over a number is a floor, a number over a floor is a ceiling, and two leanings are `about`."""
    some = package.observations["erqi-ledger-items"]
    inputs = tuple(replace(some, qualifier=qualifier) for qualifier in qualifiers)

    assert Calculation("x", formula, inputs, some.unit, 0, {}).qualifier == expected


def test_a_result_of_results_leans_too(package: DataPackage) -> None:
    """A ceiling divided by a number is still a ceiling."""
    some = package.observations["erqi-ledger-items"]
    total = Calculation("t", "sum", (replace(some, qualifier="nearly"), some), some.unit, 0, {})

    assert Calculation("x", "rate", (total, package.denominators["erqi"]), some.unit, 3, {}).qualifier == "at_most"


def test_every_calculation_rests_on_printed_figures(table: ComparisonTable) -> None:
    """The inputs of inputs end in observations and denominators that the report can show."""

    def leaves(number: Number) -> list[Observation | Denominator]:
        return (
            [leaf for item in number.inputs for leaf in leaves(item)] if isinstance(number, Calculation) else [number]
        )

    for item in table.calculations.values():
        assert all(table.number(leaf.id) is leaf for leaf in leaves(item)), item.id


def test_a_number_is_found_by_its_id(table: ComparisonTable) -> None:
    """Observations, calculations and denominators share one name space; an unknown id is a fault."""
    assert table.number("erqi-ledger-items").value == 511
    assert table.number("erqi-roadworks-average").value == Fraction(154, 100)
    assert table.number("jinshui-population").value == JINSHUI
    with pytest.raises(FaultError, match=r"number 'erqi-ledger-item': .* did you mean erqi-ledger-items\?"):
        table.number("erqi-ledger-item")


def test_done_and_planned_are_told_apart(table: ComparisonTable) -> None:
    """What is planned or under way is listed apart from what is done."""
    planned = {row.id for row in table.unfinished(status="planned")}

    assert {"erqi-dead-end-roads-planned", "jinshui-dead-end-roads", "jinshui-compounds-planned"} <= planned
    assert {row.status for row in table.unfinished()} == {"planned", "ongoing"}
    assert {row.district for row in table.unfinished("erqi")} == {"erqi"}


def test_one_district_alone_has_no_comparison(root) -> None:
    """With one district there is nothing to compare, but its own calculations stay."""
    table = compare(load(root, ["jinshui"]))

    assert table.comparisons == ()
    assert set(table.calculations) == {
        key for key in EXPECTED if key.startswith("jinshui-") or key == "total-jinshui-compounds"
    }


def test_a_shared_indicator_without_a_grade_is_a_fault(package: DataPackage) -> None:
    """Two districts are never compared before somebody has said how far they compare."""
    bare = replace(package.indicators["ledger-items"], grade="")
    rows = {
        key: replace(row, indicator=bare) if row.indicator.id == bare.id else row
        for key, row in package.observations.items()
    }

    with pytest.raises(FaultError, match=r"ledger-items.*erqi, jinshui; grade it"):
        compare(replace(package, indicators={**package.indicators, bare.id: bare}, observations=rows))


def test_a_district_that_reports_nothing_of_it_divides_nothing(package: DataPackage) -> None:
    """A zero is a figure: it is compared, but no ratio is taken over it."""
    zero = replace(package.observations["jinshui-ledger-items"], value=Fraction(0))
    table = compare(replace(package, observations={**package.observations, zero.id: zero}))
    comparison = next(item for item in table.comparisons if item.indicator.id == "ledger-items")

    assert comparison.sides[-1].basis is zero
    assert comparison.ratio is None


def test_a_zero_denominator_of_a_formula_divides_nothing(package: DataPackage) -> None:
    """A formula over nothing gives no result, and stops nothing else."""
    zero = replace(package.observations["erqi-grid-roads"], value=Fraction(0))
    table = compare(replace(package, observations={**package.observations, zero.id: zero}))

    assert [item.value for item in table.calculations.values()]
    assert "erqi-grid-road-average" not in table.calculations
