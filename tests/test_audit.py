"""The audit reads a rendered site as its readers do, and sees every fault that is planted in it."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from conftest import ROOT, EditCell, copy_project
from executing import run_cells
from hypothesis import given
from hypothesis import strategies as st

from districtbrief.audit import Audit, audit, summary, write_results
from districtbrief.audit.charts import read_rows
from districtbrief.audit.claims import STATEMENTS, check_claims, holds
from districtbrief.audit.head import check_head
from districtbrief.audit.page import Page
from districtbrief.audit.pdf import read_pdf
from districtbrief.audit.pictures import check_drawing
from districtbrief.audit.printing import printed
from districtbrief.audit.prose import Structure
from districtbrief.audit.record import Record
from districtbrief.audit.recorded import Recorded, bounds
from districtbrief.audit.words import languages, read_words
from districtbrief.claims import PREDICATES, Claim
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage
from districtbrief.faults import FaultError, catalogue
from districtbrief.renderers import finish_site, provide_fonts, render_page
from districtbrief.specs import read_specs
from districtbrief.wording import locale

BRIEF = "reports/en/brief.html"
PDF = "reports/en/brief.pdf"
CHINESE = "reports/zh/brief.html"
CHART = "figures/en/brief-side-by-side"


@dataclass(frozen=True)
class Built:
    """A rendered site, and the project that it was rendered from."""

    project: Path
    site: Path

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Change a file of the site, which must change."""
        path = self.site / name
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before, "nothing was planted"
        path.write_text(after, encoding="utf-8")

    def render(self, name: str, change: Callable[[str], str]) -> None:
        """Change the Markdown of an executed notebook, and render its page and PDF anew."""
        notebook = self.project / name.replace(".html", ".ipynb").replace(".pdf", ".ipynb")
        before = notebook.read_text(encoding="utf-8")
        after = change(before)
        assert after != before, "nothing was planted"
        notebook.write_text(after, encoding="utf-8")
        render_page(notebook, project=self.project, site=self.site)
        notebook.write_text(before, encoding="utf-8")

    def print_anew(self, change: Callable[[str], str]) -> None:
        """Change the English brief's PDF and not its page."""
        page = (self.site / BRIEF).read_bytes()
        self.render(BRIEF, change)
        (self.site / BRIEF).write_bytes(page)

    def audit(self) -> Audit:
        """Audit the site."""
        return audit(self.project, self.site)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Render the brief in both languages, as the pipeline does."""
    return render(copy_project(tmp_path_factory.mktemp("audit") / "project"))


def render(root: Path) -> Built:
    """Render the brief of a project in both languages, and what a site has besides."""
    (root / "reports.yml").write_text(
        """date: 2026-11-21
languages: [zh, en]
reports:
  index: {notebook: home, formats: [html]}
  brief: {notebook: brief}
  checked: {notebook: checked, formats: [html]}
""",
        encoding="utf-8",
    )
    provide_fonts(root)
    for spec in read_specs(root):
        run_cells(root, spec)
    site = root / "site"
    for page in ("index.qmd", *(spec.path for spec in read_specs(root))):
        render_page(root / page, project=root, site=site)
    finish_site(root, site)
    return Built(root, site)


@pytest.fixture
def built(clean: Built, tmp_path: Path) -> Built:
    """Copy the rendered site and its data, to be broken."""
    project = tmp_path / "project"
    shutil.copytree(clean.project, project, ignore=shutil.ignore_patterns("build"))
    (project / "build").symlink_to(clean.project / "build")  # the fonts
    return Built(project, project / "site")


def test_a_clean_site_passes(clean: Built) -> None:
    """Nothing is found on the site as it is rendered, and everything on it is counted."""
    found = clean.audit()
    assert [str(fault) for fault in found.faults] == []
    assert set(found.tallies) >= {BRIEF, PDF, CHINESE, CHINESE.replace(".html", ".pdf"), "index.html"}
    brief = found.tallies[BRIEF]
    page = Page(clean.site, BRIEF)
    assert brief.traced == len(page.numbers) + len(page.lines) > 100
    assert brief.untraced == 0
    assert brief.claims == len(page.claims) > 4
    assert brief.charts == 2
    assert brief.structural["section number"] == len(page.sections)
    assert found.tallies[PDF].traced == len(page.printed) + len(page.lines) < brief.traced
    assert found.total.numbers == sum(tally.numbers for tally in found.tallies.values())


ODD = {
    "jinshui-funds-announced": ("350000000", "at_most", "不超过3.5亿元"),
    "jinshui-ledger-items": ("400", "about", "400项左右"),
    "erqi-ledger-items": ("0", "exact", "0个"),
    "erqi-compounds": ("90", "nearly", "近90个"),
}


def test_every_way_of_counting_passes(project: Path, edit_cell: EditCell) -> None:
    """Ceilings, approximations and zero are read as they are printed, and so is a number that takes two lines."""
    for key, cells in ODD.items():
        table = project / "data" / "observations" / f"{key.partition('-')[0]}.csv"
        for column, value in zip(("value", "qualifier", "as_printed"), cells, strict=True):
            edit_cell(table, key, column, value)
    built = render(project)
    assert [str(fault) for fault in built.audit().faults] == []
    assert "at most 350 million yuan" in (built.site / BRIEF).read_text(encoding="utf-8")


SUBSET = """## The [87](#obs-erqi-compounds){.num title="“87个”: Erqi article, paragraph 50"} old compounds {#sec-more}

