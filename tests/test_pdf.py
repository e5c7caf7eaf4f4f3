"""The PDFs as a printer and a reader find them: pages, lines, tables, gaps, fonts, tags, bookmarks."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from building import Built
from pypdf import PdfReader
from pypdfium2 import raw
from sample import FRONT, lay_out, write_report

from districtbrief.audit.blocks import paragraphs
from districtbrief.audit.page import Page
from districtbrief.audit.pdf import read_pdf
from districtbrief.audit.words import plain
from districtbrief.renderers.embedded import render_page

pytestmark = pytest.mark.slow

LANGUAGES = ("zh", "en")
BRIEF = 300_000
"""Bytes that a brief may have."""
HAN, DIGIT = r"[\u3400-\u9fff]", r"[0-9]"
CLOSING, OPENING = "，。、；：！？）》”…%", "（《“"
HEADING = 10.5
"""Points that the least heading has; its number is set off by more."""
LEFT, RIGHT = 62.3, 533.0
"""Points from the left edge of the paper to the edges of its text."""


@dataclass(frozen=True)
class Glyph:
    """A character on paper: what it is, how large, and where its own space begins and ends."""

    text: str
    size: float
    left: float
    right: float
    foot: float


@dataclass(frozen=True)
class Line:
    """A line of text, from left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """What it says, without spaces."""
        return plain("".join(glyph.text for glyph in self.glyphs))


@dataclass(frozen=True)
class Print:
    """A rendered report: its PDF and the page that it prints."""

    site: Path
    name: str

    @property
    def path(self) -> Path:
        """The PDF."""
        return self.site / f"{self.name}.pdf"

    @cached_property
    def page(self) -> Page:
        """The page."""
        return Page(self.site, f"{self.name}.html")

    @cached_property
    def texts(self) -> list[str]:
        """What each leaf says, without spaces."""
        return [plain(text) for text in read_pdf(self.path).pages]

    @cached_property
    def leaves(self) -> list[list[Line]]:
        """The lines of each leaf, below its head."""
        document = pypdfium2.PdfDocument(self.path)
        try:
            return [list(lines(leaf))[1:] for leaf in document]
        finally:
            document.close()

    @cached_property
    def headings(self) -> list[str]:
        """What its bookmarks say, in order."""
        document = pypdfium2.PdfDocument(self.path)
        try:
            return [plain(item.get_title()) for item in document.get_toc()]
        finally:
            document.close()

    def rows(self, table: Any) -> list[list[str]]:
        """Give the rows of a table of the page that each leaf prints whole."""
        told = [plain("".join(row.itertext())) for row in table.xpath(".//tr")][1:]
        return [[row for row in told if row in text] for text in self.texts]


def lines(leaf: Any) -> Iterator[Line]:
    """Read a leaf's lines from top to bottom; the columns of a table's row make one line."""
    found = sorted(glyphs(leaf), key=lambda glyph: (-round(glyph.foot), glyph.left))
    for _, line in groupby(found, key=lambda glyph: round(glyph.foot)):
        yield Line(tuple(line))


def glyphs(leaf: Any) -> Iterator[Glyph]:
    """Read the visible characters of a leaf."""
    text, box = leaf.get_textpage(), raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        said = text.get_text_range(index, 1)
        if said.strip() and not raw.FPDFText_IsGenerated(text, index):
            raw.FPDFText_GetLooseCharBox(text, index, box)
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            yield Glyph(said, raw.FPDFText_GetFontSize(text, index), box.left, box.right, y.value)


