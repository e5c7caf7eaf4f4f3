"""Safety: data is untrusted; whatever a text of it carries is printed as the letters that it is, and runs nothing."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from browsing import launched, served
from building import report
from conftest import copy_project
from rendering import finish_site, render_reports

from districtbrief.specs import read_specs

HOSTILE = {
    "html": "<script>document.title='seized'</script><b>bold</b>",
    "handler": "<img src=x onerror=\"document.title='seized'\">",
    "entity": "&lt;i&gt; &amp; &copy; &#65;",
    "markdown": "**bold** _it_ ~~gone~~ `code` x^2^ H~2~O",
    "link": "[link](https://example.invalid/) ![seen](x.png) <https://example.invalid/>",
    "table": "a | b :::: {.note} ::: # h",
    "attribute": '{.num title="x"} [a]{.claim} {#sec-x}',
    "reference": "@fig-themes [@cite] ^[note] [^1]",
    "smart": "a -- b --- c ... 'd' \"e\"",
    "typst": '#eval("1+1") #image("x.svg") $ x $ *b* @label <tag> // c /* d */',
    "jinja": "{{ 7 * 7 }} {% raw %} {## c ##} {{ voice }}",
    "latex": "\\input{/etc/hostname} $\\alpha$ \\begin{x} %",
    "lua": "]] os.execute('true') --[[ ]]",
    "shortcode": "{{< include /etc/hostname >}} {{< pagebreak >}}",
    "yaml": "--- key: 'value: - [x ...",
    "path": "../../../etc/passwd",
    "format": "{found!r} {0} %s %(x)s $(true) `true`",
    "heading": "1. one # two",
}
"""What each stands for, and a text that does harm where it is taken for more than a text."""
LANG = "en"
SHOWN = ("brief", "comparison", "erqi", "index", "observations")


def spread(path: Path, columns: Sequence[str], texts: Mapping[str, str]) -> dict[str, str]:
    """Write a text into each row's columns in turn, and say which row's id has which."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    given = dict(zip((row["id"] for row in rows), list(texts.values()) * len(rows), strict=False))
    for row in rows:
        row |= {column: f"{row[column]} {given[row['id']]}" for column in columns if row[column]}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return given


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project, with a hostile text at the end of every text of the data that a page prints."""
    project = copy_project(tmp_path_factory.mktemp("hostile") / "project")
    data = project / "data"
    labels = [f"{name}_{lang}" for name in ("label", "definition", "reason") for lang in ("zh", "en")]
    spread(data / "indicators.csv", labels, HOSTILE)
    for district in ("erqi", "jinshui"):
        spread(data / "observations" / f"{district}.csv", ["note_zh", "note_en"], HOSTILE)
    for name in ("themes", "calculations"):
        spread(data / f"{name}.csv", ["label_zh", "label_en"], HOSTILE)
    spread(data / "units.csv", ["label_zh", "label_en"], HOSTILE)
    for column, kind in (("headline", "html"), ("headline", "shortcode"), ("byline", "reference")):
        spread(data / "sources.csv", [column], {kind: HOSTILE[kind]})
    return project


@pytest.fixture(scope="module")
def site(hostile: Path) -> Path:
    """Build the pages of the hostile project in one language."""
    site = hostile / "site"
    shown = (spec for spec in read_specs(hostile) if spec.lang == LANG and spec.name in SHOWN)
    render_reports(hostile, site, shown)
    finish_site(hostile, site)
    return site


class Page(HTMLParser):
    """What a page says and what it loads."""

    def __init__(self, path: Path) -> None:
        """Read a page."""
        super().__init__()
        self.said: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep what is said outside of scripts."""
        if self.tags[-1:] and self.tags[-1][0] == "script" and self.lasttag == "script":
            return
        self.said.append(data)

    @property
    def text(self) -> str:
        """All that it says."""
        return squeezed("".join(self.said))


def squeezed(text: str) -> str:
    """Leave out blanks, which line breaks of a page add and drop."""
    return re.sub(r"\s+", "", text)


@pytest.mark.long
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_page_prints_a_text_of_the_data_as_it_is(site: Path, kind: str) -> None:
    """Labels and notes stand on the page letter for letter, in the ledger and in the comparison."""
    for name in ("observations", "comparison"):
        assert squeezed(HOSTILE[kind]) in Page(site / "reports" / LANG / f"{name}.html").text


@pytest.mark.long
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_pdf_prints_a_text_of_the_data_as_it_is(site: Path, kind: str) -> None:
    """What is printed is the text, whatever it would mean to Typst."""
    pages = pypdf.PdfReader(site / "reports" / LANG / "observations.pdf").pages
    text = squeezed("".join(page.extract_text() for page in pages))

    assert squeezed(HOSTILE[kind]) in text