See @sec-reported, @sec-sources-articles and @fig-progress.[^1] More is said elsewhere.[^2]

1. the first
2. the second

term
:   what it means, in 2021

::: {.callout-note}
## A word

Read on.
:::

| what | how many |
|:---|---:|
| compounds | [87](#obs-erqi-compounds){.num title="“87个”: Erqi article, paragraph 50"} |

: The [87](#obs-erqi-compounds){.num title="“87个”: Erqi article, paragraph 50"} again {#tbl-again}

[^1]: A note at the foot of the page.
[^2]: And another.
"""


def test_the_whole_markdown_subset_passes(built: Built) -> None:
    """Footnotes, references, lists, callouts, and numbers in headings, captions and cells are no faults."""
    chinese = SUBSET.replace("[87]", "[87个]").replace("in 2021", "2021年")
    chinese = chinese.replace("“87个”: Erqi article, paragraph 50", "“87个”：二七区报道，第50段")
    built.render(BRIEF, lambda text: add_cell(text, SUBSET))
    built.render(CHINESE, lambda text: add_cell(text, chinese))
    assert "A note at the foot of the page." in (built.site / BRIEF).read_text(encoding="utf-8")
    assert "Anoteatthefootofthepage." in re.sub(r"\s", "", "".join(read_pdf(built.site / PDF).pages))
    assert [str(fault) for fault in built.audit().faults] == []


def add_cell(notebook: str, markdown: str) -> str:
    """Put Markdown before the last cell of an executed notebook."""
    told = nbformat.reads(notebook, as_version=4)
    told.cells.insert(-1, nbformat.v4.new_markdown_cell(markdown))
    return nbformat.writes(told)


def linked(text: str, anchor: str, wanted: str) -> str:
    """Print a number otherwise, wherever it stands on a page."""
    return re.sub(rf'((?:href="#|id=")(?:{anchor})"[^>]*>)[^<]*', rf"\g<1>{wanted}", text)


def without_number(notebook: str, count: int = 1) -> str:
    """Take a number out of the text of an executed notebook, once or, for 0, wherever it stands."""
    return re.sub(r"\[[^\]]*\]\(#obs-erqi-compounds\)\{[^}]*\}", "some", notebook, count=count)


def replaced(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    """Give the change of a text that puts one piece in the place of another."""
    return lambda text: text.replace(old, new, count)


def within(start: str, old: str, new: str) -> Callable[[str], str]:
    """Give the change of the first such piece of a text that stands somewhere behind a beginning."""
    return lambda text: re.sub(f"({start}.*?){re.escape(old)}", rf"\g<1>{new}", text, count=1, flags=re.DOTALL)


PLANTED: dict[str, tuple[Callable[[Built], None], str, str, str]] = {
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
    "a picture that is not there": (
        lambda built: (built.site / f"{CHART}.svg").unlink(),
        "broken",
        BRIEF,
        "there is no such file",
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
    "a picture that is no chart": (
        lambda built: built.edit(BRIEF, replaced("brief-side-by-side.svg", "brief-side-by-side.png")),
        "chart",
        BRIEF,
        "it is no chart under figures/",
    ),
    "a frame": (
        lambda built: built.edit(BRIEF, replaced("</h1>", '</h1><iframe srcdoc="88 homes"></iframe>')),
        "unread",
        BRIEF,
        "the audit cannot tell",
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
    "words of a claim that are none": (
        lambda built: built.edit(CHINESE, replaced("</h1>", "</h1><p>金水区高于二七区。</p>")),
        "untrue",
        CHINESE,
        "these words compare",
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
    "a picture outside the text": (
        lambda built: built.edit(
            BRIEF, replaced("</body>", '<img src="../../figures/en/brief-progress.png" alt="All done"></body>')
        ),
        "chart",
        BRIEF,
        "it is no chart under figures/",
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


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_caught(built: Built, fault: str) -> None:
    """Each kind of fault is found, under its name, at its place."""
    plant, kind, page, found = PLANTED[fault]
    plant(built)
    told = [str(item.fault) for item in built.audit().findings if (item.kind, item.page) == (kind, page)]
    assert any(found in line for line in told), told


@pytest.mark.parametrize(("place", "found"), [('<main id="text">', []), ("<body>", [BRIEF])], ids=["text", "menu"])
def test_a_report_may_be_listed_a_page_further_on(built: Built, place: str, found: list[str]) -> None:
    """The home page leads to a report, or to a page whose text does; what stands round a text is on every page."""
    built.edit("reports/en/index.html", replaced('href="brief.html"', 'href="checked.html"', 9))
    built.edit("reports/en/checked.html", replaced('href="brief.html"', 'href="checked.html"', 9))
    built.edit("reports/en/checked.html", replaced(place, f'{place}<p><a href="brief.html">Brief</a></p>'))

    assert [item.page for item in built.audit().findings if item.kind == "missing"] == found


HEADS = {
    "the title": ("<title>Erqi and Jinshui", "<title>Jinshui ahead of Erqi", "title"),
    "the description": ('name="description" content="What', 'name="description" content="Why', "description"),
    "a preview's title": ('og:title" content="Erqi', 'og:title" content="88 of Erqi', "og:title"),
    "a preview's description": ('og:description" content="What', 'og:description" content="88', "og:description"),
    "a preview's picture": ('en/brief-side-by-side.png">\n<meta', 'en/brief-progress.png">\n<meta', "og:image"),
    "a preview's picture in words": (
        'image:alt" content="Dead-end roads opened: Erqi reports 14',
        'image:alt" content="41',
        "og:image:alt",
    ),
    "a second description": ("</head>", '<meta property="og:description" content="88"></head>', "og:description"),
    "the day of publication": (
        'published_time" content="2026',
        'published_time" content="2025',
        "article:published_time",
    ),
    "the day behind the one shown": ('datetime="2026', 'datetime="2025', "dcterms.date"),
    "linked data's day": ('"datePublished":"2026', '"datePublished":"2025', "linked data: datePublished"),
    "linked data's description": ('"description":"What', '"description":"88', "linked data: description"),
    "more in linked data": ('"@type":"Report"', '"@type":"Report","about":"88 homes"', "linked data: about"),
    "a name there twice": ('"@type":"Report"', '"@type":"Claim","@type":"Report"', "linked data: @context"),
    "linked data that is none": ('ld+json">{', 'ld+json">', "linked data: @context"),
    "linked data there twice": (
        "</head>",
        '<script type="application/ld+json">{}</script></head>',
        "linked data: @context",
    ),
    "the data set's name": ("two newspaper articles", "ninety newspaper articles", "linked data: isPartOf"),
    "a download's address": (
        '"../../downloads/observations.csv","enc',
        '"../../downloads/a.csv","enc',
        "linked data: isPartOf",
    ),
    "the PDF of another": ('"contentUrl":"brief.pdf"', '"contentUrl":"index.pdf"', "linked data: encoding"),
    "an article's author": ('"name":"本报记者', '"name":"新华社记者', "linked data: isBasedOn"),
    "an article's year": ('"datePublished":"2021"', '"datePublished":"2012"', "linked data: isBasedOn"),
    "its own address": ('rel="canonical" href="brief', 'rel="canonical" href="index', "index.html"),
    "another page in the other language": (
        'href="../zh/brief.html" lang',
        'href="../zh/index.html" lang',
        "../zh/index.html",
    ),
    "another PDF to print": ('class="print" href="brief.pdf"', 'class="print" href="other.pdf"', "other.pdf"),
    "leading away": ("</head>", '<meta http-equiv="refresh" content="0; url=index.html"></head>', "index.html"),
}


@pytest.fixture(scope="module")
def about() -> dict[str, object]:
    """Read the description of the data package."""
    return dict(json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8")))


def changed_page(clean: Built, folder: Path, old: str, new: str, name: str = BRIEF) -> Page:
    """Read a page of the rendered site with one piece of it changed, if at all."""
    before = (clean.site / name).read_text(encoding="utf-8")
    assert old in before, "nothing was planted"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    return Page(folder, name)


@pytest.mark.parametrize("fault", HEADS)
def test_a_head_that_says_otherwise_is_caught(
    clean: Built, tmp_path: Path, package: DataPackage, about: dict[str, object], fault: str
) -> None:
    """Whatever search engines and previews are told is what the page and the data say."""
    old, new, at = HEADS[fault]
    told = [found.at for found in check_head(changed_page(clean, tmp_path, old, new), Record(package), about)]
    assert any(item.startswith(at) for item in told), told


def test_a_head_may_say_where_the_site_is_published(
    clean: Built, tmp_path: Path, package: DataPackage, about: dict[str, object]
) -> None:
    """Absolute addresses are the same files; those of another page are found as before."""
    page = (clean.site / BRIEF).read_text(encoding="utf-8")
    head, body = page.split("</head>")
    absolute = re.sub(r'"(?:\.\./\.\./)((?:figures|downloads)/)', r'"https://example.org/a/\1', head)
    absolute = re.sub(r'((?:href|Url|url)"?[=:]")(brief\.)', r"\1https://example.org/a/reports/en/\2", absolute)
    absolute = absolute.replace('href="../zh/', 'href="https://example.org/a/reports/zh/')
    absolute = absolute.replace('href="../en/', 'href="https://example.org/a/reports/en/')
    (tmp_path / BRIEF).parent.mkdir(parents=True)
    (tmp_path / BRIEF).write_text(f"{absolute}</head>{body}", encoding="utf-8")
    assert list(check_head(Page(tmp_path, BRIEF), Record(package), about)) == []
    (tmp_path / BRIEF).write_text(
        f"{absolute}</head>{body}".replace("a/downloads/obs", "downloads/obs"), encoding="utf-8"
    )
    assert [item.at for item in check_head(Page(tmp_path, BRIEF), Record(package), about)] == ["linked data: isPartOf"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("</head>", "<style>.num::after { content: '8' }</style></head>", "style"),
        ("</head>", "<script>document.title = 88</script></head>", "script"),
        ("</head>", '<base href="https://example.org/"></head>', "base"),
        ("</main>", "</main><script type='application/ld+json'>{}</script>", "script"),
        ("</body>", '<iframe srcdoc="88"></iframe></body>', "iframe"),
        ("<li><strong>", "<li hidden><strong>", "li hidden"),
        ("<li><strong>", '<li aria-hidden="true"><strong>', "li aria-hidden"),
        ("<li><strong>", '<li style="display:none"><strong>', "li style"),
        ('style="text-align: left;"', 'style="text-align: left; width: 0%"', "th style"),
    ],
)
def test_what_hides_or_adds_words_is_unread(clean: Built, tmp_path: Path, old: str, new: str, found: str) -> None:
    """No page has scripts or styles of its own, frames, or parts that are kept from some of its readers."""
    assert changed_page(clean, tmp_path, old, new).unread == [found]


SAID_TO_SCRIPTS = {
    "a number": ('data-auto="As', 'data-auto="88', "untraced"),
    "a number word": ('data-label="Light', 'data-label="Eighty lights', "untraced"),
    "a claim": ('data-auto="As', 'data-auto="Clearly more than', "untrue"),
    "a qualifier before what is filled in": ('data-auto="As', 'data-auto="over {count}', "misprinted"),
    "other metadata": ("</head>", '<meta name="author" content="88 experts"></head>', "untraced"),
}


@pytest.mark.parametrize("fault", SAID_TO_SCRIPTS)
def test_words_for_scripts_are_read_too(clean: Built, tmp_path: Path, structure: Structure, fault: str) -> None:
    """What scripts put on a page from its attributes bears no number, claim or qualifier, and metadata neither."""
    old, new, kind = SAID_TO_SCRIPTS[fault]
    page = changed_page(clean, tmp_path, old, new)
    assert [found.kind for found in structure.account(page, [page.date], Counter())] == [kind]


@pytest.mark.parametrize(
    "added",
    [
        "<title>88 homes</title>",
        "<desc>88 homes</desc>",
        '<image href="data:image/png;base64,AA"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">88 homes</p></foreignObject>',
        "<script>88</script>",
        "<style>#value-1 { display: none }</style>",
        '<g aria-label="88 homes"/>',
        '<g style="display: none"/>',
        '<a href="https://example.org/"/>',
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="other.svg#a"/>',
        '<metadata><title xmlns="http://purl.org/dc/elements/1.1/">88 homes</title></metadata>',
    ],
)
def test_a_picture_holds_outlines_alone(clean: Built, tmp_path: Path, package: DataPackage, added: str) -> None:
    """Whatever a picture says, hides or loads besides its labels is named; it is opened by itself, too."""
    path = tmp_path / "picture.svg"
    drawn = (clean.site / f"{CHART}.svg").read_text(encoding="utf-8")
    path.write_text(drawn.replace("</svg>", f"{added}</svg>"), encoding="utf-8")
    rows, words = read_rows(clean.site / f"{CHART}.svg"), read_words("en")
    told = list(check_drawing(path, "side_by_side", rows, Record(package), words))
    assert told
    assert all("the audit cannot tell" in found for found in told), told


def test_an_observation_changed_after_rendering_is_caught(built: Built, edit_cell: EditCell) -> None:
    """Every page that prints it is named, its charts and the calculations that rest on it too."""
    for column, value in (("value", "88"), ("as_printed", "88个")):
        edit_cell(built.project / "data" / "observations" / "erqi.csv", "erqi-compounds", column, value)
    found = built.audit().findings
    kinds = {(item.kind, item.page) for item in found}
    assert {("misprinted", BRIEF), ("misprinted", CHINESE), ("chart", BRIEF), ("chart", CHINESE)} <= kinds
    assert {("misquoted", BRIEF), ("stale", "data/observations/erqi.csv")} <= kinds
    assert {"obs-erqi-compounds", "calc-ratio-compounds-jinshui-erqi"} <= {item.at for item in found}


def test_every_kind_of_finding_is_planted() -> None:
    """No kind of finding is left that no test has seen."""
    assert {f"audit.{kind}" for _, kind, _, _ in PLANTED.values()} == {
        code for code in catalogue() if code.startswith("audit.")
    }


def test_the_results_are_written_for_machines_and_readers(built: Built) -> None:
    """`audit.json` counts every page; the page on the checks shows the same counts, and passes the next audit."""
    found = built.audit()
    written = write_results(built.site, found)
    told = json.loads((built.site / "audit.json").read_text(encoding="utf-8"))
    assert told["findings"] == []
    assert told["pages"][BRIEF]["traced"] == found.tallies[BRIEF].traced
    assert told["total"]["untraced"] == 0
    assert {path.relative_to(built.site).as_posix() for path in written} == {
        "audit.json",
        "reports/en/checked.html",
        "reports/zh/checked.html",
    }
    page = (built.site / "reports/en/checked.html").read_text(encoding="utf-8")
    assert f"<td>{found.tallies[BRIEF].numbers}</td><td>{found.tallies[BRIEF].traced}</td>" in page
    before = contents(built.site)
    again = built.audit()
    write_results(built.site, again)
    assert again == found
    assert contents(built.site) == before


@pytest.mark.parametrize(
    "content",
    [b"", b" ", b"\xff\xfe", b"<p>88", b"<html lang='fr'><p>88", b"<html><frameset></frameset></html>"],
    ids=["empty", "blank", "no text", "no language", "another language", "frames"],
)
def test_a_page_that_cannot_be_read_is_a_finding(built: Built, content: bytes) -> None:
    """Whatever stands in the place of a page, the audit ends, and names it."""
    (built.site / BRIEF).write_bytes(content)
    assert ("missing", BRIEF) in {(item.kind, item.page) for item in built.audit().findings}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",524,524,", ",abc,524,"),
        lambda text: text.replace(",524,524,", ",1/0,524,"),
        lambda text: text.replace("label", "labels", 1),
        lambda text: text.splitlines()[0] + "\n",
        lambda text: text + '"' + "x" * 200_000,
        lambda text: text.replace("524", "52\x004"),
    ],
    ids=["no number", "nothing divided", "header", "no row", "one long field", "a NUL"],
)
def test_a_table_that_cannot_be_read_is_a_finding(built: Built, change: Callable[[str], str]) -> None:
    """A chart's table that is damaged in any way is named, with its chart."""
    built.edit(f"{CHART}.csv", change)
    assert ("chart", BRIEF) in {(item.kind, item.page) for item in built.audit().findings}


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_found_stands_on_the_page_too(built: Built) -> None:
    """A reader of a draft sees the faults, with every mark of markup escaped."""
    built.edit(BRIEF, replaced(">60多个<", ">&lt;b&gt;61<"))
    write_results(built.site, built.audit())
    page = (built.site / "reports/en/checked.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;61" in page
    assert "<b>61" not in page


def test_the_counts_fit_a_terminal(clean: Built) -> None:
    """The summary has a line a page and a total, none wider than a hundred columns."""
    lines = list(summary(clean.audit()))
    assert len(lines) == len(clean.audit().tallies) + 2
    assert max(map(len, lines)) < 100
    assert lines[-1].endswith("together")


def test_a_folder_without_a_site_is_a_fault(tmp_path: Path) -> None:
    """The audit of nothing does not pass."""
    with pytest.raises(FaultError, match="no rendered site lies here"):
        audit(ROOT, tmp_path)


def text_page(tmp_path: Path, body: str, lang: str = "en") -> Page:
    """Write a page with a body, and read it."""
    path = tmp_path / "page.html"
    path.write_text(f'<html lang="{lang}"><head></head><body>{body}</body></html>', encoding="utf-8")
    return Page(tmp_path, path.name)


MOST = '<p>It gives <span class="claim" data-predicate="most" data-left="{0}">{1}</span> on {2}</p>'


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("count-jinshui-learning", "the most figures", "learning"), ""),
        (("count-erqi-flood-recovery count-erqi-investment", "the most figures", "investment and flood recovery"), ""),
        (("count-erqi-investment", "the most figures", "investment"), "other themes have as many figures, or more"),
        (("count-jinshui-roads", "the most figures", "roads"), "other themes have as many figures, or more"),
        (("count-jinshui-learning", "the most figures", "roads"), "its themes are not those of its sentence"),
        (("count-jinshui-learning", "most of all", "learning"), "the words do not say most"),
        (("", "the most figures", "learning"), "other themes have as many figures, or more"),
        (("obs-erqi-compounds", "the most figures", "learning"), "other themes have as many figures, or more"),
    ],
)
def test_what_an_article_writes_most_about_is_counted(
    tmp_path: Path, package: DataPackage, said: tuple[str, str, str], found: str
) -> None:
    """The themes said to have the most figures are all those that have, and are named beside the claim."""
    page = text_page(tmp_path, MOST.format(*said))
    assert [item.found for item in check_claims(page, Record(package))] == ([found] if found else [])


