"""A figure that is an upper bound, 不足20公里, from the printed token to the chart: it never claims more."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from conftest import EditCell

from districtbrief.charts import make_chart
from districtbrief.claims import interval, strongest
from districtbrief.comparing import compare
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import load
from districtbrief.wording import locale

TOKENS = ["不足6条", "不到6条", "不超过6条", "6条以内"]
ROADS = "erqi-dead-end-roads-achieved"


@pytest.fixture
def bounded(project: Path, edit_cell: EditCell, request: pytest.FixtureRequest) -> ComparisonTable:
    """Let Erqi have opened at most six roads."""
    token = getattr(request, "param", TOKENS[0])
    for column, value in (("as_printed", token), ("qualifier", "at_most")):
        edit_cell(project / "data" / "observations" / "erqi.csv", ROADS, column, value)
    return compare(load(project))


@pytest.mark.parametrize("bounded", TOKENS, indirect=True)
@pytest.mark.parametrize(("lang", "words"), [("zh", "至多6条"), ("en", "at most 6")])
def test_it_is_printed_as_an_upper_bound(bounded: ComparisonTable, lang: str, words: str) -> None:
    """Whether the article says fewer than six or no more than six, "at most six" is true."""
    row = bounded.package.observations[ROADS]

    assert row.measure == "条"
    assert locale(lang).number(row) == words
    assert locale(lang)["qualifier"][row.qualifier]


def test_it_allows_everything_down_to_nothing(bounded: ComparisonTable) -> None:
    """Its interval ends at the printed value, and so nothing is said to be less than it."""
    row = bounded.package.observations[ROADS]
    other = bounded.package.observations["jinshui-dead-end-roads"]

    assert interval(row) == (Fraction(0), Fraction(6))
    assert strongest(row, other) is None
    assert strongest(other, row) is None


def test_what_is_worked_out_from_it_is_a_bound_too(bounded: ComparisonTable) -> None:
    """A total with an upper bound in it is one, and so is its ratio to an exact number."""
    total = bounded.calculations["total-erqi-dead-end-roads"]
    ratio = bounded.calculations["ratio-dead-end-roads-erqi-jinshui"]

    assert (total.qualifier, ratio.qualifier) == ("at_most", "at_most")


@pytest.mark.parametrize("name", ["side_by_side", "progress"])
def test_a_chart_draws_it_with_its_words(bounded: ComparisonTable, name: str) -> None:
    """What stands beside the mark, in the chart's table and in its alt text, is the upper bound."""
    chart = make_chart(name, bounded, locale("en"))

    assert chart is not None
    assert "at most" in " ".join(chart.frame["printed"])
    assert "at most" in chart.alt