@pytest.mark.long
def test_a_page_loads_and_runs_nothing_that_is_not_the_sites(site: Path) -> None:
    """No script, style, picture or frame but the site's own, no handler, no link that runs; a policy says so."""
    for path in sorted(site.rglob("*.html")):
        page = Page(path)
        policy = [given["content"] for tag, given in page.tags if given.get("http-equiv") == "Content-Security-Policy"]
        assert len(policy) == 1
        assert "unsafe-inline" not in policy[0].replace("style-src-attr 'unsafe-inline'", "")
        assert policy[0].startswith("default-src 'none'")
        for tag, given in page.tags:
            assert not [name for name in given if name.startswith("on")]
            assert not given.get("href", "").lstrip().lower().startswith(("javascript:", "data:", "https://example"))
            assert not re.match(r"[a-z]+:|//", given.get("src", ""))
            assert tag not in ("iframe", "object", "embed", "base", "form", "style")
            assert tag != "script" or given.get("src") or given.get("type") == "application/ld+json"


@pytest.mark.long
def test_in_a_browser_nothing_of_the_data_runs(site: Path) -> None:
    """No script of the data changes the page, no request leaves it, and the policy is never even asked."""
    with launched() as browser, served(site) as address:
        page = browser.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        for name in SHOWN:
            page.goto(f"{address}/reports/{LANG}/{name}.html")
            page.wait_for_load_state("networkidle")
            assert "seized" not in page.title() or "document.title" in page.title()
    assert not [url for url in asked if not url.startswith(address)]
    assert not [text for text in said if "Content Security Policy" in text]


def drawn(hostile: Path) -> Iterator[list[str]]:
    """Yield the texts of every row of the tables beside the charts."""
    for path in sorted((hostile / "figures" / LANG).rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.reader(file)


@pytest.mark.long
def test_a_chart_and_its_table_carry_a_text_as_it_is(hostile: Path, site: Path) -> None:
    """The table beside a chart has the very label, and the chart draws no formula of it."""
    assert site
    cells = {squeezed(cell) for row in drawn(hostile) for cell in row}

    assert any(squeezed(HOSTILE["latex"]) in cell for cell in cells)
    assert any(squeezed(HOSTILE["html"]) in cell for cell in cells)


@pytest.mark.quarto
def test_quarto_reads_no_file_that_a_label_names(hostile: Path, site: Path) -> None:
    """A shortcode in a label stays a text under Quarto too, where shortcodes mean something."""
    assert site
    command = ["quarto", "render", f"reports/{LANG}/observations.ipynb", "--to", "html"]
    result = subprocess.run(command, cwd=hostile, capture_output=True, text=True, check=False, timeout=240)
    assert result.returncode == 0, result.stderr
    page = next(path for path in hostile.rglob("observations.html") if "site" not in path.parts[-4:])

    text = Page(page).text
    assert squeezed(HOSTILE["shortcode"]) in text
    assert squeezed(Path("/etc/hostname").read_text(encoding="utf-8")) not in text


@pytest.mark.hour
@pytest.mark.parametrize("name", ["$(touch seized)", "a; touch seized;", "`touch seized`", "a b"])
def test_the_shell_runs_no_name_of_a_file(project: Path, name: str) -> None:
    """Snakemake's commands are lines for a shell; a file's name stays one word in them."""
    (project / "assets" / f"{name}.css").write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "--cores", "1", "--nolock", "build/noted/looks"]
    command += ["--config", "renderer=embedded"]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=120)

    assert result.returncode == 0, result.stderr
    assert f"{name}.css" in (project / "build" / "noted" / "looks").read_text(encoding="utf-8")
    assert not list(project.rglob("seized"))


@pytest.mark.hour
@pytest.mark.parametrize("name", ["$(touch seized)", "a; touch seized;", "../../seized", "-rf"])
def test_no_id_of_the_data_is_run_or_leaves_the_project(project: Path, name: str) -> None:
    """A district's id becomes a word of a command and the name of a page: what is no id is refused before that."""
    with (project / "data" / "districts.csv").open("a", encoding="utf-8") as file:
        file.write(f"{name},甲区,Jia,郑州市,Zhengzhou\n")
    run = report(project)

    assert run.code == 1
    assert [line for line in run.lines if line.startswith("data/districts.csv row 4, column id: ")]
    assert not [line for line in run.lines if "Traceback" in line]
    assert not [*project.parent.rglob("seized*"), *project.glob("reports/**/*.ipynb")]
