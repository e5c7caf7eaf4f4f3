"""Tokens held against an article, in a second way than the package has: each of its numerals lies in exactly one."""

from __future__ import annotations

from collections.abc import Iterable

from districtbrief.articles import Article, Span


def misprinted(article: Article, spans: Iterable[Span]) -> list[Span]:
    """List the spans whose token the article does not print at their place."""
    return [span for span in spans if not article.prints(span)]


def unaccounted(article: Article, spans: Iterable[Span]) -> list[Span]:
    """List the numerals of the article that do not lie in exactly one span."""
    known = list(spans)
    return [numeral for numeral in article.numerals() if sum(lies_in(numeral, span) for span in known) != 1]


def lies_in(numeral: Span, span: Span) -> bool:
    """Whether a token contains the whole of a numeral."""
    ends = numeral.position + len(numeral.token), span.position + len(span.token)
    return numeral.paragraph == span.paragraph and span.position <= numeral.position and ends[0] <= ends[1]
