"""What each numeral of a page's text is: a structural one of a known kind, or untraced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from districtbrief.audit.blocks import blocks
from districtbrief.audit.claims import worded
from districtbrief.audit.finding import Finding
from districtbrief.audit.page import Page
from districtbrief.audit.reading import DONE, HOLE
from districtbrief.audit.record import Record
from districtbrief.audit.words import Words, day, languages, read_words
from districtbrief.rows import Source
from districtbrief.scanning import FIGURE, scan

DIGITS = re.compile(r"(?:[\d¹³¼-¾⁰⁴-⁹₀-₉⅐-ↈ①-⓿❶-➓㉑-㋿]|(?<!m)²)+(?:[.,]\d+)*")
HAN = re.compile("[〇零一二两三四五六七八九十百千万亿半]")
LONG = re.compile("[一二两三四五六七八九][十百千万亿]|[十百千万亿][一二三四五六七八九]")
IDLE = ("idiom", "ordinal", "rhetoric")
"""Kinds of Chinese numerals that count nothing, wherever they stand; a figure always does, and others may in a name."""
AROUND = 24


@dataclass(frozen=True)
class Structure:
    """The numerals that pages may print besides the figures: dates that the data has, units, articles, words.

    ``cities`` are the Chinese names of the districts' cities, of which some hold numerals, as districts' do.
    """

    record: Record
    cities: frozenset[str] = frozenset()

    def account(self, page: Page, dates: Iterable[str], kinds: Counter[str]) -> Iterator[Finding]:
        """Class every numeral of a page's text: count the structural ones by kind, and yield the others.

        Args:
            page: the page.
            dates: the ISO dates that it may bear: a report its own, the home page those of all reports.
            kinds: the counts, to be added to.
        """
        phrases = {"date": _either(self._borne(dates)), **self._phrases}
        for element, text in blocks(page):
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
            text, count = pattern.subn(DONE, text)
            kinds[kind] += count
        return text

    def _untraced(self, page: Page, text: str, kinds: Counter[str]) -> Iterator[Finding]:
        for start, token, idle in self._numerals(text):
            if idle or self._is_of_data(text, start, token):
                kinds["word"] += 1
            else:
                yield _untraced(page, text, start, token)
        if said := self._unbound.search(text):
            yield Finding("untrue", page.name, f"“{said[0]}”", "these words compare, and are bound to no numbers")
        if framed := self._framed.search(text):
            around = framed[0].replace(HOLE, "…")
            yield Finding("misprinted", page.name, f"“{around}”", "words or signs beside a number change what it says")

    def _numerals(self, text: str) -> Iterator[tuple[int, str, bool]]:
        """Yield place and token of every numeral, and whether it is one that never counts."""
        for found in (*DIGITS.finditer(text), *self._counting.finditer(text)):
            yield found.start(), found[0], False
        for item in scan(text, names=tuple(filter(text.__contains__, self._names))) if HAN.search(text) else ():
            if not DIGITS.search(item.token):
                named = item.kind == "name" and item.token in self._names
                yield item.position, item.token, named or (item.kind in IDLE and not LONG.search(item.token))

    def _is_of_data(self, text: str, start: int, token: str) -> bool:
        """Whether a numeral stands in words of the data, taken whole: a duration in what was counted, say."""
        folded = text.casefold()
        return any(
            0 <= (at := folded.rfind(words, 0, start + len(words))) <= start < at + len(words)
            for words in self._texts.get(token.casefold(), ())
        )

    @cached_property
    def _locales(self) -> list[Words]:
        return [read_words(lang) for lang in languages()]

    @cached_property
    def _captions(self) -> re.Pattern[str]:
        names = "|".join(re.escape(words["audit"][kind]) for words in self._locales for kind in ("figure", "table"))
        return re.compile(rf"(?:{names})\s?\d+(?:[:：]\s?|\s)")

    @cached_property
    def _counting(self) -> re.Pattern[str]:
        """The words of every language that count, such as ``twelve``; most Chinese ones are for `scan` to tell."""
        return _words(word for words in self._locales for word in words["audit"]["counting"])

    @cached_property
    def _unbound(self) -> re.Pattern[str]:
        """The words that compare, which only a claim may say."""
        said = (
            worded(predicate, words) for words in self._locales for predicate in words["comparing"] | words["claims"]
        )
        return _words(word for found in said for word in found)

    @cached_property
    def _framed(self) -> re.Pattern[str]:
        """A number with a word beside it that qualifies numbers, with a digit, a sign or another number."""
        patterns = [text for words in self._locales for key in ("printed", "derived") for text in words[key].values()]
        before = {re.split(r"\{number\}", text)[0].strip() for text in patterns} - {""}
        after = {re.split(r"\{number\}|\{measure\}", text)[1].strip() for text in patterns} - {""}
        framing = [word for words in self._locales for word in words["audit"]["framing"]]
        ahead = "|".join([*map(re.escape, sorted(before)), *framing, r"\d", "[-−–±%<>≤≥≈~＜＞$#]"])
        behind = "|".join([*map(re.escape, sorted(after)), *framing, r"\d", "[%％‰+A-Za-z]", HOLE, rf"[.,]{HOLE}"])
        return re.compile(
            rf"(?<![A-Za-z])(?:{ahead})\s?{HOLE}|{HOLE}(?:{behind}|\s(?:{'|'.join(framing)}))", re.IGNORECASE
        )

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
            yield from (day(item, words["audit"]["report_date"], words) for words in self._locales)

    def _dated(self, words: Words) -> Iterator[str]:
        """Write, as a language does, every date that the data has."""
        package = self.record.package
        for row in package.denominators.values():
            yield from (day(item, words["date"], words) for item in (row.date, row.published))
        for period in {row.period for row in package.observations.values()}:
            yield from (day(period, pattern, words) for pattern in (words["date"], words["audit"]["day"]))
        for source in package.sources.values():
            yield from (pattern.format(source.published[:4]) for pattern in words["audit"]["years"])

    @cached_property
    def _names(self) -> tuple[str, ...]:
        own = (names["zh"] for names in self.record.package.districts.values())
        names = {re.sub("[区县市镇乡]$", "", name) for name in (*own, *self.cities)}
        return tuple(sorted(filter(HAN.search, names)))

    @staticmethod
    def _counts(text: str) -> bool:
        numeral = HAN.search(text) or DIGITS.search(text)
        return bool(numeral) and any(item.kind == FIGURE for item in scan(text))

    @cached_property
    def _texts(self) -> Mapping[str, list[str]]:
        """The words of the data that hold numerals, by each numeral; none whose Chinese counts something."""
        package, found = self.record.package, dict[str, list[str]]()
        own = [item for row in package.indicators.values() for item in (row.labels, row.reasons, row.definitions)]
        own += [*(row.labels for row in package.formulas), *(row.notes for row in package.observations.values())]
        own += [*package.themes.values(), *package.districts.values()]
        for texts in {tuple(item.values()): item for item in own}.values():
            if self._counts(texts["zh"]):
                continue
            for text in texts.values():
                for _, token, _ in self._numerals(text):
                    found.setdefault(token.casefold(), []).append(text.casefold())
        return found


def article_line(source: Source, name: str, words: Words) -> str:
    """Write the line of an article in the appendix."""
    fields = {"headline": source.headline, "byline": source.byline, "published": source.published}
    return " ".join(words["table"]["article"].format(district=name, **fields).split())


def _untraced(page: Page, text: str, start: int, token: str) -> Finding:
    around = text[max(0, start - AROUND) : start + len(token) + AROUND].replace(HOLE, "…").replace(DONE, "…")
    return Finding("untraced", page.name, f"“{around.strip()}”", f"{token} leads to no line of the appendix")


def _either(phrases: Iterable[str]) -> re.Pattern[str]:
    longest = sorted({phrase for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(
        "|".join(
            rf"(?<!\w){re.escape(phrase)}(?!\d)"
            if phrase[0].isascii() and not phrase[0].isdigit()
            else rf"(?<!\d){re.escape(phrase)}(?!\d)"
            for phrase in longest
        )
        or "(?!)",
        re.IGNORECASE,
    )


def _words(words: Iterable[str]) -> re.Pattern[str]:
    """Find any of some words or patterns; those in letters of the alphabet only where no letter is beside them."""
    either = "|".join(sorted(set(words), key=lambda word: (-len(word), word))) or "(?!)"
    return re.compile(rf"(?<![A-Za-z])(?:{either})(?![A-Za-z])", re.IGNORECASE)
