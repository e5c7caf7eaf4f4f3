"""The ledger of a page, held against the record: what each row prints, and what it is filtered, sorted and cited by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from districtbrief.audit.contents import Entry
from districtbrief.audit.finding import Finding
from districtbrief.audit.page import Page
from districtbrief.audit.printing import printed
from districtbrief.audit.prose import article_line
from districtbrief.audit.record import Record
from districtbrief.audit.words import Words, plain, read_words
from districtbrief.rows import Observation

ROW = "row-"
COLUMNS = ("facet district", "facet theme", "note", "amount figure", "facet status", "facet qualifier", "facet grade")
"""What the columns are filtered and sorted as, in order."""


def check_ledger(page: Page, record: Record) -> Iterator[Finding]:
    """Hold each row of a page's ledger against the data, and see that none is left out of what the ledger is about."""
    words = read_words(page.lang)
    for entry in page.entries:
        row = record.package.observations.get(entry.id.removeprefix(ROW))
        if row is None or not entry.id.startswith(ROW):
            yield Finding("untraced", page.name, entry.id, "the data has no figure of that name")
        else:
            yield from _check_row(page, entry, row, record, words)
    if page.entries and page.columns != COLUMNS:
        yield Finding("misquoted", page.name, "ledger", f"its columns are marked {', '.join(page.columns)}")
    yield from _left_out(page, record)


def _check_row(page: Page, entry: Entry, row: Observation, record: Record, words: Words) -> Iterator[Finding]:
    if entry.target != f"#{entry.id}":
        yield Finding("broken", page.name, entry.id, f"its own address is {entry.target!r}")
    if entry.numbers != (f"obs-{row.id}",):
        yield Finding("untraced", page.name, entry.id, f"its figure leads to {', '.join(entry.numbers) or 'no line'}")
    wanted = _cells(row, record, words)
    if list(map(plain, entry.cells)) != list(map(plain, wanted)):
        found = f"{' | '.join(entry.cells)} stands there, and the data says {' | '.join(wanted)}"
        yield Finding("misquoted", page.name, entry.id, found)
    if _read(entry.marks) != _marks(row):
        yield Finding("misquoted", page.name, entry.id, f"its marks are {dict(entry.marks)}")
    article = page.articles.get(f"article-{row.district}", "")
    name = record.package.districts[row.district][words["lang"]]
    if plain(article) != plain(article_line(record.package.sources[row.district], name, words)):
        yield Finding(
            "misquoted", page.name, f"article-{row.district}", f"{article!r} is not the article of {entry.id}"
        )


def _cells(row: Observation, record: Record, words: Words) -> list[str]:
    """Say what the cells of a row must be."""
    number = record.find(f"obs-{row.id}")
    lang = words["lang"]
    return [
        record.package.districts[row.district][lang],
        record.package.themes[row.indicator.theme][lang],
        row.notes[lang],
        printed(number, words) if number else "",
        words["status"][row.status],
        words["qualifier"][row.qualifier],
        words["grade"][row.indicator.grade or "unpaired"],
    ]


def _marks(row: Observation) -> dict[str, object]:
    return {
        "district": row.district,
        "theme": row.indicator.theme,
        "status": row.status,
        "qualifier": row.qualifier,
        "grade": row.indicator.grade or "unpaired",
        "value": row.value,
        "printed": row.as_printed,
        "paragraph": str(row.paragraph),
    }


def _read(marks: Mapping[str, str]) -> dict[str, object]:
    try:
        return {**marks, "value": Fraction(Decimal(marks.get("value", "")))}
    except InvalidOperation:
        return {}


def _left_out(page: Page, record: Record) -> Iterator[Finding]:
    """Name the figures that are not there once, of the districts and themes that the ledger has rows of."""
    listed = Counter(entry.id.removeprefix(ROW) for entry in page.entries)
    rows = record.package.observations
    districts = {rows[key].district for key in listed if key in rows}
    themes = {rows[key].indicator.theme for key in listed if key in rows}
    for key, row in rows.items():
        if row.district in districts and row.indicator.theme in themes and listed[key] != 1:
            yield Finding("missing", page.name, f"{ROW}{key}", f"the ledger has {listed[key]} rows of this figure")
