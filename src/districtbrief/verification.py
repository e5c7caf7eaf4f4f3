"""`data/` held against the articles' texts: every row re-read where it says it stands, every numeral accounted for."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from districtbrief.articles import Article, Span, read_article
from districtbrief.datapackage import is_true, read_table
from districtbrief.faults import Fault, FaultError
from districtbrief.numerals import plain, read_printed
from districtbrief.scanning import left_out

EXCLUDED = "data/excluded.csv"
SHOWN = 12


@dataclass(frozen=True)
class Tally:
    """How the numerals of one article are accounted for; ``numerals`` is the sum of the other three."""

    district: str
    numerals: int
    tabulated: int
    excluded: int
    unaccounted: int


@dataclass(frozen=True)
class Verification:
    """What verifying some articles found.

    Attributes:
        faults: everything that is wrong, in the order of articles, tables and rows.
        tallies: one for each article that is a source.
        unread: districts of `data/sources.csv` for which no text was given.
    """

    faults: tuple[Fault, ...]
    tallies: tuple[Tally, ...]
    unread: tuple[str, ...]

    def table(self) -> str:
        """Set the tallies as lines of aligned columns under a heading."""
        names = ("district", "numerals", "tabulated", "excluded", "unaccounted")
        rows = [names, *(tuple(str(getattr(tally, name)) for name in names) for tally in self.tallies)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(names))]
        lines = ((row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])) for row in rows)
        return "\n".join("  ".join(line) for line in lines)


@dataclass(frozen=True)
class _Row:
    """A row of an observation table or of `excluded.csv`, with its place in the article."""

    place: str
    column: str
    span: Span
    cells: Mapping[str, str]

    @property
    def end(self) -> int:
        return self.span.position + len(self.span.token)

    @property
    def unread(self) -> bool:
        """Whether it awaits a reviewer who will read the token, which the scan could not."""
        return not self.cells.get("value") and not is_true(self.cells.get("reviewed", "true") or "")


@dataclass(frozen=True)
class _Tables:
    """The tables that all districts share, read once."""

    root: Path

    @cached_property
    def excluded(self) -> Mapping[str, Sequence[tuple[int, Mapping[str, str]]]]:
        """Each district's rows of `excluded.csv` with their numbers."""
        found: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
        for number, cells in enumerate(read_table(self.root / EXCLUDED), start=2):
            found.setdefault(cells.get("district", ""), []).append((number, cells))
        return found

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The measure words of each indicator's unit."""
        units = {row["id"]: row["measure_words"] for row in read_table(self.root / "data" / "units.csv")}
        return {row["id"]: units.get(row["unit"], "") for row in read_table(self.root / "data" / "indicators.csv")}


def verify(root: Path, paths: Sequence[Path]) -> Verification:
    """Hold the tables of `data/` against articles; a folder stands for the .txt files in it.

    Raises:
        FaultError: no article is given, or one of them or a table cannot be read.
    """
    sources = read_table(root / "data" / "sources.csv")
    known = {row["sha256"]: row for row in reversed(sources)}
    tables = _Tables(root)
    faults: list[Fault] = []
    tallies = []
    for path in dict.fromkeys(_expand(paths)):
        article = read_article(path)
        source = known.get(article.sha256)
        if source is None:
            faults.append(_unknown(path.name, article, sources))
            continue
        found, tally = _verify_district(tables, source, article)
        faults += found
        tallies.append(tally)
    read = {tally.district for tally in tallies}
    return Verification(
        tuple(faults), tuple(tallies), tuple(r["district"] for r in sources if r["district"] not in read)
    )


def _expand(paths: Iterable[Path]) -> list[Path]:
    found = [item for path in paths for item in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]
    if not found:
        raise FaultError([Fault.of("verify.no-article", "verify")])
    return found


def _unknown(name: str, article: Article, sources: Iterable[Mapping[str, str]]) -> Fault:
    sha256 = article.sha256[:SHOWN]
    for row in sources:
        if row["headline"] in article.paragraphs:
            count = len(article.paragraphs)
            size = "" if str(count) == row["paragraphs"] else f" and {count} paragraphs, not {row['paragraphs']}"
            return Fault.of("verify.other-text", name, source=row["id"], sha256=sha256, size=size)
    return Fault.of("verify.no-source", name, sha256=sha256)


