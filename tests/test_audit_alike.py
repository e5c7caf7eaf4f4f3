"""The audit shares no code with what it audits, and the two agree."""

from __future__ import annotations

import ast
from fractions import Fraction
from types import SimpleNamespace

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from districtbrief.audit.claims import STATEMENTS, holds
from districtbrief.audit.printing import printed
from districtbrief.audit.record import Record
from districtbrief.audit.recorded import Recorded, bounds
from districtbrief.audit.words import languages, read_words
from districtbrief.claims import PREDICATES, Claim
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage
from districtbrief.wording import locale

pytestmark = pytest.mark.slow


def test_the_audit_shares_no_code_with_what_it_audits() -> None:
    """Its modules import the reader of the data, the scanner of articles and how faults are said, and nothing else."""
    shared = {"csvtables", "datapackage", "faults", "rows", "scanning"}
    for path in (ROOT / "src" / "districtbrief" / "audit").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module or "."] if isinstance(node, ast.ImportFrom) else []
            modules += [item.name for item in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                assert not module.startswith("."), f"{path.name} imports relatively"
                if module.startswith("districtbrief"):
                    assert module.split(".")[1:2] in [[name] for name in ("audit", *shared)], f"{path.name}: {module}"


def test_both_print_every_number_alike(table: ComparisonTable) -> None:
    """The locale and the audit, written apart, print every number of the data in the same way."""
    record = Record(table.package)
    numbers = [*table.package.observations.values(), *table.calculations.values(), *table.package.denominators.values()]
    for lang in languages():
        words = read_words(lang)
        for number in numbers:
            recorded = record.find(f"{number.kind}-{number.id}")
            assert recorded is not None, number.id
            assert printed(recorded, words) == locale(lang).number(number), number.id


@given(st.fractions(min_value=0, max_value=10**12), st.sampled_from([0, 1, 3, 4]), st.sampled_from(["zh", "en"]))
def test_both_round_alike(value: Fraction, significant: int, lang: str) -> None:
    """Any value is rounded, scaled and grouped in the same way by both."""
    value = value if significant else Fraction(round(value * 100), 100)
    number = Recorded("calc-x", value, value, value, None, "", significant, formula="ratio")
    unknown = SimpleNamespace(value=value, unit=None, significant=significant, qualifier="exact")
    assert printed(number, read_words(lang)) == locale(lang).number(unknown)  # type: ignore[arg-type]


def test_both_know_the_same_predicates() -> None:
    """No predicate can be claimed that the audit does not evaluate."""
    assert set(STATEMENTS) == set(PREDICATES)


@given(st.fractions(min_value="1/10", max_value=10), st.fractions(min_value=1, max_value=2))
def test_both_judge_alike(low: Fraction, spread: Fraction) -> None:
    """A statement of the audit holds of exactly the ratios of which the predicate holds."""
    for name, says in STATEMENTS.items():
        for high in (low, low * spread):
            assert says(low, high) == PREDICATES[name].holds(low, high), name
    for edge in map(Fraction, ("1", "1.05", "1.2", "2", "3")):
        for name, says in STATEMENTS.items():
            assert says(edge, edge) == PREDICATES[name].holds(edge, edge), (name, edge)


QUALIFIED = st.tuples(
    st.fractions(min_value=0, max_value=20), st.sampled_from(["exact", "at_least", "at_most", "nearly", "about"])
)


@given(st.sampled_from(sorted(STATEMENTS)), QUALIFIED, QUALIFIED)
def test_both_hold_the_same_claims_true(
    predicate: str, left: tuple[Fraction, str], right: tuple[Fraction, str]
) -> None:
    """Whatever is compared, floors, ceilings and zero included, the narrative and the audit say the same of it."""
    said = Claim(predicate, *(SimpleNamespace(value=value, qualifier=qualifier) for value, qualifier in (left, right)))
    sides = (Recorded("obs-x", side[0], *bounds(*side), None, "") for side in (left, right))
    assert holds(predicate, *sides) == said.true


@pytest.mark.parametrize(
    "anchor",
    [
        "obs-erqi-nothing",
        "calc-ratio-funds-announced-jinshui-erqi",  # not comparable
        "calc-ratio-compounds-erqi-jinshui",  # the smaller over the larger
        "calc-ratio-party-history-audience-jinshui-jinshu",
        "calc-rate-erqi-funds-announced",  # not per resident
        "calc-total-erqi-compounds",  # there is but one
        "calc-erqi-nothing",
        "ctx-nowhere-population",
        "sec-sources",
        "",
    ],
)
def test_what_the_data_does_not_bear_is_no_number(package: DataPackage, anchor: str) -> None:
    """A page cannot name a number into being: not by an unknown id, nor by a ratio that would not be honest."""
    assert Record(package).find(anchor) is None