@pytest.fixture(scope="module")
def structure(package: DataPackage) -> Structure:
    """Know the structural numerals of the real data."""
    return Structure(Record(package))


@pytest.mark.parametrize(
    ("lang", "body", "kind"),
    [
        ("en", "<p>in 2021</p>", "date of the data"),
        ("zh", "<p>二七区2021年的数字</p>", "date of the data"),
        ("en", "<p>invested as of 24 December</p>", "date of the data"),
        ("zh", "<p>截至12月24日</p>", "date of the data"),
        ("en", "<p>Published 21 November 2026</p>", "date"),
        ("zh", "<p>2026年11月21日</p>", "date"),
        ("en", "<h2>Per 10,000 residents</h2>", "unit of a rate"),
        ("zh", "<h2>折合每万常住人口</h2>", "unit of a rate"),
        ("en", "<figcaption>Figure 1: Roads</figcaption>", "figure or table number"),
        ("zh", "<table><caption>表 12：道路</caption></table>", "figure or table number"),
        ("en", "<p>planned in a five-year support plan for firms</p>", "word"),
        ("zh", "<p>五年期企业支持计划金额</p>", "word"),
        ("zh", "<p>二七区和金水区</p>", "word"),
        ("zh", "<p>每一个数字</p>", "word"),
    ],
)
def test_structural_numerals_are_known_by_kind(
    tmp_path: Path, structure: Structure, lang: str, body: str, kind: str
) -> None:
    """Dates of the data, units, captions and words that count nothing are counted as what they are."""
    kinds: Counter[str] = Counter()
    found = list(structure.account(text_page(tmp_path, body, lang), ["2026-11-21"], kinds))
    assert found == []
    assert kinds[kind] > 0


