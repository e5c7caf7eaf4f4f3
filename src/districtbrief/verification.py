"""`data/` held against the articles' texts: every row re-read where it says it stands, every numeral accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from districtbrief.accounting import Tally, account
from districtbrief.articles import Article, read_article
from districtbrief.csvtables import read_table
from districtbrief.faults import Fault, FaultError
from districtbrief.rereading import misplaced, misread, overlapping, placed_rows

EXCLUDED = "data/excluded.csv"
SHOWN = 12


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
    observations = placed_rows(enumerate(read_table(tables.root / name), start=2), name, "as_printed", faults)
    excluded = placed_rows(tables.excluded.get(district, ()), EXCLUDED, "token", faults)
    for row in observations:
        elsewhere = misplaced(article, row)
        faults += [elsewhere] if elsewhere else misread(article, row, tables.words)
    faults += [fault for row in excluded if (fault := misplaced(article, row))]
    faults += overlapping(row for row in [*observations, *excluded] if article.prints(row.span))
    tally, missing = account(district, article, observations, excluded)
    return [*faults, *missing], tally
