"""Both renderers: the same text, numbers and anchors, in a fair copy and in a draft."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from pypdf import PdfReader
from rendering import finish_site, render_site
from sample import cell, lay_out

from districtbrief.renderers.embedded import render_page
from districtbrief.renderers.quarto import render_site_with_quarto

pytestmark = pytest.mark.slow

LANGUAGES = ("zh", "en")
VISIBLE_IN_PRINT = {"zh": "只在打印版里。", "en": "Only in print."}
STAMP = "DRAFT / 草稿"
VISIBLE_ON_SCREEN = {"zh": "只在网页里。", "en": "Only on the web."}


@dataclass
class Page(HTMLParser):
    """What a reader finds in the ``main`` of an HTML page."""

    source: str
    text: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the page."""
        super().__init__()
        self._open: list[str] = []
        main = re.search(r"<main.*</main>", self.source, re.DOTALL)
        self.feed(main[0] if main else "")
        self.text = re.sub(r"\s+", " ", self.text.replace("\N{NO-BREAK SPACE}", " "))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what the tag carries."""
        given = {key: value or "" for key, value in attrs}
        self.text += " " if tag not in {"a", "span", "strong", "em", "sup"} else ""
        if "id" in given:
            self.ids.append(given["id"])
        if "href" in given:
            self.links.append(given["href"].removeprefix("./"))
        if tag == "img":
            self.images.append((given["src"], given["alt"]))
        if "data-predicate" in given:
            self.claims.append(given["data-predicate"])
        if given.get("role") == "note":
            self.boxes.append(given["class"])
        if re.fullmatch(r"h\d", tag):
            self.headings.append("")
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a heading."""
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data
        if self._open:
            self.headings[-1] += data.replace("\n", "")


def page(site: Path, name: str) -> Page:
    """Read an HTML page of ``site``."""
    return Page((site / f"{name}.html").read_text(encoding="utf-8"))


def pdf_text(path: Path) -> str:
    """Read the text of a PDF, with all white space made plain."""
    return re.sub(r"\s+", " ", "\n".join(leaf.extract_text() for leaf in PdfReader(path).pages))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out the project whose reports use every construct of the subset."""
    return lay_out(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    """Render that project with the embedded renderer."""
    site = project / "build" / "site"
    render_site(project, site)
    finish_site(project, site)
    return site


@pytest.fixture(scope="module")
def quarto_site(project: Path) -> Path:
    """Render that project with Quarto."""
    site = project / "build" / "site-by-quarto"
    render_site_with_quarto(project, site)
    finish_site(project, site)
    return site


@pytest.fixture(scope="module")
def draft_site(project: Path, site: Path) -> Path:
    """Render that project as a draft, after it was rendered as none."""
    assert site
    draft = project / "build" / "draft"
    render_site(project, draft, draft=True)
    return draft


@pytest.fixture(scope="module")
def quarto_draft_site(project: Path, quarto_site: Path) -> Path:
    """Render that project as a draft with Quarto, after it was rendered as none."""
    assert quarto_site
    draft = project / "build" / "draft-by-quarto"
    render_site_with_quarto(project, draft, draft=True)
    return draft


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_and_references_read_as_in_the_language(site: Path, lang: str) -> None:
    """Figures, tables and sections are numbered, and references name them in the page's language."""
    text = page(site, f"reports/{lang}/sample").text
    fig, tbl, sec = {"zh": ("图", "表", "小节"), "en": ("Figure", "Table", "Section")}[lang]
    for wanted in (f"{fig} 1: ", f"{fig} 3: ", f"{tbl} 2: ", f"{sec} 1.1"):
        assert wanted in text
    assert "@" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sections_are_numbered_and_the_appendix_is_not(site: Path, lang: str) -> None:
    """Headings carry their numbers; unnumbered ones carry none."""
    numbers = [re.match(r"[\d.]*", heading)[0] for heading in page(site, f"reports/{lang}/sample").headings]  # type: ignore[index]
    assert [number for number in numbers if number] == ["1", "1.1", "2"]