@pytest.fixture(scope="session")
def printed(whole: Built) -> dict[str, Print]:
    """Give the brief of the real data in both languages."""
    return {lang: Print(whole.project / "_site", f"reports/{lang}/brief") for lang in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def brief(request: pytest.FixtureRequest, printed: dict[str, Print]) -> Print:
    """Give the brief in each language."""
    return printed[request.param]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out a project for reports that a test makes up."""
    return lay_out(tmp_path_factory.mktemp("bare"))


def test_the_body_of_a_brief_fills_two_pages_and_the_appendix_begins_the_third(brief: Print) -> None:
    """The sources begin a page of their own, and the page before it is more than half full."""
    start = next(number for number, leaf in enumerate(brief.leaves) if leaf[0].text == brief.headings[-4])

    assert start == 2
    assert brief.page.sections[-4].id == "sec-sources"
    assert lowest(brief.leaves[start - 1]) < 420


def test_no_leaf_is_nearly_empty(brief: Print) -> None:
    """The last page holds more than a few rows."""
    assert all(len(leaf) >= 8 for leaf in brief.leaves)


def test_no_page_ends_with_a_heading(brief: Print) -> None:
    """A heading stands over at least two lines of what it heads."""
    for leaf in brief.leaves:
        assert not {line.text for line in leaf[-2:]} & set(brief.headings)


@pytest.mark.parametrize("name", ["comparison", "jinshui"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_heading_and_one_line_are_not_left_before_a_chart(whole: Built, lang: str, name: str) -> None:
    """Where a chart would begin a page, the words that its section begins with go there too."""
    own = Print(whole.project / "_site", f"reports/{lang}/{name}")
    turns = [before[-3:] for before, after in pairwise(own.leaves) if after[0].text.startswith(("图", "Figure"))]
    assert not {line.text for before in turns for line in before} & set(own.headings)


def test_bookmarks_are_the_headings(brief: Print) -> None:
    """Each heading of the page is a bookmark, with its number, in order."""
    told = [plain(text) for key, text in brief.page.headings.items() if key.startswith("sec-")]

    assert brief.headings == told


def test_no_paragraph_leaves_one_line_behind(brief: Print) -> None:
    """Of a paragraph that goes on overleaf, two lines stand on either page."""
    assert_unbroken(brief)


@pytest.mark.parametrize("filler", range(39, 44))
def test_a_long_paragraph_goes_on_overleaf_with_two_lines(bare: Path, filler: int) -> None:
    """Wherever the end of the page cuts it, no line of it stands alone."""
    long = "字里行间，一行一行地写下去，写到这一页写不下了为止。" * 8
    made = up(bare, f"filler-{filler}", [*["一行。"] * filler, long])

    assert len(made.leaves) == 2
    assert_unbroken(made)


@pytest.mark.parametrize("filler", range(0, 45, 9))
def test_a_long_table_breaks_between_rows_and_far_from_its_ends(bare: Path, filler: int) -> None:
    """Each leaf prints the header and at least three rows, the last one eight; a row is whole on its leaf."""
    rows = [f"| 地区{number} | 一件要用好几行才能说清楚的事，说了又说，说了又说，还没有说完 |" for number in range(60)]
    table = ["| 地区 | 所指 |", f"|:{'-' * 20}|:{'-' * 20}|", *rows]
    made = up(bare, f"table-{filler}", [*["一行。"] * filler, "\n".join(table)])

    assert_rows_whole(made)
    assert [len(leaf) for leaf in made.rows(made.page.main.find(".//table")) if leaf][-1] >= 8


def test_a_short_table_is_not_torn(bare: Path) -> None:
    """Nine rows stand on one page, with their caption and their heading."""
    table = [
        "| 地区 | 所指 |",
        "|:---|:---|",
        *(f"| 地区{number} | 一件事 |" for number in range(9)),
        "",
        ": 几件事 {#tbl-x}",
    ]
    made = up(bare, "short", [*["一行。"] * 36, "## 小标题 {#sec-x}", "\n".join(table)])

    first, second = made.leaves
    assert first[-1].text == "一行。"
    assert [line.text for line in second[:2]] == ["1小标题", "表1几件事"]


def test_tables_break_between_rows(brief: Print) -> None:
    """In the appendix each row is whole on its leaf, under the table's header, and not with fewer than three."""
    assert_rows_whole(brief)


def test_words_that_announce_a_list_stay_with_it(bare: Path) -> None:
    """A paragraph that ends in a colon does not end a page."""
    for filler in range(39, 43):
        made = up(bare, f"announced-{filler}", [*["一行。"] * filler, "其中：", "- 甲\n- 乙\n- 丙"])
        assert all(not leaf[-1].text.endswith("：") for leaf in made.leaves)


def test_a_number_stands_in_one_line(brief: Print) -> None:
    """The box of each link is one line high: 433.7亿元 and "over 1.22 million" are not torn."""
    boxes = [note["/Rect"] for leaf in PdfReader(brief.path).pages for note in map(resolve, leaf.get("/Annots", []))]

    assert len(boxes) > 60
    assert max(box[3] - box[1] for box in boxes) < 20


def test_what_a_ratio_counts_stays_with_it(bare: Path) -> None:
    """倍 follows its number wherever the line ends."""
    for length in range(36, 44):
        made = up(bare, f"ratio-{length}", [f"{'字' * length}[6.02](#obs-x){{.num}}倍，多了。", "[6.02]{#obs-x}"])
        assert "6.02倍" in "|".join(line.text for line in made.leaves[0])


def test_lines_begin_and_end_as_chinese_lines_do(printed: dict[str, Print]) -> None:
    """No line begins with a closing mark or ends with an opening one, and no dash or ellipsis is torn."""
    for line in all_lines(printed["zh"]):
        assert line.text[0] not in CLOSING, line.text
        assert line.text[-1] not in OPENING, line.text


def test_marks_stay_within_the_text(brief: Print) -> None:
    """No line runs over the margins, with its marks or without."""
    for line in all_lines(brief):
        assert line.glyphs[0].left > LEFT - 3, line.text
        assert line.glyphs[-1].right < RIGHT + 5, line.text


def test_han_and_digits_stand_a_quarter_of_an_em_apart(printed: dict[str, Print]) -> None:
    """Between Han characters and digits there is one gap everywhere, at the edges of numbers that are links too."""
    gaps = [
        (right.left - left.right) / left.size
        for leaf in printed["zh"].leaves[:2]
        for line in leaf
        if not re.match("图[0-9]", line.text)
        for left, right in pairwise(line.glyphs)
        if re.fullmatch(f"{HAN}{DIGIT}|{DIGIT}{HAN}", left.text + right.text) and left.size < HEADING
    ]

    assert len(gaps) > 80
    assert min(gaps) > 0.12
    assert max(gaps) < 0.6


def test_quotation_marks_are_those_of_the_language(printed: dict[str, Print]) -> None:
    """Chinese ones are as wide as a character or squeezed to half of one, and no mark is a typewriter's."""
    for lang, own in printed.items():
        marks = {glyph.text for line in all_lines(own) for glyph in line.glyphs}
        assert not marks & set("\"'`"), lang
        assert {"“", "”"} <= marks
    fonts = {font for leaf in PdfReader(printed["zh"].path).pages for font in faces_of(leaf, "“”")}
    assert fonts == {"NotoSerifSC-Regular"}


def test_english_dates_are_british(printed: dict[str, Print]) -> None:
    """The day comes before the month, on the page and in print."""
    assert "21November2026" in printed["en"].texts[0]
    assert "21 November 2026" in printed["en"].page.main.text_content()


def test_the_first_page_bears_the_publication_and_the_others_the_title(brief: Print) -> None:
    """The head says whose page it is, and which of how many."""
    document = pypdfium2.PdfDocument(brief.path)
    heads = [next(lines(leaf)).text for leaf in document]
    document.close()

    assert heads[0].startswith(("区报数字", "DistrictBrief"))
    assert all(head.startswith(plain(brief.page.title)) for head in heads[1:])
    assert all(re.search(rf"{number}\D+{len(heads)}\D*$", head) for number, head in enumerate(heads, start=1))


def test_fonts_are_embedded_and_subset(brief: Print) -> None:
    """Each font is there, and of it only what is used."""
    fonts = [resolve(font) for leaf in PdfReader(brief.path).pages for font in leaf["/Resources"]["/Font"].values()]

    for font in fonts:
        given = resolve(resolve(font["/DescendantFonts"])[0])
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])
        assert {"/FontFile2", "/FontFile3"} & set(resolve(given["/FontDescriptor"]))
        assert "/ToUnicode" in font


