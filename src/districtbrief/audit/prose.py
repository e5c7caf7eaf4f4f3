"""What each numeral of a page's text is: a structural one of a known kind, or untraced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel.dates import format_date

from districtbrief.audit.finding import Finding
from districtbrief.audit.page import HOLE, Page
from districtbrief.audit.record import Record, Words, languages, read_words
from districtbrief.datapackage import Source
from districtbrief.scanning import FIGURE, scan

DIGITS = re.compile(r"[\d¼-¾⅐-↋①-⓿❶-➓]+(?:[.,]\d+)*")
HAN = re.compile("[〇零一二两三四五六七八九十百千万亿半]")
NAMES = ("name", "idiom", "ordinal", "slogan", "rhetoric")
"""Kinds of Chinese numerals that count nothing, wherever they stand; a figure always does."""
AROUND, REACH = 24, 5


@dataclass(frozen=True)
class Structure:
    """The numerals that pages may print besides the figures: dates that the data has, units, articles, words."""

    record: Record

    def account(self, page: Page, dates: Iterable[str], kinds: Counter[str]) -> Iterator[Finding]:
        """Class every numeral of a page's text: count the structural ones by kind, and yield the others.

        Args:
            page: the page.
            dates: the ISO dates that it may bear: a report its own, the home page those of all reports.
            kinds: the counts, to be added to.
        """
        phrases = {"date": _either(self._borne(dates)), **self._phrases}
        for element, text in page.blocks():
            left = self._without_caption(element.tag, text, kinds)
            left = self._without_phrases(left, phrases, kinds)
            yield from self._untraced(page, left, kinds)

    def _without_caption(self, tag: str, text: str, kinds: Counter[str]) -> str:
        """Take the number of a figure or table off the front of its caption; `floats` holds it against its place."""
        label = self._captions.match(text) if tag in ("figcaption", "caption") else None
        kinds["figure or table number"] += bool(label)
        return text[label.end() :] if label else text

    def _without_phrases(self, text: str, phrases: Mapping[str, re.Pattern[str]], kinds: Counter[str]) -> str:
        if text in self._articles:
            kinds["article"] += 1
            return ""
        for kind, pattern in phrases.items():
            text, count = pattern.subn(HOLE, text)
            kinds[kind] += count
        return text

    def _untraced(self, page: Page, text: str, kinds: Counter[str]) -> Iterator[Finding]:
        for found in DIGITS.finditer(text):
            yield _untraced(page, text, found.start(), found[0])
        for found in self._counting[page.lang].finditer(text):
            if self._is_of_data(text, *found.span()):
                kinds["word"] += 1
            else:
                yield _untraced(page, text, found.start(), found[0])
        if HAN.search(text):
            for item in scan(text, names=self._names):
                if DIGITS.search(item.token):
                    continue
                end = item.position + len(item.token)
                if item.kind in NAMES or (item.kind != FIGURE and self._is_of_data(text, item.position, end)):
                    kinds["word"] += 1
                else:
                    yield _untraced(page, text, item.position, item.token)

    def _is_of_data(self, text: str, start: int, end: int) -> bool:
        """Whether a numeral stands, with what is beside it, in the words of the data: a duration in a name, say."""
        before = text[max(0, start - REACH) : end].rpartition(HOLE)[2].lstrip()
        after = text[start : end + REACH].partition(HOLE)[0].rstrip()
        return any(len(part) > end - start and part in self._texts for part in (before, after))

    @cached_property
    def _locales(self) -> list[Words]:
        return [read_words(lang) for lang in languages()]

    @cached_property
    def _captions(self) -> re.Pattern[str]:
        names = "|".join(re.escape(words["audit"][kind]) for words in self._locales for kind in ("figure", "table"))
        return re.compile(rf"(?:{names})\s?\d+(?:[:：]\s?|\s)")

    @cached_property
    def _counting(self) -> Mapping[str, re.Pattern[str]]:
        """The words of each alphabet that count, such as ``twelve``; Chinese ones are for `scan` to tell."""
        words = {item["lang"]: "|".join(item["audit"]["counting"]) or "(?!)" for item in self._locales}
        return {lang: re.compile(rf"\b(?:{either})\b", re.IGNORECASE) for lang, either in words.items()}

    @cached_property
    def _articles(self) -> frozenset[str]:
        package = self.record.package
        return frozenset(
            article_line(source, package.districts[key][words["lang"]], words)
            for key, source in package.sources.items()
            for words in self._locales
        )

    @cached_property
    def _phrases(self) -> Mapping[str, re.Pattern[str]]:
        return {
            "date of the data": _either(phrase for words in self._locales for phrase in self._dated(words)),
            "unit of a rate": _either(words["audit"]["rate"] for words in self._locales),
        }

    def _borne(self, dates: Iterable[str]) -> Iterator[str]:
        for item in dates:
            yield item
            yield from (_day(item, words["audit"]["report_date"], words) for words in self._locales)

    def _dated(self, words: Words) -> Iterator[str]:
        """Write, as a language does, every date that the data has."""
        package = self.record.package
        for row in package.denominators.values():
            yield from (_day(item, words["date"], words) for item in (row.date, row.published))
        for period in {row.period for row in package.observations.values()}:
            yield from (_day(period, pattern, words) for pattern in (words["date"], words["audit"]["day"]))
        for source in package.sources.values():
            yield from (pattern.format(source.published[:4]) for pattern in words["audit"]["years"])

    @cached_property
    def _names(self) -> tuple[str, ...]:
        names = {re.sub("[区县市镇乡]$", "", names["zh"]) for names in self.record.package.districts.values()}
        return tuple(sorted(filter(HAN.search, names)))

    @cached_property
    def _texts(self) -> str:
        """The words of the data: a duration or a date that is part of a name there is one here too."""
        package = self.record.package
        labels = [*(row.labels for row in package.indicators.values()), *(row.labels for row in package.formulas)]
        named = [text for row in labels for text in row.values()]
        noted = [text for row in package.observations.values() for text in row.notes.values()]
        told = [
            text for row in package.indicators.values() for text in (*row.reasons.values(), *row.definitions.values())
        ]
        return "\n".join(dict.fromkeys([*named, *noted, *told]))


def article_line(source: Source, name: str, words: Words) -> str:
    """Write the line of an article in the appendix."""
    fields = {"headline": source.headline, "byline": source.byline, "published": source.published}
    return " ".join(words["table"]["article"].format(district=name, **fields).split())


def _untraced(page: Page, text: str, start: int, token: str) -> Finding:
    around = text[max(0, start - AROUND) : start + len(token) + AROUND].replace(HOLE, "…")
    return Finding("untraced", page.name, f"“{around.strip()}”", f"{token} leads to no line of the appendix")


def _either(phrases: Iterable[str]) -> re.Pattern[str]:
    longest = sorted({phrase for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(rf"(?<!\d){re.escape(phrase)}(?!\d)" for phrase in longest) or "(?!)", re.IGNORECASE)


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text))


def _day(iso: str, pattern: str, words: Words) -> str:
    return format_date(date.fromisoformat(iso), pattern, locale=words["babel"]) if _is_day(iso) else ""
