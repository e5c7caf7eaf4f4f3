"""Newspaper articles: the user's own text files, read but never kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from districtbrief.numerals import find_numerals


@dataclass(frozen=True)
class Span:
    """A printed token and its place: 1-based paragraph, 0-based character offset in it."""

    paragraph: int
    position: int
    token: str

    def covers(self, start: int, end: int) -> bool:
        """Whether the token contains the characters from ``start`` to ``end`` of its paragraph."""
        return self.position <= start and end <= self.position + len(self.token)


@dataclass(frozen=True)
class Article:
    """One newspaper text: the sha256 of its file and its non-blank lines, stripped."""

    sha256: str
    paragraphs: tuple[str, ...]

    def prints(self, span: Span) -> bool:
        """Whether the article prints ``span.token`` at that very place."""
        if not 1 <= span.paragraph <= len(self.paragraphs):
            return False
        return self.paragraphs[span.paragraph - 1].startswith(span.token, span.position)

    def numerals(self) -> Iterator[Span]:
        """Yield every numeral of the article with its place."""
        for number, text in enumerate(self.paragraphs, start=1):
            for start, end in find_numerals(text):
                yield Span(number, start, text[start:end])


def read_article(path: Path) -> Article:
    """Read a UTF-8 text file."""
    content = path.read_bytes()
    lines = content.decode("utf-8").splitlines()
    return Article(hashlib.sha256(content).hexdigest(), tuple(line.strip() for line in lines if line.strip()))


def misprinted(article: Article, spans: Iterable[Span]) -> list[Span]:
    """List the spans whose token the article does not print at their place."""
    return [span for span in spans if not article.prints(span)]


def unaccounted(article: Article, spans: Iterable[Span]) -> list[Span]:
    """List the numerals of the article that do not lie in exactly one span."""
    by_paragraph: dict[int, list[Span]] = {}
    for span in spans:
        by_paragraph.setdefault(span.paragraph, []).append(span)
    return [numeral for numeral in article.numerals() if _owners(numeral, by_paragraph.get(numeral.paragraph, [])) != 1]


def _owners(numeral: Span, spans: list[Span]) -> int:
    end = numeral.position + len(numeral.token)
    return sum(span.covers(numeral.position, end) for span in spans)