@pytest.mark.parametrize(
    ("lang", "body", "token"),
    [
        ("en", "<p>87 compounds</p>", "87"),
        ("en", "<p>in 2022</p>", "2022"),
        ("en", "<p>2021 homes</p>", "2021"),
        ("en", "<p>as of 25 December</p>", "25"),
        ("en", "<p>22 November</p>", "22"),
        ("en", "<p>per 100,000 residents</p>", "100,000"),
        ("en", "<p>a three-year plan</p>", "three"),
        ("en", "<p>twice as many</p>", "twice"),
        ("en", "<p>four <em>homes</em></p>", "four"),
        ("en", "<p>tw&shy;elve homes</p>", "twelve"),
        ("en", "<p>they doubled</p>", "doubled"),
        ("en", "<p>contain 2021 homes</p>", "2021"),
        ("en", "<p>a five-year plan</p>", "five"),
        ("en", "<p>87² homes</p>", "87²"),
        ("zh", "<p>twelve homes</p>", "twelve"),
        ("zh", "<p>八十七户</p>", "八十七户"),
        ("zh", "<p>“八十七个老旧小区”</p>", "八十七个老旧小区"),
        ("zh", "<p>增长二百五十</p>", "二百五十"),
        ("zh", "<p>半数居民</p>", "半数"),
        ("zh", "<p>又翻番</p>", "翻番"),
        ("en", "<p>8<em>7</em> compounds</p>", "87"),
        ("en", "<p>½ of them</p>", "½"),
        ("en", '<a href="#obs-erqi-compounds">87</a>', "87"),
        ("en", "<p hidden>87</p>", "87"),
        ("en", "<figcaption>Figure 1: 87 roads</figcaption>", "87"),
        ("en", "<p>Figure 1: roads</p>", "1"),
        ("zh", "<p>两部电梯</p>", "两部"),
        ("zh", "<p>百余部电梯</p>", "百余部"),
        ("zh", "<p>十余个项目</p>", "十余个"),
        ("zh", "<p>三分之一的居民</p>", "三分之一"),
        ("zh", "<p>三年计划</p>", "三年"),
        ("zh", "<p>共2021个</p>", "2021"),
    ],
)
def test_other_numerals_are_untraced(tmp_path: Path, structure: Structure, lang: str, body: str, token: str) -> None:
    """Whatever counts and leads nowhere is named."""
    found = list(structure.account(text_page(tmp_path, body, lang), ["2026-11-21"], Counter()))
    assert [item.found.partition(" leads")[0] for item in found] == [token]


