"""One number, one claim, one comparison: each is worded with its links, and words that are not true are refused."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from spoken import NUMBER, comparison_of, plain

from districtbrief.comparing import compare
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage
from districtbrief.faults import FaultError
from districtbrief.narrative import Narrative, plain_text
from districtbrief.wording import locale

pytestmark = pytest.mark.slow

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize(
    ("lang", "key", "text", "title"),
    [
        ("zh", "erqi-ledger-items", "511个", "“511个”：二七区报道，第20段"),
        ("en", "erqi-ledger-items", "511", "“511个”: Erqi article, paragraph 20"),
        (
            "en",
            "erqi-service-cases",
            "over 1.22 million",
            "“122余万件”: Erqi article, paragraph 39",
        ),
        ("en", "erqi-roadworks-average", "1.54 km", "154 km ÷ 100"),
        ("zh", "total-erqi-dead-end-roads", "14条", "6条 + 8条"),
        (
            "en",
            "erqi-key-project-plan",
            "41.42 billion yuan",
            "43.37 billion yuan ÷ (104.7% ÷ 100)",
        ),
    ],
)
def test_a_number_is_a_link_that_says_where_it_comes_from(
    table: ComparisonTable, lang: str, key: str, text: str, title: str
) -> None:
    """A number leads to its line in the appendix, and says the printed token and place, or the formula."""
    match = NUMBER.fullmatch(Narrative(table, locale(lang)).number(key))

    assert match
    assert (match["text"], match["title"]) == (text, title)
    assert re.fullmatch(rf"(obs|calc)-{key}", match["anchor"])


def test_a_denominator_says_its_source_and_date(voice: Narrative) -> None:
    """The link of a denominator names who published it and the day it describes."""
    match = NUMBER.fullmatch(voice.number("erqi-population"))

    assert match
    assert "2019" in match["title"]
    assert "2020" in match["title"]
    assert match["anchor"] == "ctx-erqi-population"


def test_what_is_used_is_remembered_down_to_the_inputs(voice: Narrative) -> None:
    """Using a result uses its inputs and their inputs, so that each has its line."""
    voice.number("erqi-dead-end-roads-done")

    assert set(voice.used) == {
        "calc-erqi-dead-end-roads-done",
        "calc-total-erqi-dead-end-roads",
        "obs-erqi-dead-end-roads-achieved",
        "obs-erqi-dead-end-roads-planned",
    }


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("erqi-ledger-item", "erqi-ledger-items"),
        ("erqi-roadwork-average", "erqi-roadworks-average"),
        ("jinshui-populaton", "jinshui-population"),
    ],
)
def test_an_unknown_number_is_named_with_the_nearest(voice: Narrative, key: str, near: str) -> None:
    """A misspelt id in a template is a fault that says what was probably meant."""
    with pytest.raises(FaultError, match=rf"'{key}'.*; did you mean {near}\?"):
        voice.number(key)


def test_a_true_claim_is_bound_to_its_numbers(voice: Narrative) -> None:
    """Comparing words carry their predicate and both sides, and are remembered."""
    said = voice.locale.stating("exceeds")[0]
    words = voice.claim(said, "exceeds", "erqi-hotlines", "erqi-parking-garages")

    assert words == (
        f'[{said}]{{.claim data-predicate="exceeds" '
        'data-left="obs-erqi-hotlines" data-right="obs-erqi-parking-garages"}'
    )
    assert list(voice.claims) == ["exceeds-erqi-hotlines-erqi-parking-garages"]
    assert {"obs-erqi-hotlines", "obs-erqi-parking-garages"} <= set(voice.used)


@pytest.mark.parametrize(
    ("predicate", "left", "right"),
    [
        ("exceeds", "jinshui-ledger-items", "erqi-ledger-items"),
        ("equals", "erqi-ledger-items", "jinshui-ledger-items"),
        ("more_than_double", "jinshui-party-history-audience", "erqi-party-history-audience"),
        ("several_times", "erqi-ledger-items", "jinshui-ledger-items"),
    ],
)
def test_a_false_claim_stops_the_report(voice: Narrative, predicate: str, left: str, right: str) -> None:
    """Words that some value the figures allow would contradict are never printed."""
    said = voice.locale.stating(predicate)[0]
    with pytest.raises(FaultError, match=rf"'{said}' is not true of .*; mend the sentence or the data"):
        voice.claim(said, predicate, left, right)

    assert voice.claims == {}


def test_words_that_say_something_else_are_refused(voice: Narrative) -> None:
    """A predicate is bound to words that the locale lists for it, and to no others."""
    said = voice.locale.stating("several_times")[0]
    with pytest.raises(FaultError, match=rf"claim exceeds: '{said}' does not say it"):
        voice.claim(said, "exceeds", "erqi-hotlines", "erqi-parking-garages")

    assert voice.claims == {}


def test_an_unknown_predicate_is_named_with_the_nearest(voice: Narrative) -> None:
    """A misspelt predicate in a template is a fault, not a traceback."""
    with pytest.raises(FaultError, match=r"exceed.*did you mean exceeds\?"):
        voice.claim("so", "exceed", "erqi-ledger-items", "jinshui-ledger-items")


def test_a_comparison_is_worded_with_both_numbers_and_its_claim(table: ComparisonTable) -> None:
    """The sentence names both districts, links both numbers and binds the words that the figures bear."""
    voice = Narrative(table, locale("en"))

    said = voice.compare(comparison_of(table, "ledger-items"))

    assert plain(said) == "Erqi reports 511, clearly more than Jinshui’s 403"
    assert 'data-predicate="clearly_more"' in said


def test_an_undecided_comparison_gives_both_numbers_and_no_word(table: ComparisonTable) -> None:
    """Where a floor leaves it open, or people stand against visits, no comparing word and no ratio is said."""
    voice = Narrative(table, locale("en"))

    said = voice.compare(comparison_of(table, "party-history-audience"))

    assert "claim" not in said
    assert "#obs-jinshui-party-history-audience" in said
    assert "#obs-erqi-party-history-audience" in said
    assert "#calc-ratio" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", [0, 403])
def test_a_comparison_with_nothing_is_worded_without_a_ratio(package: DataPackage, lang: str, value: int) -> None:
    """A district that reports zero is compared in words that need no division."""
    erqi = replace(package.observations["erqi-ledger-items"], value=Fraction(value))
    zero = replace(package.observations["jinshui-ledger-items"], value=Fraction(0))
    table = compare(replace(package, observations={**package.observations, erqi.id: erqi, zero.id: zero}))

    said = plain(Narrative(table, locale(lang)).compare(comparison_of(table, "ledger-items")))

    assert "0" in said
    assert str(value) in said
    assert not re.search(r"ratio|倍", said)


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("erqi-ledger-items", "列入民生台账的项目511个", "511 items entered in the livelihood ledger"),
        (
            "jinshui-dead-end-roads",
            "年底前待打通的断头路7条（计划）",
            "7 dead-end roads to be opened by year-end (planned)",
        ),
        (
            "erqi-roadworks",
            "新建、续建的市政道路100条（进行中）",
            "100 municipal roads newly built or continued (under way)",
        ),
    ],
)
def test_a_clause_tells_what_is_not_done(table: ComparisonTable, key: str, zh: str, en: str) -> None:
    """A figure in a sentence says so where it is planned or under way."""
    row = table.package.observations[key]

    assert [plain(Narrative(table, locale(lang)).clause(row)) for lang in LANGUAGES] == [zh, en]


def test_hostile_texts_of_the_data_stay_texts(package: DataPackage) -> None:
    """Markdown, bars and template marks in a note or a name end up as letters, not as markup."""
    row = replace(package.observations["erqi-ledger-items"], notes={"zh": "[a](b)|`c`", "en": "*a* | {{ b }}"})
    names = {**package.districts, "erqi": {"zh": "甲*区*", "en": "A|B"}}
    table = compare(replace(package, districts=names, observations={**package.observations, row.id: row}))

    for lang in LANGUAGES:
        voice = Narrative(table, locale(lang))
        said = NUMBER.sub("", f"{voice.clause(row)} {voice.name('erqi')} {voice.names(['erqi', 'jinshui'])}")
        assert not re.search(r"(?<!\\)[|`*\[{]", said)


def test_a_tooltip_is_plain_text(package: DataPackage) -> None:
    """The title of a number says a district's name as it is spelt, without Markdown's backslashes."""
    names = {**package.districts, "erqi": {"zh": "甲*区", "en": "Xi'an"}}
    table = compare(replace(package, districts=names))

    titles = [
        NUMBER.fullmatch(Narrative(table, locale(lang)).number("erqi-ledger-items"))["title"] for lang in LANGUAGES
    ]

    assert titles == ["“511个”：甲*区报道，第20段", "“511个”: Xi'an article, paragraph 20"]


@pytest.mark.parametrize(
    ("lang", "indicator", "said"),
    [
        ("en", "ledger-items", "from 403 in Jinshui to 511 in Erqi (ratio 1.27)"),
        ("zh", "ledger-items", "从金水区的403项到二七区的511个，后者是前者的1.27倍"),
        ("en", "party-history-audience", "from over 80,000 in Erqi to 170,000 in Jinshui; some count people, others"),
    ],
)
def test_of_more_than_two_districts_the_range_is_said(
    table: ComparisonTable, lang: str, indicator: str, said: str
) -> None:
    """Of three or more only the ends are printed, and no words claim how far they lie apart but the ratio."""
    item = next(item for item in table.comparisons if item.indicator.id == indicator)
    between = replace(item, sides=(item.sides[0], item.sides[0], item.sides[-1]))

    assert plain_text(Narrative(table, locale(lang)).compare(between)).startswith(said)


def test_of_more_than_two_districts_that_report_the_same_this_is_said(table: ComparisonTable) -> None:
    """A range from a number to itself is none."""
    item = next(item for item in table.comparisons if item.indicator.id == "ledger-items")
    side = item.sides[0]
    same = replace(item, sides=(side, side, side), ratio=replace(item.ratio, inputs=(side.basis, side.basis)))

    assert "[the same as]{.claim" in Narrative(table, locale("en")).compare(same)
