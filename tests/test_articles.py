"""Articles: every numeral in its place, accounted for once, and never kept."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest
from copying import kept_files
from spans import lies_in, misprinted, unaccounted

from districtbrief.articles import Article, Span, read_article
from districtbrief.csvtables import read_table
from districtbrief.datapackage import load

DISTRICTS = ("erqi", "jinshui")
TEXT = "\n 东区修路3条 \n\n\u3000西区种树12.5万株，两所学校\n"
SPANS = [Span(1, 4, "3条"), Span(2, 4, "12.5万株"), Span(2, 11, "两所")]
LONGEST_QUOTATION = 13
HAN_AND_PUNCTUATION = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—…·]+")


@pytest.fixture
def article(tmp_path: Path) -> Article:
    """Read a small article of our own wording."""
    path = tmp_path / "small.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read_article(path)


def test_an_article_is_its_lines_that_are_not_blank(article: Article) -> None:
    """Paragraphs are the stripped non-blank lines; the hash is the file's."""
    assert article.paragraphs == ("东区修路3条", "西区种树12.5万株，两所学校")
    assert article.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_numerals_come_with_their_places(article: Article) -> None:
    """A numeral's place is its paragraph, from 1, and its character, from 0."""
    assert list(article.numerals()) == [Span(1, 4, "3"), Span(2, 4, "12.5"), Span(2, 8, "万"), Span(2, 11, "两")]


def test_spans_that_are_printed_raise_no_doubt(article: Article) -> None:
    """A complete and correct tabulation leaves nothing misprinted and nothing unaccounted."""
    assert misprinted(article, SPANS) == []
    assert unaccounted(article, SPANS) == []


@pytest.mark.parametrize(
    "span",
    [
        Span(1, 3, "3条"),
        Span(1, 4, "4条"),
        Span(2, 4, "3条"),
        Span(0, 4, "3条"),
        Span(3, 0, "3条"),
        Span(1, 99, "3条"),
        Span(2, -7, "两所"),
    ],
    ids=str,
)
def test_a_span_that_is_not_printed_is_named(article: Article, span: Span) -> None:
    """A token that stands elsewhere, or nowhere, is misprinted."""
    assert misprinted(article, [*SPANS, span]) == [span]


@pytest.mark.parametrize("left_out", SPANS, ids=str)
def test_a_numeral_left_out_is_unaccounted(article: Article, left_out: Span) -> None:
    """A numeral in no span is listed."""
    missing = unaccounted(article, [span for span in SPANS if span != left_out])

    assert missing
    assert all(lies_in(item, left_out) for item in missing)


def test_a_numeral_covered_twice_is_unaccounted(article: Article) -> None:
    """A numeral that is both tabulated and excluded, or tabulated twice, is listed."""
    assert unaccounted(article, [*SPANS, Span(1, 0, "东区修路3条")]) == [Span(1, 4, "3")]


def test_a_numeral_covered_in_part_is_unaccounted(article: Article) -> None:
    """A span that cuts a numeral in two does not account for it."""
    assert unaccounted(article, [SPANS[0], Span(2, 4, "12"), SPANS[2]]) == [Span(2, 4, "12.5"), Span(2, 8, "万")]


@pytest.mark.articles
@pytest.mark.parametrize("district", DISTRICTS)
def test_every_row_is_printed_at_its_place(articles: Path, root: Path, district: str) -> None:
    """Every observation and every excluded numeral stands in the article where its row says."""
    article = read_article(articles / f"{district}.txt")

    assert misprinted(article, tabulated(root, district)) == []


@pytest.mark.articles
@pytest.mark.parametrize("district", DISTRICTS)
def test_every_numeral_is_tabulated_or_excluded(articles: Path, root: Path, district: str) -> None:
    """Tabulated and excluded together are every numeral of the article, each once."""
    article = read_article(articles / f"{district}.txt")

    assert unaccounted(article, tabulated(root, district)) == []


@pytest.mark.articles
@pytest.mark.parametrize("district", DISTRICTS)
def test_the_source_is_the_article_that_was_read(articles: Path, root: Path, district: str) -> None:
    """The checksum, number of paragraphs and headline of `sources.csv` are the article's."""
    article, source = read_article(articles / f"{district}.txt"), load(root).sources[district]

    assert (source.sha256, source.paragraphs) == (article.sha256, len(article.paragraphs))
    assert source.headline in article.paragraphs
    assert all(name in "".join(article.paragraphs) for name in source.byline.split())


@pytest.mark.articles
def test_no_sentence_of_the_articles_is_kept(articles: Path, root: Path) -> None:
    """No file of the project repeats a passage of an article, headlines, bylines and printed tokens apart."""
    texts = [read_article(articles / f"{district}.txt").paragraphs for district in DISTRICTS]
    allowed = {piece for text in quotable(root) for piece in pieces(text)}
    passages = {piece for paragraphs in texts for text in paragraphs for piece in pieces(text)} - allowed

    kept = {name: sorted(found) for name in kept_files() if (found := passages & pieces_of_file(root / name))}

    assert passages
    assert kept == {}


def tabulated(root: Path, district: str) -> list[Span]:
    """List the places of a district's observations and excluded numerals."""
    observations = load(root, [district]).observations.values()
    excluded = [row for row in read_table(root / "data" / "excluded.csv") if row["district"] == district]
    return [
        *(Span(row.paragraph, row.position, row.as_printed) for row in observations),
        *(Span(int(row["paragraph"]), int(row["position"]), row["token"]) for row in excluded),
    ]


def quotable(root: Path) -> list[str]:
    """List what may be quoted: headlines, bylines and printed tokens."""
    with (root / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        named = [row[key] for row in csv.DictReader(file) for key in ("headline", "byline")]
    return [*named, *(span.token for district in DISTRICTS for span in tabulated(root, district))]


def pieces(text: str) -> set[str]:
    """Cut the Han runs of a text, blanks left out, into all passages just longer than may be quoted."""
    length = LONGEST_QUOTATION + 1
    runs = HAN_AND_PUNCTUATION.findall(re.sub(r"\s", "", text))
    return {run[start : start + length] for run in runs for start in range(len(run) - length + 1)}


def pieces_of_file(path: Path) -> set[str]:
    """Cut a file into passages; a picture or an archive has none."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return set()
    return pieces(text)
