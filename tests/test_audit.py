"""The audit reads a rendered site as its readers do, and sees every fault that is planted in it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import planted_charts
import planted_numbers
import planted_pages
import pytest
from conftest import ROOT, EditCell
from copying import contents
from killing import copy_whole
from rendered_brief import BRIEF, CHART, CHINESE, PDF, Rendered, add_cell, pages_of, render, replaced
from rendering import finish_site
from tiers import first_of_each

from districtbrief.audit import audit, summary, write_results
from districtbrief.audit.charts import read_rows
from districtbrief.audit.document import resolved
from districtbrief.audit.head import check_head
from districtbrief.audit.page import Page
from districtbrief.audit.pdf import read_pdf
from districtbrief.audit.pictures import check_drawing, texts_of
from districtbrief.audit.prose import Structure
from districtbrief.audit.record import Record
from districtbrief.audit.words import read_words
from districtbrief.datapackage import DataPackage
from districtbrief.faults import FaultError, catalogue

pytestmark = pytest.mark.slow

PLANTED = planted_numbers.PLANTED | planted_charts.PLANTED | planted_pages.PLANTED


@pytest.fixture(scope="module")
def clean(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """Finish the site that has the brief in both languages, as the pipeline does."""
    project = copy_whole(few, tmp_path_factory.mktemp("audit") / "project")
    site = pages_of(project).rename(project / "site")
    finish_site(project, site)
    return Rendered(project, site)


@pytest.fixture
def built(clean: Rendered, tmp_path: Path) -> Rendered:
    """Copy the rendered site and its data, to be broken."""
    project = tmp_path / "project"
    shutil.copytree(clean.project, project, ignore=shutil.ignore_patterns("build"))
    (project / "build").symlink_to(clean.project / "build")  # the fonts
    return Rendered(project, project / "site")


def test_a_clean_site_passes(clean: Rendered) -> None:
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


@pytest.mark.long
def test_every_way_of_counting_passes(project: Path, edit_cell: EditCell) -> None:
    """Ceilings, approximations and zero are read as they are printed, and so is a number that takes two lines."""
    for key, cells in ODD.items():
        table = project / "data" / "observations" / f"{key.partition('-')[0]}.csv"
        for column, value in zip(("value", "qualifier", "as_printed"), cells, strict=True):
            edit_cell(table, key, column, value)
    built = render(project)
    assert [str(fault) for fault in built.audit().faults] == []
    assert "at most 350 million yuan" in (built.site / BRIEF).read_text(encoding="utf-8")


@pytest.mark.long
def test_every_digit_of_a_charts_table_counts(project: Path, edit_cell: EditCell) -> None:
    """What is drawn is told to the last digit, however many there are, and one that is wrong is found."""
    table = project / "data" / "observations" / "erqi.csv"
    for column, value in (("value", "1234567890123"), ("as_printed", "1234567890123个")):
        edit_cell(table, "erqi-compounds", column, value)
    built = render(project)
    assert [str(fault) for fault in built.audit().faults] == []

    built.edit(f"{CHART}.csv", replaced(",1234567890123,", ",1234567890120,"))

    told = [str(item.fault) for item in built.audit().findings if item.kind == "chart"]
    assert any("has 1234567890120 for obs-erqi-compounds, and the data 1234567890123" in line for line in told)


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


def test_the_whole_markdown_subset_passes(built: Rendered) -> None:
    """Footnotes, references, lists, callouts, and numbers in headings, captions and cells are no faults."""
    chinese = SUBSET.replace("[87]", "[87个]").replace("in 2021", "2021年")
    chinese = chinese.replace("“87个”: Erqi article, paragraph 50", "“87个”：二七区报道，第50段")
    built.render(BRIEF, lambda text: add_cell(text, SUBSET))
    built.render(CHINESE, lambda text: add_cell(text, chinese))
    assert "A note at the foot of the page." in (built.site / BRIEF).read_text(encoding="utf-8")
    assert "Anoteatthefootofthepage." in re.sub(r"\s", "", "".join(read_pdf(built.site / PDF).pages))
    assert [str(fault) for fault in built.audit().faults] == []


@pytest.mark.parametrize("fault", first_of_each(PLANTED, lambda fault: PLANTED[fault][1:3]))
def test_a_planted_fault_is_caught(built: Rendered, fault: str) -> None:
    """Each kind of fault is found, under its name, at its place."""
    plant, kind, page, found = PLANTED[fault]
    plant(built)
    told = [str(item.fault) for item in built.audit().findings if (item.kind, item.page) == (kind, page)]
    assert any(found in line for line in told), told


@pytest.mark.parametrize(("place", "found"), [('<main id="text">', []), ("<body>", [BRIEF])], ids=["text", "menu"])
def test_a_report_may_be_listed_a_page_further_on(built: Rendered, place: str, found: list[str]) -> None:
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
    "an article not listed": ('id="article-jinshui"', "", "article-jinshui"),
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


def changed_page(clean: Rendered, folder: Path, old: str, new: str, name: str = BRIEF) -> Page:
    """Read a page of the rendered site with one piece of it changed, if at all."""
    before = (clean.site / name).read_text(encoding="utf-8")
    assert old in before, "nothing was planted"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    return Page(folder, name)


@pytest.mark.parametrize("fault", HEADS)
def test_a_head_that_says_otherwise_is_caught(
    clean: Rendered, tmp_path: Path, package: DataPackage, about: dict[str, object], fault: str
) -> None:
    """Whatever search engines and previews are told is what the page and the data say."""
    old, new, at = HEADS[fault]
    told = [found.at for found in check_head(changed_page(clean, tmp_path, old, new), Record(package), about)]
    assert any(item.startswith(at) for item in told), told


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("erqi.html", "reports/zh/erqi.html"),
        ("./erqi.html", "reports/zh/erqi.html"),
        ("../en/erqi.html", "reports/en/erqi.html"),
        ("..//../figures/zh/x.svg", "figures/zh/x.svg"),
        ("../../../erqi.html", "../erqi.html"),
        ("../../../../index.html", "../../index.html"),
        ("/index.html", "/index.html"),
    ],
)
def test_an_address_leads_out_of_the_site_or_stays_in_it(path: str, file: str) -> None:
    """However often it climbs, what lies outside is never taken for a file of the site."""
    assert resolved("reports/zh/index.html", path) == file


def test_a_head_may_say_where_the_site_is_published(
    clean: Rendered, tmp_path: Path, package: DataPackage, about: dict[str, object]
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
def test_what_hides_or_adds_words_is_unread(clean: Rendered, tmp_path: Path, old: str, new: str, found: str) -> None:
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
def test_words_for_scripts_are_read_too(clean: Rendered, tmp_path: Path, package: DataPackage, fault: str) -> None:
    """What scripts put on a page from its attributes bears no number, claim or qualifier, and metadata neither."""
    old, new, kind = SAID_TO_SCRIPTS[fault]
    page = changed_page(clean, tmp_path, old, new)
    assert [found.kind for found in Structure(Record(package)).account(page, [page.date], Counter())] == [kind]


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
def test_a_picture_holds_outlines_alone(clean: Rendered, tmp_path: Path, package: DataPackage, added: str) -> None:
    """Whatever a picture says, hides or loads besides its labels is named; it is opened by itself, too."""
    path = tmp_path / "picture.svg"
    drawn = (clean.site / f"{CHART}.svg").read_text(encoding="utf-8")
    path.write_text(drawn.replace("</svg>", f"{added}</svg>"), encoding="utf-8")
    rows, words = read_rows(clean.site / f"{CHART}.svg"), read_words("en")
    told = list(
        check_drawing(path, "side_by_side", rows, texts_of("side_by_side", rows, Record(package), words), words)
    )
    assert told
    assert all("the audit cannot tell" in found for found in told), told


def test_an_observation_changed_after_rendering_is_caught(built: Rendered, edit_cell: EditCell) -> None:
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


def test_the_results_are_written_for_machines_and_readers(built: Rendered) -> None:
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
def test_a_page_that_cannot_be_read_is_a_finding(built: Rendered, content: bytes) -> None:
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
def test_a_table_that_cannot_be_read_is_a_finding(built: Rendered, change: Callable[[str], str]) -> None:
    """A chart's table that is damaged in any way is named, with its chart."""
    built.edit(f"{CHART}.csv", change)
    assert ("chart", BRIEF) in {(item.kind, item.page) for item in built.audit().findings}