@pytest.mark.parametrize("name", ["index", "reports/zh/sample", "reports/en/sample"])
def test_every_internal_link_resolves(site: Path, name: str) -> None:
    """A link leads to an anchor of its page, to another page, or to a published file."""
    here = page(site, name)
    assert len(here.ids) == len(set(here.ids))
    for link in here.links:
        path, _, anchor = link.partition("#")
        target = (site / name).parent / path if path else site / f"{name}.html"
        assert target.exists(), link
        assert not anchor or anchor in Page(target.read_text(encoding="utf-8")).ids, link


@pytest.mark.parametrize("lang", LANGUAGES)
def test_images_have_alt_texts_and_claims_their_predicates(site: Path, lang: str) -> None:
    """What a screen reader says and what the audit checks both reach the page."""
    here = page(site, f"reports/{lang}/sample")
    assert [bool(alt) for _, alt in here.images] == [True] * 3
    assert here.claims == ["ratio > 2"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_conditional_content_goes_where_it_belongs(site: Path, lang: str) -> None:
    """Content for one format is absent from the other."""
    html = page(site, f"reports/{lang}/sample").text
    printed = pdf_text(site / f"reports/{lang}/sample.pdf")
    assert VISIBLE_ON_SCREEN[lang] in html
    assert VISIBLE_IN_PRINT[lang] not in html
    assert VISIBLE_IN_PRINT[lang] in printed
    assert VISIBLE_ON_SCREEN[lang] not in printed


def test_a_line_break_between_han_characters_prints_no_space(site: Path) -> None:
    """Source lines may break anywhere in a Chinese sentence."""
    assert "上一年开工、本年接着建。" in page(site, "reports/zh/sample").text
    assert "小区，是金水区" in page(site, "reports/zh/sample").text


def test_hidden_cells_vanish(site: Path) -> None:
    """Neither the source of cells nor a removed cell reaches the reader."""
    html = (site / "reports/en/sample.html").read_text(encoding="utf-8")
    assert "show()" not in html
    assert "districts =" not in html


def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    """No page names another origin, and its policy allows the site's own scripts and the search's alone."""
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        loaded = re.sub(r'<a rel="license" href="https://[^"]*"', "<a", html)  # a link, not a thing to load
        assert not re.search(r"(src|href)=\"(https?:)?//", loaded)
        up = "../" * len(path.relative_to(site).parent.parts)
        scripts = re.findall(r"<script (?!type=\"application/ld\+json\").*?</script>", html, re.DOTALL)
        for script in scripts:
            named = re.fullmatch(r'<script (?:defer )?src="(.*?)"></script>', script)
            assert named
            assert named[1].startswith(f"{up}assets/")
            assert (path.parent / named[1]).is_file()
        assert len(scripts) == html.count("<script src") + html.count("<script defer")
        assert "default-src 'none'; img-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self';" in html


def test_the_first_page_leads_to_each_language(site: Path) -> None:
    """Whoever comes to the root finds the home page of each language."""
    assert {"reports/zh/index.html", "reports/en/index.html"} <= set(page(site, "index").links)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_is_archivable_accessible_and_dated_by_the_report(site: Path, lang: str) -> None:
    """The PDF declares PDF/A-2b and PDF/UA-1, its language, title and the report's date."""
    reader = PdfReader(site / f"reports/{lang}/sample.pdf")
    root: Any = reader.trailer["/Root"]
    packet = root["/Metadata"].get_data().decode()
    assert root["/Lang"] == lang
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>B<", packet, re.DOTALL)
    assert "pdfuaid:part>1<" in packet
    assert reader.metadata is not None
    assert reader.metadata.title == {"zh": "两个区的样张", "en": "A sample of two districts"}[lang]
    assert reader.metadata.creation_date_raw == "D:20261121000000Z"


@pytest.mark.parametrize(
    ("lang", "date", "pages"),
    [("zh", "2026 年 11 月 21 日", "第 1 页，共 3 页"), ("en", "21 November 2026", "Page 1 of 3")],
)
def test_the_pdf_speaks_its_language(site: Path, lang: str, date: str, pages: str) -> None:
    """Date and page numbers follow the language."""
    text = pdf_text(site / f"reports/{lang}/sample.pdf").replace(" ", "")
    assert date.replace(" ", "") in text
    assert pages.replace(" ", "") in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_has_bookmarks_and_working_links(site: Path, lang: str) -> None:
    """Bookmarks repeat the headings; every number's link leads to a page of the document."""
    reader = PdfReader(site / f"reports/{lang}/sample.pdf")
    titles = [entry["/Title"] for entry in _flat(reader.outline)]
    assert [re.match(r"[\d.]*", title)[0] for title in titles] == ["1", "1.1", "2", ""]  # type: ignore[index]
    targets = [
        a.get_object()["/Dest"] for leaf in reader.pages for a in leaf.get("/Annots", []) if "/Dest" in a.get_object()
    ]
    assert len(targets) >= 10
    for target in targets:
        assert (
            (target in reader.named_destinations)
            if isinstance(target, str)
            else (target[0].get_object()["/Type"] == "/Page")
        )


def _flat(outline: Any) -> list[Any]:
    return [leaf for entry in outline for leaf in (_flat(entry) if isinstance(entry, list) else [entry])]


def test_rendering_twice_gives_the_same_bytes(project: Path, site: Path, tmp_path: Path) -> None:
    """Neither clock nor order of keys reaches the output."""
    for path in render_page(project / "reports/zh/sample.ipynb", project=project, site=tmp_path):
        assert path.read_bytes() == (site / path.relative_to(tmp_path)).read_bytes()


PAGES = ("index", "reports/zh/sample", "reports/en/sample")


def stamps(folder: Path, name: str) -> tuple[str, str, list[bool]]:
    """Give the stamp at the head of a page, its title in the browser, and which pages of its PDF are stamped."""
    html = (folder / f"{name}.html").read_text(encoding="utf-8")
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]  # type: ignore[index]
    stamp = re.search(r'<div class="stamp">\s*<p>(.*?)</p>', html)
    printed = folder / f"{name}.pdf"
    leaves = PdfReader(printed).pages if printed.exists() else []
    return stamp[1] if stamp else "", title, [STAMP in leaf.extract_text() for leaf in leaves]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_draft_is_stamped(draft_site: Path, name: str) -> None:
    """The home page, each report's page and each leaf of its PDF say in both languages that they are a draft."""
    stamp, title, leaves = stamps(draft_site, name)

    assert stamp == STAMP
    assert title.startswith(f"{STAMP} · ")
    assert all(leaves)
    assert bool(leaves) is (name != "index")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_stamped_that_is_no_draft(site: Path, name: str) -> None:
    """Without being asked for, neither the stamp nor a trace of it is there."""
    stamp, title, leaves = stamps(site, name)

    assert stamp == ""
    assert STAMP not in title
    assert not any(leaves)
    assert "stamp" not in (site / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_draft_says_the_same_on_as_many_pages(site: Path, draft_site: Path, lang: str) -> None:
    """The stamp moves nothing: take it away, and page for page the text is that of the fair copy."""
    fair, draft = (PdfReader(folder / f"reports/{lang}/sample.pdf") for folder in (site, draft_site))

    assert [leaf.extract_text().replace(f"{STAMP}\n", "") for leaf in draft.pages] == [
        leaf.extract_text() for leaf in fair.pages
    ]
    assert page(draft_site, f"reports/{lang}/sample").text.replace(f"{STAMP} ", "", 1).split() == (
        page(site, f"reports/{lang}/sample").text.split()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_stamp_is_no_content_of_the_pdf(site: Path, draft_site: Path, lang: str) -> None:
    """A draft is still PDF/A-2b and PDF/UA-1: a screen reader hears no more on any page than of the fair copy."""
    fair, draft = (PdfReader(folder / f"reports/{lang}/sample.pdf") for folder in (site, draft_site))

    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>B<.*pdfuaid:part>1<", packet(draft), re.DOTALL)
    assert tagged(draft) == tagged(fair)


def packet(reader: PdfReader) -> str:
    """Read the metadata of a PDF."""
    root: Any = reader.trailer["/Root"]
    return root["/Metadata"].get_data().decode()


def tagged(reader: PdfReader) -> list[int]:
    """Count what is tagged as content on each page."""
    return [leaf.get_contents().get_data().count(b"/MCID") for leaf in reader.pages]  # type: ignore[union-attr]


@pytest.mark.quarto
@pytest.mark.parametrize("name", PAGES)
def test_both_renderers_stamp_alike(draft_site: Path, quarto_site: Path, quarto_draft_site: Path, name: str) -> None:
    """Quarto's draft bears the same stamp in the same places, and its fair copy none."""
    stamp, title, leaves = stamps(quarto_draft_site, name)

    assert (stamp, leaves) == (STAMP, stamps(draft_site, name)[2])
    assert title.startswith(f"{STAMP} · ")
    assert stamps(quarto_site, name)[0] == ""
    assert not any(stamps(quarto_site, name)[2])
    assert name == "index" or "pdfuaid" in packet(PdfReader(quarto_draft_site / f"{name}.pdf"))


@pytest.mark.quarto
@pytest.mark.parametrize("name", ["index", "reports/zh/sample", "reports/en/sample"])
def test_both_renderers_publish_the_same_page(site: Path, quarto_site: Path, name: str) -> None:
    """Headings, text, numbers, anchors, links, alt texts and boxes agree."""
    ours, theirs = page(site, name), page(quarto_site, name)
    chrome = re.compile(r"^(quarto-|.*-caption-)")
    assert [i for i in ours.ids if not chrome.match(i)] == [i for i in theirs.ids if not chrome.match(i)]
    assert ours.headings == theirs.headings
    assert list(dict.fromkeys(ours.links)) == list(dict.fromkeys(theirs.links))
    assert ours.images == theirs.images
    assert ours.claims == theirs.claims
    assert ours.boxes == theirs.boxes
    assert not _difference(ours.text, theirs.text)


@pytest.mark.quarto
def test_both_renderers_list_the_same_contents(tmp_path: Path) -> None:
    """A heading in the midst of a cell's output is in the table of contents too."""
    project = lay_out(tmp_path)
    path = project / "reports/en/sample.ipynb"
    told = nbformat.read(path, as_version=4)
    told.cells.append(cell("output", "Some words first.\n\n## Within an output {#sec-within}\n\nAnd some after."))
    nbformat.write(told, path)

    render_page(path, project=project, site=tmp_path / "ours")
    render_site_with_quarto(project, tmp_path / "theirs")

    ours, theirs = (contents(tmp_path / folder / "reports/en/sample.html") for folder in ("ours", "theirs"))
    assert ours == theirs
    assert "sec-within" in theirs


def contents(page: Path) -> list[str]:
    """List the sections that a page's table of contents leads to."""
    text = page.read_text(encoding="utf-8")
    listed = re.search(r'<details class="toc".*?</details>', text, re.DOTALL)
    return re.findall(r'href="#([^"]+)"', listed[0]) if listed else []


@pytest.mark.quarto
@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_renderers_print_the_same_pdf_text(site: Path, quarto_site: Path, lang: str) -> None:
    """The PDFs agree in text, page by page, and in bookmarks."""
    ours, theirs = (PdfReader(folder / f"reports/{lang}/sample.pdf") for folder in (site, quarto_site))
    assert [leaf.extract_text() for leaf in ours.pages] == [leaf.extract_text() for leaf in theirs.pages]
    assert [e["/Title"] for e in _flat(ours.outline)] == [e["/Title"] for e in _flat(theirs.outline)]


def _difference(ours: str, theirs: str) -> list[str]:
    words = (ours.split(), theirs.split())
    return [
        line for line in difflib.unified_diff(*words, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))
    ]
