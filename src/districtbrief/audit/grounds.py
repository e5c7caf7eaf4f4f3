"""What of `data/` a page rests on: the tables that all share, and the observations of the districts that it names."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

from districtbrief.audit.charts import read_rows
from districtbrief.audit.page import Page
from districtbrief.audit.prose import DIGITS, HAN, Structure
from districtbrief.audit.reading import tidy_text
from districtbrief.audit.record import Record
from districtbrief.audit.words import languages, read_words
from districtbrief.csvtables import read_table
from districtbrief.datapackage import load, observed

NAMED = re.compile(r"#?(?:obs|calc|ctx|count|row|article)-(.+)")
"""An anchor that names a district, or a link to one on the same page."""
KEPT = 8
"""How many sets of districts are kept: a report's languages come one after the other."""


class Grounds:
    """`data/` as far as pages rest on it; observations are read when a page names their district.

    An anchor holds its district's id between hyphens. All ids that stand so in it are taken, so that whatever the
    record finds by it in all of `data/` it finds in this part, and nothing else.

    Attributes:
        root: the project.
        shared: the data without observations.
        about: the description of the data package; nothing where it has none.
    """

    def __init__(self, root: Path) -> None:
        """Read the tables that all pages share.

        Raises:
            FaultError: one of them cannot be read.
        """
        self.root, self.shared = root, load(root, opened=())
        path = root / "data" / "datapackage.json"
        self.about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        cities = (row.get("city_zh") or "" for row in read_table(root / "data" / "districts.csv"))
        self._cities = frozenset(filter(HAN.search, cities))
        self.of = lru_cache(maxsize=KEPT)(self._of)
        self._numbered = list(self._with_numerals())
        self._dated = frozenset(self._with_dates())
        package = self.shared
        told = [package.themes, package.units, package.indicators, package.formulas]
        told += [{key: self.about.get(key) for key in ("title", "description", "licenses")}]
        self._vocabulary = repr(told).encode()

    def named(self, page: Page, site: Path) -> frozenset[str]:
        """Find the districts that a page names: by its anchors, and by those in the tables of its charts."""
        marks = page.tree.xpath("//@id | //@href | //@data-left | //@data-right")
        anchors = {word for mark in marks for word in mark.split()} | set(_drawn(page, site))
        return frozenset(key for anchor in anchors for key in self._within(anchor))

    def mentioned(self, page: Page) -> frozenset[str]:
        """Find the districts that a page calls by a name with a numeral in it, such as 二七区, which counts nothing."""
        texts = [*page.tree.itertext(), " ", *(f" {text}" for text in page.tree.xpath("//@*"))]
        said = tidy_text("".join(texts)).casefold()
        return frozenset(key for key, names in self._numbered if any(name in said for name in names))

    def digest(self, districts: Iterable[str]) -> str:
        """Sum up what pages of some districts rest on in the tables that all share; it changes when that does."""
        package, sum_of = self.shared, sha256(self._vocabulary)
        for key in districts:
            rows = [package.districts.get(key), package.sources.get(key), package.denominators.get(key)]
            sum_of.update(repr((key, rows)).encode())
        return sum_of.hexdigest()

    def ordered(self, districts: Iterable[str]) -> list[str]:
        """Put districts in the order of the data."""
        return sorted(districts, key=self.shared.ranks.__getitem__)

    def _of(self, districts: frozenset[str], mentioned: frozenset[str] = frozenset()) -> tuple[Record, Structure]:
        """Give the record of the districts that a page names, and the numerals that are no figures on it.

        Raises:
            FaultError: an observation table is missing or cannot be read.
        """
        package = self.shared
        whole = replace(package, observations=observed(self.root, self.ordered(districts), package.indicators))
        near = districts | mentioned | self._dated
        said = replace(
            whole,
            districts={key: package.districts[key] for key in near},
            sources={key: package.sources[key] for key in near if key in package.sources},
            denominators={key: package.denominators[key] for key in near if key in package.denominators},
        )
        return Record(whole), Structure(Record(said), self._cities)

    def _with_numerals(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the districts whose names may hold numerals, with their names."""
        counting = "|".join(word for lang in languages() for word in read_words(lang)["audit"]["counting"])
        for key, labels in self.shared.districts.items():
            names = [name.casefold() for name in labels.values()]
            if any(HAN.search(name) or DIGITS.search(name) or re.search(counting, name) for name in names):
                yield key, [re.sub("[区县市镇乡]$", "", name) for name in names]

    def _with_dates(self) -> Iterator[str]:
        """Yield a district for every year of an article and every date of a denominator."""
        years = {row.published[:4]: row.district for row in self.shared.sources.values()}
        days = {(row.date, row.published): row.district for row in self.shared.denominators.values()}
        yield from (key for key in (*years.values(), *days.values()) if key in self.shared.districts)

    def _within(self, anchor: str) -> Iterator[str]:
        found = NAMED.fullmatch(anchor)
        words = found[1].split("-") if found else []
        runs = ("-".join(words[start:end]) for start, end in combinations(range(len(words) + 1), 2))
        yield from (run for run in runs if run in self.shared.districts)


def _drawn(page: Page, site: Path) -> Iterator[str]:
    """Yield the anchors of the numbers that a page's charts draw; a table that cannot be read has none."""
    for picture in page.pictures:
        try:
            rows = read_rows((site / page.name).parent / picture.source)
        except (OSError, ValueError, csv.Error):
            continue
        yield from (row["number"] for row in rows)
