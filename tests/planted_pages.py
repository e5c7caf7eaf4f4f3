"""Faults planted in what a site consists of: its pages, PDFs, links and files."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from rendered_brief import BRIEF, CHART, CHINESE, PDF, Rendered, replaced, without_number

PLANTED: dict[str, tuple[Callable[[Rendered], None], str, str, str]] = {
    "another title at the head of the PDF": (
        lambda built: built.print_anew(replaced("title: 'Erqi and Jinshui in", "title: 'Jinshui and Erqi in")),
        "misprinted",
        PDF,
        "its head does not read",
    ),
    "no PDF": (lambda built: (built.site / PDF).unlink(), "missing", PDF, "it is not there"),
    "a PDF cut short": (
        lambda built: (built.site / PDF).write_bytes((built.site / PDF).read_bytes()[:100]),
        "missing",
        PDF,
        "it cannot be read",
    ),
    "a dead anchor": (
        lambda built: built.edit(BRIEF, replaced('href="#sec-sources"', 'href="#sec-source"')),
        "broken",
        BRIEF,
        "there is no such place",
    ),
    "a dead link": (
        lambda built: built.edit(BRIEF, replaced('href="brief.pdf"', 'href="briefs.pdf"', 9)),
        "broken",
        BRIEF,
        "there is no such file",
    ),
    "a number that one language leaves out": (
        lambda built: built.render(CHINESE, lambda text: without_number(text, 0)),
        "unpaired",
        CHINESE,
        "reports/en/brief.html does not say the same",
    ),
    "a report in one language only": (
        lambda built: [path.unlink() for path in (built.site / "reports" / "zh").iterdir() if path.suffix == ".html"],
        "unpaired",
        BRIEF,
        "the report is not there in that language",
    ),
    "a number in a title": (
        lambda built: built.edit(BRIEF, replaced('class="level2"', 'class="level2" title="88 homes"')),
        "untraced",
        BRIEF,
        "88 leads to no line",
    ),
    "a number in the description": (
        lambda built: built.edit(
            BRIEF, replaced('name="description" content="', 'name="description" content="88 homes: ')
        ),
        "untraced",
        BRIEF,
        "88 leads to no line",
    ),
    "a frame": (
        lambda built: built.edit(BRIEF, replaced("</h1>", '</h1><iframe srcdoc="88 homes"></iframe>')),
        "unread",
        BRIEF,
        "the audit cannot tell",
    ),
    "the English page in the place of the Chinese": (
        lambda built: shutil.copy(built.site / BRIEF, built.site / CHINESE),
        "missing",
        CHINESE,
        "the language of the page is 'en'",
    ),
    "a place for results where none belongs": (
        lambda built: built.edit(BRIEF, replaced("</h1>", '</h1><div id="audit-results"><p>88 homes</p></div>')),
        "untraced",
        BRIEF,
        "88 leads to no line",
    ),
    "a report left over": (
        lambda built: shutil.copy(built.site / PDF, built.site / "reports/en/old.pdf"),
        "stale",
        "reports/en/old.pdf",
        "no page leads to it as its own",
    ),
    "a table left over": (
        lambda built: shutil.copy(built.site / "data/themes.csv", built.site / "data/observations/third.csv"),
        "stale",
        "data/observations/third.csv",
        "the data has no such file",
    ),
    "a narrow table left over": (
        lambda built: shutil.copy(built.site / f"{CHART}.csv", built.site / f"{CHART}-narrow.csv"),
        "stale",
        f"{CHART}-narrow.csv",
        "no page shows the chart",
    ),
    "a chart left over": (
        lambda built: shutil.copy(built.site / f"{CHART}.csv", built.site / "figures/en/old.csv"),
        "stale",
        "figures/en/old.csv",
        "no page shows the chart",
    ),
    "a row that nobody has reviewed": (
        lambda built: (built.project / "data/observations/erqi.csv").write_text(
            (built.site / "data/observations/erqi.csv").read_text(encoding="utf-8").replace(",true\n", ",false\n", 1),
            encoding="utf-8",
        ),
        "unreviewed",
        BRIEF,
        "it bears no stamp",
    ),
    "a report that the home page forgets": (
        lambda built: built.edit("reports/en/index.html", replaced('href="brief.html"', 'href="index.html"', 9)),
        "missing",
        BRIEF,
        "the home page, reports/en/index.html, does not lead to it",
    ),
    "a language that the first page forgets": (
        lambda built: built.edit(
            "index.html", replaced('href="reports/en/index.html"', 'href="reports/zh/index.html"', 9)
        ),
        "missing",
        "reports/en/index.html",
        "the home page, index.html, does not lead to it",
    ),
    "a PDF in one language only": (
        lambda built: (
            built.edit(BRIEF, replaced('href="brief.pdf"', 'href="brief.html"', 9)),
            (built.site / PDF).unlink(),
        ),
        "unpaired",
        CHINESE,
        "a PDF: reports/en/brief.html does not say the same",
    ),
    "a link to a script": (
        lambda built: built.edit(BRIEF, replaced('href="#sec-sources"', 'href="javascript:alert()"')),
        "broken",
        BRIEF,
        "it leads neither to a page",
    ),
    "another date in one language": (
        lambda built: built.edit(
            BRIEF, lambda text: text.replace("2026-11-21", "2026-11-22").replace("21 November", "22 November")
        ),
        "unpaired",
        CHINESE,
        "date: reports/en/brief.html does not say the same",
    ),
    "a first page that leads away": (
        lambda built: built.edit("index.html", replaced('content="0; url=reports/zh/', 'content="0; url=reports/xx/')),
        "broken",
        "index.html",
        "there is no such file",
    ),
    "a style sheet from elsewhere": (
        lambda built: built.edit(
            BRIEF, replaced("</head>", '<link rel="stylesheet" href="https://example.org/a.css"></head>')
        ),
        "broken",
        BRIEF,
        "it is loaded from elsewhere",
    ),
    "data for download that is not the data": (
        lambda built: built.edit("data/observations/erqi.csv", replaced(",87,", ",88,")),
        "stale",
        "data/observations/erqi.csv",
        "it is not the file that the audit reads",
    ),
}
"""How each is planted, of which kind it is, on which page, and what is found."""
