"""Every numeric expression of a Chinese news text, found, read and classed.

The rules stand in `grammar.toml`, and the first that covers a numeral has it. What no rule claims is a bare
figure when it is printed in Arabic digits, and part of a word when it is printed in Chinese ones: a Chinese numeral
counts only before a measure word, and 一 mostly means "a", 二 before a measure word "the second" (Lü Shuxiang,
Eight Hundred Words of Modern Chinese). Measured in docs/explanation/scan.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

from districtbrief.articles import Article, Span
from districtbrief.numerals import BELOW_ZERO, DASHES, EITHER, HAN, UNIT_SCALE, find_numerals, level, read_printed

FIGURE = "figure"
LONGEST_SLOGAN, LONGEST_TITLE, LONGEST_TOKEN = 16, 40, 20
SHORTEST_CODE = 9
REACH = 80

_GIVEN = {"HAN": HAN, "EITHER": EITHER, "BELOW_ZERO": BELOW_ZERO, "DASHES": DASHES, "UNIT_SCALE": UNIT_SCALE}


def _compile(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    while (filled := re.sub("<([A-Za-z_]+)>", lambda match: parts[match[1]], pattern)) != pattern:
        pattern = filled
    return re.compile(pattern, re.MULTILINE | re.VERBOSE)


def _read_grammar() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str]]:
    """Read the rules of `grammar.toml` and, apart, the words that qualify a number from before it."""
    written = tomllib.loads((files("districtbrief") / "grammar.toml").read_text(encoding="utf-8"))
    words = {name: "|".join(text.split()) for name, text in written["words"].items()}
    parts = _GIVEN | words | written["parts"]
    rules = ((rule["kind"], _compile(item, parts)) for rule in written["rules"] for item in rule["patterns"])
    return tuple(rules), _compile("<BEFORE>", parts)


RULES, _QUALIFYING = _read_grammar()
_TITLE = re.compile("《([^《》]*)》")
_QUOTED = tuple(map(re.compile, ("“([^“”]*)”", "‘([^‘’]*)’", "「([^「」]*)」", "『([^『』]*)』", '"([^"]*)"')))
_SENTENCE = re.compile("[，。！？；：,!?;]")
_MORE, _BOUND = re.compile("[余多几万亿]"), re.compile("以上|以下|以内|之内|左右|上下")
_CLAUSE = re.compile("[，。！？；：!?;]")
CUES = (
    (
        "planned",
        re.compile(
            "力争|计划(?!的)|规划|(?<![即])将(?!近)|年底前|年内|拟|明年|争取|有望|到20[2-9]\\d年|目标|余下|其余"
        ),
    ),
    ("achieved", re.compile("已|完成|建成|截至|累计|今年以来|目前")),
    ("ongoing", re.compile("正在|在建|续建|施工|推进|谋划|加快|启动|建设中")),
)


@dataclass(frozen=True)
class Expression:
    """One numeric expression of an article.

    Attributes:
        paragraph: 1-based among the non-blank lines.
        position: 0-based character offset in the paragraph.
        token: what is printed, with its measure word and the words that qualify it.
        kind: ``figure``, or why it is none: a reason of `data/excluded.csv`.
        value: exact decimal in the base unit, the lower end of a range; of figures only.
        high: the upper end of a range.
        unit: the measure word as printed.
        qualifier: as in `numerals.Reading`.
        status: a guess from the words nearby: ``achieved``, ``ongoing`` or ``planned``.
    """

    paragraph: int
    position: int
    token: str
    kind: str
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    status: str = ""

    @property
    def span(self) -> Span:
        """Its place and token."""
        return Span(self.paragraph, self.position, self.token)


def scan(text: Article | str, *, names: tuple[str, ...] = ()) -> list[Expression]:
    """List every numeric expression in its order; each numeral of `find_numerals` lies in exactly one.

    Args:
        text: an article, or a text whose non-blank lines are its paragraphs.
        names: words with numerals that are names here, such as the district's own.
    """
    paragraphs = (
        text.paragraphs if isinstance(text, Article) else tuple(filter(None, map(str.strip, text.splitlines())))
    )
    return [found for number, line in enumerate(paragraphs, start=1) for found in _scan_paragraph(number, line, names)]


def left_out(text: str, start: int, end: int) -> str:
    """Name the word beside a token that would change its reading, such as 近 before it or 余 and 以上 after it."""
    before = (match[0] for match in _QUALIFYING.finditer(text, max(0, start - 4), end) if match.end() == start)
    after = _MORE.match(text, end) if text[end - 1 : end].isnumeric() else None
    after = after or _BOUND.match(text, end)
    return next(before, "") or (after[0] if after else "")


def _scan_paragraph(number: int, text: str, names: tuple[str, ...]) -> Iterator[Expression]:
    plain = level(text)
    cover = _Cover(plain)
    for kind, start, end in _claims(plain, names):
        cover.claim(kind, start, end)
    cover.claim_rest()
    for start, (kind, end) in sorted(cover.claims.items()):
        token = text[start:end]
        if kind == FIGURE:
            yield _figure(number, start, token, _status(plain, start, end))
        else:
            yield Expression(number, start, token, kind)


def _claims(text: str, names: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    for name in names:
        yield from (("name", *match.span()) for match in re.finditer(re.escape(name), text))
    yield from _enclosed("name", _TITLE, LONGEST_TITLE, text)
    for marks in _QUOTED:
        yield from _enclosed("slogan", marks, LONGEST_SLOGAN, text)
    for kind, pattern in RULES:
        yield from ((kind, *match.span()) for match in pattern.finditer(text))


def _enclosed(kind: str, pattern: re.Pattern[str], longest: int, text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what stands in marks and is no sentence: the parts that 、 makes of it."""
    for match in pattern.finditer(text):
        if len(match[1]) > longest or _SENTENCE.search(match[1]):
            continue
        for part in re.finditer(f"[^、]{{1,{LONGEST_TOKEN}}}", match[1]):
            yield kind, match.start(1) + part.start(), match.start(1) + part.end()


