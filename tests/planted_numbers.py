"""Faults planted in the numbers, claims and lines of a rendered brief."""

from __future__ import annotations

import re
from collections.abc import Callable

from rendered_brief import BRIEF, CHINESE, PDF, Rendered, linked, replaced, within, without_number

PLANTED: dict[str, tuple[Callable[[Rendered], None], str, str, str]] = {
    "a number typed in a template": (
        lambda built: built.render(
            BRIEF, replaced("## What was reported", "Some 88 of them. \\n\\n## What was reported")
        ),
        "untraced",
        BRIEF,
        "88 leads to no line",
    ),
    "a number word typed in a template": (
        lambda built: built.edit(BRIEF, replaced("Main points", "Three main points", 9)),
        "untraced",
        BRIEF,
        "Three leads to no line",
    ),
    "a Chinese count typed in a template": (
        lambda built: built.edit(CHINESE, replaced("</h1>", "</h1><p>另有两部电梯。</p>")),
        "untraced",
        CHINESE,
        "两部 leads to no line",
    ),
    "full-width digits": (
        lambda built: built.edit(CHINESE, replaced("</h1>", "</h1><p>共８７个。</p>")),
        "untraced",
        CHINESE,
        "８７ leads to no line",
    ),
    "a number that bears the wrong anchor": (
        lambda built: built.edit(BRIEF, replaced('href="#obs-erqi-compounds"', 'href="#obs-jinshui-ledger-items"')),
        "misprinted",
        BRIEF,
        "the data says '403'",
    ),
    "a wrong rounding": (
        lambda built: built.edit(BRIEF, lambda text: linked(text, "calc-ratio-compounds-jinshui-erqi", "6.03")),
        "misprinted",
        BRIEF,
        "'6.03' stands there, and the data says '6.02'",
    ),
    "a result that its inputs do not give": (
        lambda built: built.edit(BRIEF, lambda text: linked(text, "calc-ratio-compounds-jinshui-erqi", "6.03")),
        "miscalculated",
        BRIEF,
        "the printed inputs give 6.02299",
    ),
    "a rounding that no note confesses": (
        lambda built: built.edit(BRIEF, replaced("; rounded half up", "", 99)),
        "miscalculated",
        BRIEF,
        "the printed inputs give",
    ),
    "a formula with another input": (
        lambda built: built.edit(
            BRIEF,
            lambda text: re.sub(r'(?s)(id="calc-ratio-signed.*?)obs-erqi-signed', r"\1obs-erqi-compounds", text),
        ),
        "miscalculated",
        BRIEF,
        "it is worked out from obs-jinshui-signed-projects, obs-erqi-compounds",
    ),
    "a qualifier left out": (
        lambda built: built.edit(BRIEF, lambda text: linked(text, "obs-jinshui-signed-projects", "60")),
        "misprinted",
        BRIEF,
        "the data says 'over 60'",
    ),
    "a claim turned round": (
        lambda built: built.edit(
            BRIEF,
            replaced(
                'data-left="obs-jinshui-signed-projects" data-right="obs-erqi-signed-projects"',
                'data-left="obs-erqi-signed-projects" data-right="obs-jinshui-signed-projects"',
            ),
        ),
        "untrue",
        BRIEF,
        "it is not so of 12 and over 60",
    ),
    "a claim in words that say more": (
        lambda built: built.edit(BRIEF, replaced(">clearly more than<", ">several times<")),
        "untrue",
        BRIEF,
        "the words do not say clearly_more",
    ),
    "a claim of another predicate": (
        lambda built: built.edit(BRIEF, replaced('data-predicate="clearly_more"', 'data-predicate="several_times"')),
        "untrue",
        BRIEF,
        "it is not so of 511 and 403",
    ),
    "a number dropped from the PDF": (
        lambda built: built.print_anew(without_number),
        "dropped",
        PDF,
        "the links to it read '8787",
    ),
    "a number typed in the PDF": (
        lambda built: built.print_anew(replaced("## What was reported", "Some 88 of them. \\n\\n## What was reported")),
        "untraced",
        PDF,
        "“Some88ofthem.”",
    ),
    "a number of the PDF changed": (
        lambda built: built.print_anew(replaced("[87](#obs-erqi-compounds)", "[78](#obs-erqi-compounds)")),
        "dropped",
        PDF,
        "the links to it read '78",
    ),
    "a line taken out of the appendix": (
        lambda built: built.edit(BRIEF, replaced('id="obs-erqi-compounds"', "")),
        "untraced",
        BRIEF,
        "which is not in the appendix",
    ),
    "a token quoted wrong": (
        lambda built: built.edit(BRIEF, replaced(">60多个<", ">60余个<")),
        "misquoted",
        BRIEF,
        "the data says '60多个'",
    ),
    "another paragraph": (
        lambda built: built.edit(BRIEF, replaced(">Jinshui article, paragraph 28<", ">Jinshui article, paragraph 82<")),
        "misquoted",
        BRIEF,
        "the data says 'Jinshui article, paragraph 28'",
    ),
    "a wrong word on being pointed at": (
        lambda built: built.edit(BRIEF, replaced('title="“60多个”: Jinshui article, paragraph 28"', 'title="60"')),
        "misquoted",
        BRIEF,
        "'60' stands there",
    ),
    "a section numbered wrong": (
        lambda built: built.edit(BRIEF, within("<h2 [^>]*>", '">2</span>', '">3</span>')),
        "misprinted",
        BRIEF,
        "section 3 is the 2 in order",
    ),
    "a figure numbered wrong": (
        lambda built: built.edit(BRIEF, replaced("Figure\u00a02:", "Figure\u00a03:")),
        "misprinted",
        BRIEF,
        "is Figure 2 in order",
    ),
    "words changed in the PDF alone": (
        lambda built: built.print_anew(replaced("The articles were written", "The articles were never written")),
        "added",
        PDF,
        "the PDF says it, and the page does not",
    ),
    "a sentence dropped from the PDF": (
        lambda built: built.print_anew(replaced(" count the same thing in all articles", "")),
        "dropped",
        PDF,
        "the page says it, and the PDF does not",
    ),
    "what looks checked and is not": (
        lambda built: built.edit(BRIEF, replaced("</h1>", '</h1><p><span class="num">88</span></p>')),
        "untraced",
        BRIEF,
        "88 leads to no line",
    ),
    "a number in what looks like a section's": (
        lambda built: built.edit(BRIEF, replaced("</h1>", '</h1><p><span class="header-section-number">88</span></p>')),
        "untraced",
        BRIEF,
        "88 leads to no line",
    ),
    "a number in a reference": (
        lambda built: built.edit(
            BRIEF, replaced("</h1>", '</h1><p><a href="#fig-progress">88 homes, Figure 2</a></p>')
        ),
        "misprinted",
        BRIEF,
        "is not its number",
    ),
    "a second line of the same name": (
        lambda built: built.edit(BRIEF, replaced("</h1>", '</h1><p id="obs-erqi-compounds">All of them</p>')),
        "broken",
        BRIEF,
        "2 things carry this id",
    ),
    "a line on something else": (
        lambda built: built.edit(BRIEF, replaced(">Erqi: Annual investment plan implied<", ">Erqi: food markets<")),
        "misquoted",
        BRIEF,
        "'Erqi: food markets' stands there",
    ),
    "comparing words that are no claim": (
        lambda built: built.edit(BRIEF, replaced("</h1>", "</h1><p>Jinshui has several times as many.</p>")),
        "untrue",
        BRIEF,
        "these words compare, and are bound to no numbers",
    ),
    "a claim on other numbers than its sentence's": (
        lambda built: built.edit(
            BRIEF, replaced('data-right="obs-erqi-signed-projects"', 'data-right="obs-erqi-dead-end-roads-achieved"')
        ),
        "untrue",
        BRIEF,
        "its numbers are not those of its sentence",
    ),
    "a claim denied": (
        lambda built: built.edit(BRIEF, replaced('<span class="claim"', 'not <span class="claim"', 9)),
        "untrue",
        BRIEF,
        "the words do not say",
    ),
    "a qualifier before a number": (
        lambda built: built.edit(
            BRIEF, replaced('<a href="#obs-erqi-compounds"', 'over <a href="#obs-erqi-compounds"')
        ),
        "misprinted",
        BRIEF,
        "words or signs beside a number",
    ),
    "a scale word behind a number": (
        lambda built: built.edit(BRIEF, replaced(">87</a>", ">87</a>%")),
        "misprinted",
        BRIEF,
        "words or signs beside a number",
    ),
    "words of a claim that are none": (
        lambda built: built.edit(CHINESE, replaced("</h1>", "</h1><p>金水区高于二七区。</p>")),
        "untrue",
        CHINESE,
        "these words compare",
    ),
}
"""How each is planted, of which kind it is, on which page, and what is found."""