def test_a_citys_name_counts_nothing(tmp_path: Path, package: DataPackage) -> None:
    """七台河 is a city; seven platforms are a count."""
    structure = Structure(Record(package), frozenset(["七台河市"]))
    page = text_page(tmp_path, "<p>七台河市的七台电梯</p>", "zh")

    assert [item.found.partition(" leads")[0] for item in structure.account(page, [], Counter())] == ["七台"]


def test_scripts_and_styles_are_not_text(tmp_path: Path, structure: Structure) -> None:
    """What no reader sees is not read, and what stands beside it is."""
    body = "<script>var a = 1;</script><style>p { margin: 2px }</style><p>9</p><template>3</template>"
    found = list(structure.account(text_page(tmp_path, body), [], Counter()))
    assert [item.found[0] for item in found] == ["9"]


def test_the_audit_shares_no_code_with_what_it_audits() -> None:
    """Its modules import the reader of the data, the scanner of articles and how faults are said, and nothing else."""
    shared = {"datapackage", "faults", "scanning"}
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


def test_a_number_broken_over_two_lines_is_read_whole(clean: Built) -> None:
    """Each link of the PDF gives the text of its number and of nothing round it."""
    pdf = read_pdf(clean.site / "reports/zh/brief.pdf")
    page = Page(clean.site, CHINESE)
    texts = {re.sub(r"\s", "", number.text) for number in page.numbers}
    assert pdf.count == len(page.printed)
    assert all(any(text == one * (len(text) // len(one)) for one in texts) for text in pdf.links.values())


def test_the_data_of_the_site_is_the_data(clean: Built) -> None:
    """What the audit reads is the project's data, which the site offers unchanged."""
    assert contents(clean.site / "data") == contents(ROOT / "data")
