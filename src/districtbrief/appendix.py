"""The appendix of a report: a line for every number that it uses, which its numbers lead to."""

from __future__ import annotations

from collections.abc import Iterator

from districtbrief.calculations import Calculation
from districtbrief.narrative import Narrative, anchor
from districtbrief.rows import Denominator, Observation
from districtbrief.tables import pipe_table
from districtbrief.wording import escape


def observation_lines(voice: Narrative) -> str:
    """List every observation used, as printed and where; each line bears the anchor that numbers lead to."""
    words = voice.locale["table"]
    used = [item for item in voice.used.values() if isinstance(item, Observation)]
    order = {district: number for number, district in enumerate(voice.table.package.districts)}
    used.sort(key=lambda item: (order[item.district], item.paragraph, item.position))
    rows = [
        [_anchored(voice, item), escape(item.notes[voice.locale.lang]), escape(item.as_printed), voice.place(item)]
        for item in used
    ]
    header = [words["figure"], words["note"], words["printed"], words["place"]]
    return pipe_table(header, rows, [18, 46, 15, 27]) if rows else ""


def calculation_lines(voice: Narrative) -> str:
    """List every calculation used with its formula, its inputs as links, and its rounding."""
    words = voice.locale["table"]
    used = [item for item in voice.used.values() if isinstance(item, Calculation)]
    rows = [[_anchored(voice, item), _subject(voice, item), _formula(voice, item)] for item in used]
    return pipe_table([words["result"], words["note"], words["formula"]], rows, [18, 40, 46]) if rows else ""


def denominator_lines(voice: Narrative) -> str:
    """List every denominator used with its source and date."""
    words = voice.locale["table"]
    used = [item for item in voice.used.values() if isinstance(item, Denominator)]
    rows = [[_anchored(voice, item), _subject(voice, item), voice.origin(item)] for item in used]
    return pipe_table([words["figure"], words["note"], words["place"]], rows, [18, 40, 46]) if rows else ""


def appendix(voice: Narrative) -> str:
    """Write "Sources and calculations": one line for every number that the report has used so far."""
    words = voice.locale["appendix"]
    # worded first: a formula's inputs are numbers too, and need their own lines, and each line names a district
    calculations, observations = calculation_lines(voice), observation_lines(voice)
    parts = [
        ("articles", article_lines(voice)),
        ("observations", observations),
        ("denominators", denominator_lines(voice)),
        ("calculations", calculations),
    ]
    opening = ["{{< pagebreak >}}", f"## {words['title']} {{#sec-sources}}", words["lead"]]
    sections = [part for key, text in parts if text for part in (f"### {words[key]} {{#sec-sources-{key}}}", text)]
    return "\n\n".join([*opening, *sections])


def article_lines(voice: Narrative) -> str:
    """List the articles that the report rests on: those of the districts that it has named."""
    return "\n".join(f"- {line}" for line in _articles(voice))


def _anchored(voice: Narrative, number: Observation | Calculation | Denominator) -> str:
    return f"[{voice.locale.number(number)}]{{#{anchor(number)}}}"


def _subject(voice: Narrative, number: Calculation | Denominator) -> str:
    if isinstance(number, Denominator):
        return f"{voice.name(number.district)}{voice.locale['colon']}{voice.locale['indicator'][number.indicator]}"
    districts = [voice.name(item) for item in dict.fromkeys(_districts(number))]
    if number.formula == "ratio":
        return f"{voice.text(number.labels)}{voice.locale['colon']}{' ÷ '.join(districts)}"
    kind = f"{voice.locale['list']}{voice.locale['formula'][number.formula]}" if number.derived_by_rule else ""
    return f"{districts[0]}{voice.locale['colon']}{voice.text(number.labels)}{kind}"


def _districts(calculation: Calculation) -> Iterator[str]:
    for item in calculation.inputs:
        if isinstance(item, Calculation):
            yield from _districts(item)
        else:
            yield item.district


def _formula(voice: Narrative, calculation: Calculation) -> str:
    written = voice.expression(calculation, [voice.number(item) for item in calculation.inputs])
    if not voice.locale.rounds(calculation):
        return written
    return f"{written}{voice.locale['clauses']}{voice.locale['table']['rounded']}"


def _articles(voice: Narrative) -> Iterator[str]:
    sources = voice.table.package.sources
    for district, source in ((key, sources[key]) for key in sources if key in voice.named):
        fields = {"headline": source.headline, "byline": source.byline, "published": source.published}
        text = voice.locale["table"]["article"].format(district=voice.name(district), **fields)
        yield f"[{escape(text)}]{{#article-{district}}}"