def test_what_was_found_stands_on_the_page_too(built: Rendered) -> None:
    """A reader of a draft sees the faults, with every mark of markup escaped."""
    built.edit(BRIEF, replaced(">60多个<", ">&lt;b&gt;61<"))
    write_results(built.site, built.audit())
    page = (built.site / "reports/en/checked.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;61" in page
    assert "<b>61" not in page


def test_the_counts_fit_a_terminal(clean: Rendered) -> None:
    """The summary has a line a page and a total, none wider than a hundred columns."""
    lines = list(summary(clean.audit()))
    assert len(lines) == len(clean.audit().tallies) + 2
    assert max(map(len, lines)) < 100
    assert lines[-1].endswith("together")


def test_a_folder_without_a_site_is_a_fault(tmp_path: Path) -> None:
    """The audit of nothing does not pass."""
    with pytest.raises(FaultError, match="no rendered site lies here"):
        audit(ROOT, tmp_path)


def test_a_number_broken_over_two_lines_is_read_whole(clean: Rendered) -> None:
    """Each link of the PDF gives the text of its number and of nothing round it."""
    pdf = read_pdf(clean.site / "reports/zh/brief.pdf")
    page = Page(clean.site, CHINESE)
    texts = {re.sub(r"\s", "", number.text) for number in page.numbers}
    assert pdf.count == len(page.printed)
    assert all(any(text == one * (len(text) // len(one)) for one in texts) for text in pdf.links.values())


def test_the_data_of_the_site_is_the_data(clean: Rendered) -> None:
    """What the audit reads is the project's data, which the site offers unchanged."""
    assert contents(clean.site / "data") == contents(ROOT / "data")