def test_a_brief_is_light(brief: Print) -> None:
    """It may be sent by mail to anyone."""
    assert brief.path.stat().st_size < BRIEF


def test_a_brief_says_what_it_is(brief: Print) -> None:
    """Title, author, subject and language are metadata; it is tagged, PDF/A-2b and PDF/UA-1, and shows its title."""
    reader = PdfReader(brief.path)
    root: Any = reader.trailer["/Root"]
    packet = resolve(root["/Metadata"]).get_data().decode()

    assert reader.metadata is not None
    assert reader.metadata.title == brief.page.title
    assert reader.metadata.author in {"区报数字", "District Brief"}
    assert plain(str(reader.metadata.subject)) in brief.texts[0]
    assert root["/Lang"].startswith(brief.page.lang)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>B<.*pdfuaid:part>1<", packet, re.DOTALL)


def up(project: Path, name: str, blocks: list[str]) -> Print:
    """Make a Chinese report up of blocks of Markdown, and render it."""
    cells = "%% markdown\n" + "\n\n".join(blocks)
    source = write_report(project, "zh", f"{FRONT}{cells}", name)
    render_page(source, project=project, site=project / "made")
    return Print(project / "made", f"reports/zh/{name}")


def assert_unbroken(own: Print) -> None:
    """Find each block that goes on overleaf, and two lines of it on either page."""
    blocks = [plain(block) for block in paragraphs(own.page)]
    for before, after in pairwise(own.leaves):
        near, wide = (bullets("".join(line.text for line in [*before[-n:], *after[:n]])) for n in (1, 2))
        torn = [block for block in blocks if near in block]
        assert all(wide in block for block in torn), near