class _Cover:
    """Which characters of a paragraph are claimed; a claim holds whole numerals, and none that is claimed already."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.claims: dict[int, tuple[str, int]] = {}
        self._numerals = list(find_numerals(text))
        self._taken, self._digits, self._joined = (bytearray(len(text) + 1) for _ in range(3))
        for start, end in self._numerals:
            self._digits[start:end] = b"\1" * (end - start)
            self._joined[start + 1 : end] = b"\1" * (end - start - 1)

    def claim(self, kind: str, start: int, end: int) -> None:
        """Take the characters from ``start`` to ``end``, if they are free and cut no numeral."""
        cuts = self._joined[start] or self._joined[end]
        if not cuts and self._taken.find(1, start, end) < 0 <= self._digits.find(1, start, end):
            self._taken[start:end] = b"\1" * (end - start)
            self.claims[start] = kind, end

    def claim_rest(self) -> None:
        """Take what no rule claimed: bare figures, long codes, and Chinese numerals within words."""
        for start, end in self._numerals:
            arabic = self.text[start].isdigit()
            self.claim("idiom" if not arabic else FIGURE if end - start < SHORTEST_CODE else "name", start, end)


def _figure(paragraph: int, position: int, token: str, status: str) -> Expression:
    try:
        reading = read_printed(token)
    except ValueError:
        return Expression(paragraph, position, token, FIGURE, qualifier="exact", status=status)
    return Expression(
        paragraph, position, token, FIGURE, reading.value, reading.high, reading.measure, reading.qualifier, status
    )


def _status(text: str, start: int, end: int) -> str:
    """Guess from the nearest clause that says anything: the figure's own, then those before it in the sentence."""
    sentence = text[max(0, start - REACH) : start].rpartition("。")[2]
    own = _CLAUSE.split(text[end : end + REACH], maxsplit=1)[0]
    clauses = _CLAUSE.split(sentence)
    for clause in (clauses.pop() + own, *reversed(clauses)):
        for status, words in CUES:
            if words.search(clause):
                return status
    return "achieved"