def _verify_district(tables: _Tables, source: Mapping[str, str], article: Article) -> tuple[list[Fault], Tally]:
    district = source["district"]
    faults: list[Fault] = []
    if source["paragraphs"] != str(len(article.paragraphs)):
        place = f"data/sources.csv, {source['id']}, column paragraphs"
        count = len(article.paragraphs)
        faults.append(Fault.of("verify.paragraphs", place, count=count, recorded=source["paragraphs"]))
    name = f"data/observations/{district}.csv"
    observations = _rows(enumerate(read_table(tables.root / name), start=2), name, "as_printed", faults)
    excluded = _rows(tables.excluded.get(district, ()), EXCLUDED, "token", faults)
    for row in observations:
        misplaced = _misplaced(article, row)
        faults += [misplaced] if misplaced else _misread(article, row, tables.words)
    faults += [fault for row in excluded if (fault := _misplaced(article, row))]
    faults += _overlapping(row for row in [*observations, *excluded] if article.prints(row.span))
    tally, missing = _account(district, article, observations, excluded)
    return [*faults, *missing], tally


def _rows(table: Iterable[tuple[int, Mapping[str, str]]], name: str, column: str, faults: list[Fault]) -> list[_Row]:
    rows = []
    for number, cells in table:
        place = f"{name} row {number}"
        try:
            span = Span(int(cells["paragraph"]), int(cells["position"]), cells[column])
        except (KeyError, TypeError, ValueError) as error:
            faults.append(Fault.of("verify.no-place", place, error=error))
            continue
        rows.append(_Row(place, column, span, cells))
    return rows


def _misplaced(article: Article, row: _Row) -> Fault | None:
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


def _misread(article: Article, row: _Row, words: Mapping[str, str]) -> Iterator[Fault]:
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


def _overlapping(rows: Iterable[_Row]) -> Iterator[Fault]:
    placed = sorted(rows, key=lambda row: (row.span.paragraph, row.span.position))
    for first, second in pairwise(placed):
        if first.span.paragraph == second.span.paragraph and second.span.position < first.end:
            token, other = second.span.token, first.span.token
            yield Fault.of("verify.overlap", second.place, token=token, other=other, row=first.place)


def _account(
    district: str, article: Article, observations: Sequence[_Row], excluded: Sequence[_Row]
) -> tuple[Tally, list[Fault]]:
    numerals = list(article.numerals())
    starts = [(numeral.paragraph, numeral.position) for numeral in numerals]
    owners: list[list[str]] = [[] for _ in numerals]
    for kind, rows in (("tabulated", observations), ("excluded", excluded)):
        for row in rows:
            if article.prints(row.span):
                for index in _inside(starts, numerals, row):
                    owners[index].append(kind)
    counts = Counter(kinds[0] if len(kinds) == 1 else "unaccounted" for kinds in owners)
    faults = [
        _unaccounted(district, span, len(kinds))
        for span, kinds in zip(numerals, owners, strict=True)
        if len(kinds) != 1
    ]
    return Tally(district, len(numerals), counts["tabulated"], counts["excluded"], counts["unaccounted"]), faults


def _inside(starts: list[tuple[int, int]], numerals: list[Span], row: _Row) -> Iterator[int]:
    """Yield which numerals lie wholly in a row's token."""
    first = bisect_left(starts, (row.span.paragraph, row.span.position))
    last = bisect_left(starts, (row.span.paragraph, row.end))
    for index in range(first, last):
        if numerals[index].position + len(numerals[index].token) <= row.end:
            yield index


def _unaccounted(district: str, numeral: Span, times: int) -> Fault:
    place = f"{district}, paragraph {numeral.paragraph}, position {numeral.position}"
    if times:
        return Fault.of("verify.accounted-twice", place, token=numeral.token, times=times)
    return Fault.of("verify.unaccounted", place, token=numeral.token)
