"""Prose from templates: every number a link, every comparing word true, for every choice of parameters."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Speak
from jinja2 import TemplateError

from districtbrief.comparing import compare
from districtbrief.comparison import Comparison, ComparisonTable
from districtbrief.csvtables import read_table
from districtbrief.datapackage import DataPackage
from districtbrief.faults import FaultError
from districtbrief.narrative import Narrative, plain_text
from districtbrief.report import Report, build_report
from districtbrief.templates import open_template, render_block
from districtbrief.wording import escape, locale

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
LANGUAGES = ("zh", "en")
THEMES = [row["id"] for row in read_table(ROOT / "data" / "themes.csv")]
CHOICES = [
    [],
    *([theme] for theme in THEMES),
    ["roads", "education"],
    ["livelihood-ledger", "parking"],
    ["learning", "culture", "innovation"],
    ["flood-recovery", "investment", "enterprise-support", "public-services"],
]
SUBJECTS = [
    *(
        (name, {"districts": chosen})
        for name in ("brief", "comparison", "observations")
        for chosen in ([], ["erqi"], ["jinshui"])
    ),
    ("brief", {"districts": ["jinshui", "erqi"]}),
    *(("profile", {"district": district}) for district in ("erqi", "jinshui")),
]

NUMBER = re.compile(
    r"\[(?P<text>[^\]]+)\]\(#(?P<anchor>(?:obs|calc|ctx)-[a-z0-9-]+)\)\{\.num title=\"(?P<title>[^\"]+)\"\}"
)
LINK = re.compile(r"!?\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?")
ANCHOR = re.compile(r"\{#((?:obs|calc|ctx)-[a-z0-9-]+)\}")
HEADING = re.compile(r"(#+) (.*?) \{#([a-z0-9-]+)\}")
DOUBLE = re.compile(
    r"[。，；：、]{2}|[。，；：、][.,;:]|[;,:.] *[.;,:]|(?<=\S)  +(?=\S)|\( *\)|（）| [.,;:](?=\s|$)"
    r"|\bNone\b|\bnan\b|\{\{|\}\}|undefined|\b(the|a|of|in) (the|a|of|in) \1\b|\b(\w+) \3\b"
)
YEARLESS = re.compile(r"\b(in|of|for)[:,.]|\b(in|of|for)$|[区和、]年|^年")


def report_of(notebook: str, parameters: dict[str, object], lang: str, themes: list[str]) -> Report:
    """Open a report of the checkout; nothing is written."""
    return build_report(ROOT, notebook, {**parameters, "lang": lang, "themes": themes})


@pytest.fixture(params=LANGUAGES)
def voice(request: pytest.FixtureRequest, table: ComparisonTable) -> Narrative:
    """Speak of the real data, in each language."""
    return Narrative(table, locale(request.param))


def comparison_of(table: ComparisonTable, indicator: str) -> Comparison:
    """Find a comparison."""
    return next(item for item in table.comparisons if item.indicator.id == indicator)


# --- one number, one claim --------------------------------------------------------------------------------------------


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


# --- templates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("notebook", ["brief", "comparison", "observations", "profile"])
def test_a_template_has_the_blocks_that_its_notebook_shows(root: Path, notebook: str, lang: str) -> None:
    """Both languages have the same blocks: those of the notebook and of the front matter."""
    template = open_template(root / "notebooks" / "text", notebook, lang)
    source = (root / "notebooks" / f"{notebook}.py").read_text(encoding="utf-8")

    assert set(template.blocks) == {"title", "subtitle", "description", *re.findall(r'report\.text\("(\w+)"\)', source)}


def test_an_unknown_block_is_named_with_the_nearest(root: Path) -> None:
    """A misspelt block is a fault that names the template and what was probably meant."""
    template = open_template(root / "notebooks" / "text", "brief", "en")

    with pytest.raises(FaultError) as caught:
        render_block(template, "promise")

    assert str(caught.value) == (
        "notebooks/text/brief.en.md.j2: no block is called 'promise'; did you mean promised? [prose.no-block]"
    )


def test_a_missing_template_is_a_fault(tmp_path: Path) -> None:
    """A report without prose in a language says which file to write."""
    with pytest.raises(FaultError, match=r"^notebooks/text/brief\.fr\.md\.j2: the file is missing; "):
        open_template(tmp_path, "brief", "fr")


def test_a_template_in_another_encoding_is_a_fault(tmp_path: Path) -> None:
    """An editor whose program saves in GB18030 is told so."""
    (tmp_path / "brief.zh.md.j2").write_text("二七区", encoding="gb18030")

    with pytest.raises(FaultError, match=r"^notebooks/text/brief\.zh\.md\.j2: it is not in UTF-8; save it in UTF-8"):
        open_template(tmp_path, "brief", "zh")


@pytest.mark.parametrize("prose", ["{{ missing }}", "{{ voice.nothing() }}", "{% if %}"])
def test_a_mistake_in_a_template_is_a_fault_with_its_place(tmp_path: Path, voice: Narrative, prose: str) -> None:
    """An editor who mistypes a template is told the file, and the block or the line."""
    path = tmp_path / "brief.en.md.j2"
    path.write_text(f"{{% block findings %}}\nx\n{prose}\n{{% endblock %}}", encoding="utf-8")

    with pytest.raises(FaultError, match=r"^notebooks/text/brief\.en\.md\.j2 (line 3|block findings)"):
        render_block(open_template(tmp_path, "brief", "en"), "findings", voice=voice)


def test_a_template_cannot_reach_beyond_its_names(tmp_path: Path, voice: Narrative) -> None:
    """Prose is data: it cannot reach Python through what it is given."""
    path = tmp_path / "brief.en.md.j2"
    path.write_text("{% block x %}{{ voice.__class__.__mro__ }}{% endblock %}", encoding="utf-8")

    with pytest.raises((FaultError, TemplateError)):
        render_block(open_template(tmp_path, "brief", "en"), "x", voice=voice)


# --- whole reports, whatever their parameters -------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("notebook", "parameters"), SUBJECTS, ids=str)
def test_a_report_reads_well_whatever_is_chosen(
    speak: Speak, notebook: str, parameters: dict[str, object], lang: str
) -> None:
    """No choice of themes leaves a heading, bullet, colon or lead with nothing after it, or a link without end."""
    slips = {}
    for themes in CHOICES:
        text = speak(report_of(notebook, parameters, lang, themes), notebook)
        found = [*empty_headings(text), *dangling(text), *doubled(text), *unresolved(text), *repeated_ids(text)]
        if found:
            slips["+".join(themes) or "all themes"] = found

    assert slips == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("notebook", "parameters"), SUBJECTS, ids=str)
def test_front_matter_reads_well_whatever_is_chosen(notebook: str, parameters: dict[str, object], lang: str) -> None:
    """Title, subtitle and description are one whole line each for every choice of themes."""
    slips = {}
    for themes in CHOICES:
        report = report_of(notebook, parameters, lang, themes)
        said = [report.plain(block) for block in ("title", "subtitle", "description")]
        found = [text for text in said if not text or "\n" in text or DOUBLE.search(text) or YEARLESS.search(text)]
        if found:
            slips["+".join(themes) or "all themes"] = found

    assert slips == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("notebook", "parameters"), SUBJECTS, ids=str)
def test_every_number_of_a_report_is_a_link(
    speak: Speak, notebook: str, parameters: dict[str, object], lang: str
) -> None:
    """Outside the words of the data, no digit is typed in prose: each is a number that leads to its source."""
    report = report_of(notebook, parameters, lang, [])
    body = speak(report, notebook).partition("{#sec-sources}")[0]

    bare = LINK.sub("", body)
    for denominator in report.voice.table.package.denominators.values():
        bare = bare.replace(report.voice.origin(denominator), "")
    for text in sorted(texts_of(report.voice.table.package, lang), key=len, reverse=True):
        bare = re.sub(re.escape(text), "", bare, flags=re.IGNORECASE)
    digits = re.findall(r"\d[\d,.]*", re.sub(r"\{[^}]*\}", "", bare))

    assert NUMBER.search(body)
    assert set(digits) <= {"10,000"}


@pytest.mark.parametrize("themes", [[], ["roads"], ["education", "learning"]], ids=str)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("notebook", "parameters"), SUBJECTS, ids=str)
def test_a_report_is_about_its_parameters_only(
    speak: Speak, notebook: str, parameters: dict[str, object], lang: str, themes: list[str]
) -> None:
    """No figure of another district or theme finds its way into a report."""
    report = report_of(notebook, parameters, lang, themes)
    chosen = [parameters["district"]] if "district" in parameters else parameters["districts"] or ["erqi", "jinshui"]

    used = [
        report.voice.table.number(found["anchor"].partition("-")[2])
        for found in NUMBER.finditer(speak(report, notebook))
    ]
    observations = [item for item in used if item.kind == "obs"]

    assert {item.district for item in observations} == set(chosen)
    assert {item.indicator.theme for item in observations} <= set(themes or THEMES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_brief_changes_with_its_parameters(speak: Speak, lang: str) -> None:
    """Each choice of districts or themes gives another brief."""
    choices = [([], []), (["erqi"], []), (["jinshui"], []), ([], ["roads"]), ([], ["education"]), (["erqi"], ["roads"])]

    said = [speak(report_of("brief", {"districts": districts}, lang, themes), "brief") for districts, themes in choices]

    assert len(set(said)) == len(choices)


@pytest.mark.parametrize(("notebook", "parameters"), SUBJECTS, ids=str)
def test_the_english_report_is_in_english(speak: Speak, notebook: str, parameters: dict[str, object]) -> None:
    """Chinese characters stand in the English text only where the print itself is quoted."""
    body = speak(report_of(notebook, parameters, "en", []), notebook).partition("{#sec-sources}")[0]

    assert set(re.findall(r"[\u4e00-\u9fff]", LINK.sub("", body))) <= set("余多近约")


@pytest.mark.parametrize(("notebook", "parameters"), SUBJECTS, ids=str)
def test_both_languages_say_the_same_numbers_and_claims(
    speak: Speak, notebook: str, parameters: dict[str, object]
) -> None:
    """A translation neither adds nor drops a figure or a claim."""
    numbers, claims = [], []
    for lang in LANGUAGES:
        report = report_of(notebook, parameters, lang, [])
        body = speak(report, notebook).partition("{#sec-sources}")[0]
        numbers.append(Counter(found["anchor"] for found in NUMBER.finditer(body)))
        claims.append(set(report.voice.claims))

    assert numbers[0] == numbers[1]
    assert claims[0] == claims[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_brief_names_the_traps(speak: Speak, lang: str) -> None:
    """What an inattentive reader would stumble over is said in the brief, with its figures."""
    text = speak(report_of("brief", {"districts": []}, lang, []), "brief")
    callout = text.partition("::: {.callout-caution}")[2].partition("\n:::")[0]

    linked = {found["anchor"] for found in NUMBER.finditer(callout)}

    assert {
        "obs-erqi-key-project-investment",
        "obs-erqi-major-project-investment",
        "obs-erqi-damaged-homes",
        "obs-erqi-homes-repaired",
        "obs-erqi-homes-rebuilt",
    } <= linked
    assert 'data-predicate="exceeds"' in callout
    assert 'data-predicate="equals"' in callout


# --- how the text is read ---------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Read what a reader sees of links, claims and attributes."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?", r"\1", text)
    return re.sub(r"\[([^\]]*)\]\{[^}]*\}", r"\1", text)


def blocks_of(text: str) -> list[str]:
    """Split Markdown at blank lines."""
    return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


def empty_headings(text: str) -> list[str]:
    """List headings that another heading of their rank, the end or a closing fence follows."""
    blocks = blocks_of(text.replace("\n:::", "\n\n:::"))
    found = []
    for block, following in zip(blocks, [*blocks[1:], "# end {#end}"], strict=True):
        heading, after = HEADING.fullmatch(block), HEADING.fullmatch(following)
        ended = re.match(r":+\s*$|\{\{<", following, re.MULTILINE)
        if heading and (ended or (after and len(after[1]) <= len(heading[1]))):
            found.append(block)
    return found


def dangling(text: str) -> list[str]:
    """List empty bullets, bold leads without a text, and colons that no list, table or picture follows."""
    blocks = blocks_of(text)
    lines = [line.strip() for line in plain(text).splitlines()]
    found = [line for line in lines if re.fullmatch(r"[-*]|[-*]\s*[.。:：;；]*|(?:- )?\*\*[^*]+\*\*[:：]?", line)]
    for block, following in zip(blocks, [*blocks[1:], ""], strict=True):
        if (
            not block.endswith(":::")
            and re.search(r"[:：]$", plain(block))
            and not following.startswith(("- ", "|", "!["))
        ):
            found.append(block)
    return found


def unresolved(text: str) -> list[str]:
    """List numbers whose link does not lead to exactly one line of the appendix."""
    anchors = Counter(ANCHOR.findall(text))
    return sorted({found["anchor"] for found in NUMBER.finditer(text) if anchors[found["anchor"]] != 1})


def doubled(text: str) -> list[str]:
    """List lines of prose in which punctuation collides, or what is no word got printed."""
    lines = [line for line in plain(text).splitlines() if not line.startswith(("|", ":::", "{{<"))]
    return [line for line in lines if DOUBLE.search(line)]


def repeated_ids(text: str) -> list[str]:
    """List ids that are given twice."""
    return [key for key, count in Counter(re.findall(r"\{#([a-z0-9-]+)", text)).items() if count > 1]


def texts_of(package: DataPackage, lang: str) -> set[str]:
    """List the words of the data, as a report prints them."""
    labels = [
        *package.districts.values(),
        *package.themes.values(),
        *(row.notes for row in package.observations.values()),
        *(words for item in package.indicators.values() for words in (item.labels, item.definitions, item.reasons)),
        *(formula.labels for formula in package.formulas),
        *({lang: locale(lang).date(day)} for row in package.denominators.values() for day in (row.date, row.published)),
    ]
    return {escape(item[lang]) for item in labels} - {""}


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