def assert_rows_whole(own: Print) -> None:
    """Find each row of each table whole on a leaf, under the header, with at least two others."""
    for table in own.page.main.xpath(".//table[not(ancestor::details)]"):
        header = plain("".join(table.find(".//thead").itertext()))
        leaves = own.rows(table)
        told = len(table.xpath(".//tr")) - 1
        assert sum(len(set(rows)) for rows in leaves) >= told
        for rows, text in zip(leaves, own.texts, strict=True):
            assert not rows or header in text
            assert not rows or len(rows) >= min(3, told)


def all_lines(own: Print) -> Iterator[Line]:
    """Give every line below the heads."""
    return (line for leaf in own.leaves for line in leaf)


def bullets(text: str) -> str:
    """Leave the marks of list items out."""
    return re.sub("[•‣]", "", text)


def lowest(leaf: list[Line]) -> float:
    """Say how far above the foot of the paper a leaf's last line stands."""
    return min(glyph.foot for line in leaf for glyph in line.glyphs)


def resolve(item: Any) -> Any:
    """Follow a reference of a PDF."""
    return item.get_object()


def faces_of(leaf: Any, marks: str) -> Iterator[str]:
    """Name the fonts that some marks of a leaf are set in."""
    found: list[str] = []

    def visit(text: str, _matrix: Any, _placed: Any, font: Any, _size: Any) -> None:
        if font and set(text) & set(marks):
            found.append(font["/BaseFont"].partition("+")[2].removesuffix("-Identity-H"))

    leaf.extract_text(visitor_text=visit)
    return iter(found)
