"""Whole reports, whatever their parameters: prose reads well, and every number in it is a link."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import Speak
from spoken import NUMBER, plain

from districtbrief.csvtables import read_table
from districtbrief.datapackage import DataPackage
from districtbrief.report import Report, build_report
from districtbrief.subject import titles
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
        said = titles(ROOT, notebook, {**parameters, "lang": lang, "themes": themes}).values()
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
