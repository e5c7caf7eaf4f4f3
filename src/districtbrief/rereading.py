"""A row of a table re-read at its place in the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from districtbrief.articles import Article, Span
from districtbrief.csvtables import is_true
from districtbrief.faults import Fault
from districtbrief.numerals import plain, read_printed
from districtbrief.scanning import left_out


@dataclass(frozen=True)
class PlacedRow:
    """A row of an observation table or of `excluded.csv`, with its place in the article."""

    place: str
    column: str
    span: Span
    cells: Mapping[str, str]

    @property
    def end(self) -> int:
        """Where the token ends in its paragraph."""
        return self.span.position + len(self.span.token)

    @property
    def unread(self) -> bool:
        """Whether it awaits a reviewer who will read the token, which the scan could not."""
        return not self.cells.get("value") and not is_true(self.cells.get("reviewed", "true") or "")


def placed_rows(
    table: Iterable[tuple[int, Mapping[str, str]]], name: str, column: str, faults: list[Fault]
) -> list[PlacedRow]:
    """Read where each row says that it stands; what is wrong with one that does not say is added to ``faults``."""
    rows = []
    for number, cells in table:
        place = f"{name} row {number}"
        try:
            span = Span(int(cells["paragraph"]), int(cells["position"]), cells[column])
        except (KeyError, TypeError, ValueError) as error:
            faults.append(Fault.of("verify.no-place", place, error=error))
            continue
        rows.append(PlacedRow(place, column, span, cells))
    return rows


def misplaced(article: Article, row: PlacedRow) -> Fault | None:
    """Say where a row's token stands instead, if not where the row says; None where it stands there."""
    token, paragraph, position = row.span.token, row.span.paragraph, row.span.position
    if token and article.prints(row.span):
        return None
    stands, right = _standing(article, row.span), next(iter(_places(article, row.span)), None)
    if right is None:
        place = f"{row.place}, column {row.column}"
        return Fault.of("verify.unprinted", place, token=token, paragraph=paragraph, position=position, stands=stands)
    return Fault.of(
        "verify.misplaced",
        f"{row.place}, column {'position' if right.paragraph == paragraph else 'paragraph'}",
        token=token,
        paragraph=paragraph,
        position=position,
        stands=stands,
        right_paragraph=right.paragraph,
        right_position=right.position,
    )


def _standing(article: Article, span: Span) -> str:
    """Say what the article prints where a token should stand."""
    there = 1 <= span.paragraph <= len(article.paragraphs)
    text = article.paragraphs[span.paragraph - 1] if there else ""
    return text[max(0, span.position) :][: len(span.token)] or "nothing"


def _places(article: Article, span: Span) -> list[Span]:
    """List where the article prints the token, the nearest first."""
    if not span.token:
        return []
    found = [
        Span(number, start, span.token)
        for number, text in enumerate(article.paragraphs, start=1)
        if (start := _nearest(text, span)) >= 0
    ]
    return sorted(found, key=lambda item: (abs(item.paragraph - span.paragraph), item.paragraph))


def _nearest(text: str, span: Span) -> int:
    before = text.rfind(span.token, 0, max(0, span.position) + len(span.token))
    after = text.find(span.token, max(0, span.position))
    return min((start for start in (before, after) if start >= 0), key=lambda at: abs(at - span.position), default=-1)


def misread(article: Article, row: PlacedRow, words: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what a row has otherwise than its token reads."""
    token, cells = row.span.token, row.cells
    if cut := left_out(article.paragraphs[row.span.paragraph - 1], row.span.position, row.end):
        yield Fault.of("verify.cut", f"{row.place}, column as_printed", token=token, cut=cut)
    if row.unread:
        return
    try:
        reading = read_printed(token)
    except ValueError:
        yield Fault.of("verify.no-number", f"{row.place}, column as_printed", token=token)
        return
    for column, read, same in (
        ("value", plain(reading.value), _decimal(cells.get("value")) == reading.value),
        ("qualifier", reading.qualifier, cells.get("qualifier") == reading.qualifier),
    ):
        if not same:
            recorded = cells.get(column) or "nothing"
            yield Fault.of("verify.misread", f"{row.place}, column {column}", token=token, read=read, recorded=recorded)
    known = words.get(cells.get("indicator", ""))
    if known is not None and reading.measure not in known.split():
        place, indicator = f"{row.place}, column as_printed", cells["indicator"]
        yield Fault.of("verify.measure", place, measure=reading.measure, indicator=indicator, known=known)


def _decimal(cell: str | None) -> Decimal | None:
    try:
        return Decimal(cell or "")
    except InvalidOperation:
        return None


def overlapping(rows: Iterable[PlacedRow]) -> Iterator[Fault]:
    """Yield each row whose token begins within another's."""
    placed = sorted(rows, key=lambda row: (row.span.paragraph, row.span.position))
    for first, second in pairwise(placed):
        if first.span.paragraph == second.span.paragraph and second.span.position < first.end:
            token, other = second.span.token, first.span.token
            yield Fault.of("verify.overlap", second.place, token=token, other=other, row=first.place)
