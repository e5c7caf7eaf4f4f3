"""Faults planted in the charts of a rendered brief, and in what stands beside and below them."""

from __future__ import annotations

import re
from collections.abc import Callable

from rendered_brief import BRIEF, CHART, CHINESE, Rendered, replaced, within

PLANTED: dict[str, tuple[Callable[[Rendered], None], str, str, str]] = {
    "a chart's table edited": (
        lambda built: built.edit(f"{CHART}.csv", replaced(",524,524,", ",534,534,")),
        "chart",
        BRIEF,
        "the table has 534 for calc-total-jinshui-compounds, and the data 524",
    ),
    "a chart's table with another number": (
        lambda built: built.edit(f"{CHART}.csv", replaced("obs-erqi-compounds", "obs-erqi-markets")),
        "chart",
        BRIEF,
        "the data does not have",
    ),
    "a label drawn wrong": (
        lambda built: built.edit(f"{CHART}.svg", replaced("<!-- over 60 -->", "<!-- over 600 -->")),
        "chart",
        BRIEF,
        "the label 'over 60 is not drawn, or not in its place'",
    ),
    "an alternative text that says otherwise": (
        lambda built: built.edit(BRIEF, replaced("Jinshui 524 (planned)", "Jinshui 425 (planned)", 9)),
        "chart",
        BRIEF,
        "Jinshui 425 (planned)",
    ),
    "a chart's table missing": (
        lambda built: (built.site / f"{CHART}.csv").unlink(),
        "chart",
        BRIEF,
        "or its table cannot be read",
    ),
    "a chart that draws other numbers in one language": (
        lambda built: built.edit(f"{CHART}.csv", lambda text: "\n".join(text.splitlines()[:-1]) + "\n"),
        "unpaired",
        CHINESE,
        "draws other numbers",
    ),
    "a picture that is not there": (
        lambda built: (built.site / f"{CHART}.svg").unlink(),
        "broken",
        BRIEF,
        "there is no such file",
    ),
    "a picture that is no chart": (
        lambda built: built.edit(BRIEF, replaced("brief-side-by-side.svg", "brief-side-by-side.png")),
        "chart",
        BRIEF,
        "it is no chart under figures/",
    ),
    "labels exchanged in a chart's table": (
        lambda built: built.edit(
            f"{CHART}.csv",
            lambda text: text.replace("Projects signed", "Food markets").replace("Old compounds", "Projects"),
        ),
        "chart",
        BRIEF,
        "and the data 'another'",
    ),
    "a label drawn in words": (
        lambda built: built.edit(f"{CHART}.svg", replaced("<!-- under way -->", "<!-- half done -->")),
        "chart",
        BRIEF,
        "the words 'half done', which are not the chart's",
    ),
    "a number drawn wrong in the narrow picture alone": (
        lambda built: built.edit(f"{CHART}-narrow.svg", replaced("<!-- 524 -->", "<!-- 542 -->")),
        "chart",
        BRIEF,
        "the label '524 is not drawn, or not in its place'",
    ),
    "a narrow picture that is not there": (
        lambda built: (built.site / f"{CHART}-narrow.svg").unlink(),
        "broken",
        BRIEF,
        "there is no such file",
    ),
    "another source below a picture": (
        lambda built: built.edit(
            f"{CHART}.svg", replaced("<!-- Source: newspaper articles on Erqi", "<!-- Source: a survey of Erqi")
        ),
        "chart",
        BRIEF,
        "the words 'Source: a survey of Erqi and Jinshui, 2021', which are not the chart's",
    ),
    "another period above a picture": (
        lambda built: built.edit(f"{CHART}-narrow.svg", replaced("<!-- Reported in 2021;", "<!-- Reported in 2020;")),
        "chart",
        BRIEF,
        "the words 'Reported in 2020;",
    ),
    "a label that a picture leaves out": (
        lambda built: built.edit(f"{CHART}.svg", replaced("<!-- Projects signed† -->", "")),
        "chart",
        BRIEF,
        "label 'Projects signed†' is not drawn",
    ),
    "a floor drawn as if it were exact": (
        lambda built: built.edit(f"{CHART}.svg", replaced('id="floor-1"', 'id="rule-99"')),
        "chart",
        BRIEF,
        "0 signs of a floor are drawn, and the table has 1",
    ),
    "a finding with a number of another line": (
        lambda built: built.edit(
            BRIEF,
            lambda text: re.sub(r"(<figcaption>(?:(?!</figcaption).)*>)14</a>", r"\g<1>41</a>", text, flags=re.DOTALL),
        ),
        "misprinted",
        BRIEF,
        "'41' stands there, and the data says '14'",
    ),
    "a finding in words that say more": (
        lambda built: built.edit(
            BRIEF, lambda text: re.sub(r"(<figcaption>.*?)exactly twice", r"\1several times", text, count=1)
        ),
        "untrue",
        BRIEF,
        "the words do not say double",
    ),
    "a finding that the alternative text does not say": (
        lambda built: built.edit(
            BRIEF, replaced("<figcaption>Figure\u00a02: When", "<figcaption>Figure\u00a02: Before")
        ),
        "chart",
        BRIEF,
        "the alt text says",
    ),
    "a false cell below a chart": (
        lambda built: built.edit(
            BRIEF, lambda text: re.sub(r"(?s)(<details>.*?)>exact</td>", r"\1>floor</td>", text, count=1)
        ),
        "chart",
        BRIEF,
        "the table on the page says",
    ),
    "a number too many below a chart": (
        lambda built: built.edit(BRIEF, within('class="chart-data"', "</details>", "<p>88 homes</p></details>")),
        "chart",
        BRIEF,
        "the table on the page says '88 homes'",
    ),
    "a number typed in what looks as if it stood below a chart": (
        lambda built: built.edit(BRIEF, replaced("</h1>", '</h1><div class="chart-data"><p>88 homes</p></div>')),
        "untraced",
        BRIEF,
        "88 leads to no line",
    ),
    "a link to another chart's files": (
        lambda built: built.edit(
            BRIEF,
            replaced('href="../../figures/en/brief-progress.csv"', 'href="../../figures/en/brief-side-by-side.csv"'),
        ),
        "chart",
        BRIEF,
        "the links below it lead elsewhere",
    ),
    "another narrow picture": (
        lambda built: built.edit(BRIEF, replaced("brief-progress-narrow.svg", "brief-side-by-side-narrow.svg")),
        "unread",
        BRIEF,
        "<picture>",
    ),
    "numbers of two bars exchanged": (
        lambda built: built.edit(
            f"{CHART}.svg",
            lambda text: text.replace("-- 87 --", "-- @ --").replace("-- 524 --", "-- 87 --").replace("@", "524"),
        ),
        "chart",
        BRIEF,
        "524 is not drawn, or not in its place",
    ),
    "two districts exchanged in a picture": (
        lambda built: built.edit(
            f"{CHART}-narrow.svg",
            lambda text: re.sub(r"(?s)-- Erqi --(.*?)-- Jinshui --", r"-- Jinshui --\1-- Erqi --", text, count=1),
        ),
        "chart",
        BRIEF,
        "each name is to be drawn once, in the order of the table",
    ),
    "a text drawn beside the labels": (
        lambda built: built.edit(f"{CHART}.svg", replaced("</svg>", "<text>88 homes</text></svg>")),
        "chart",
        BRIEF,
        "the words '88 homes', which are not the chart's",
    ),
    "a status changed in an alternative text": (
        lambda built: built.edit(BRIEF, replaced("Jinshui 524 (planned)", "Jinshui 524 (done)", 9)),
        "chart",
        BRIEF,
        "the alt text says",
    ),
    "a picture outside the text": (
        lambda built: built.edit(
            BRIEF, replaced("</body>", '<img src="../../figures/en/brief-progress.png" alt="All done"></body>')
        ),
        "chart",
        BRIEF,
        "it is no chart under figures/",
    ),
}
"""How each is planted, of which kind it is, on which page, and what is found."""
