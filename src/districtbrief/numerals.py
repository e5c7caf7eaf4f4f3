"""Numbers as newspapers print them: `8万余人次`, `433.7亿元`, `两部`, `超过1,200人`, `3至5公里`, `六成左右`.

Conventions of reading follow GB/T 15835-2011, General rules for writing numerals in public texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import prod

SCALES = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
PREFIXES = {"近": "nearly", "约": "about"}
SUFFIXES = {"余": "at_least", "多": "at_least", "几": "at_least", "来": "about"}
# 五大板块 counts without a measure word: 大 describes what is counted
BARE = {"大": "个"}
WORDS_BEFORE = PREFIXES | {
    **dict.fromkeys(("将近", "接近"), "nearly"),
    **dict.fromkeys(("大约", "大概"), "about"),
    **dict.fromkeys(("超", "超过", "逾", "上", "过", "破", "突破", "数", "几", "好几"), "at_least"),
    **dict.fromkeys(("至少", "不少于", "不低于", "高于", "多于", "大于"), "at_least"),
    **dict.fromkeys(("不足", "不到", "不超过", "至多", "最多", "低于", "少于", "小于"), "at_most"),
}
WORDS_AFTER = {
    **dict.fromkeys(("以上", "之上", "多"), "at_least"),
    **dict.fromkeys(("以内", "以下", "之内"), "at_most"),
    **dict.fromkeys(("左右", "上下"), "about"),
}
DASHES = "-－—–～~至到"

HAN = "〇零一二三四五六七八九十百千万亿两"
_NUMERAL = re.compile(rf"\d+(?:\.\d+)?|[{HAN}]+")
# 千瓦 and 千克 begin with a scale word that belongs to the unit, and 个百分点 holds one
UNIT_SCALE = "千(?=[瓦克米伏帕卡焦赫])"
_TOKEN = re.compile(
    rf"(?P<prefix>[{''.join(PREFIXES)}]?)"
    rf"(?P<number>\d+(?:\.\d+)?|[{HAN}]+?)"
    rf"(?P<inner>[余多几来]?)(?P<scale>(?:(?<=\d)(?!{UNIT_SCALE})[百千])?[万亿]*)(?P<outer>[余多几来]?)"
    rf"(?P<measure>[^\d{HAN}]*(?:(?:{UNIT_SCALE}|百(?=分点))[^\d{HAN}]*)?)",
)
_SEPARATED = re.compile(r"\d{1,3}(?:[,\u2009\u202f]\d{3})+(?!\d)")
_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_WIDE_GROUPS = re.compile(r"[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])")
_AROUND = re.compile(
    rf"(?P<before>{'|'.join(sorted(WORDS_BEFORE, key=len, reverse=True))})?"
    rf"(?P<core>.*?)(?P<after>{'|'.join(WORDS_AFTER)})?"
)
BELOW_ZERO = r"(?:零下|(?<![\d\w])[-－−])(?=\d)"
_BETWEEN = re.compile(
    rf"(?P<low>(?:{BELOW_ZERO})?(?:\d+(?:\.\d+)?|[{HAN}]+?)[万亿]*)(?P<unit>[^\d{HAN}{DASHES}]*)[{DASHES}](?P<high>.+)"
)
_SHARE = re.compile(rf"(?:(?P<whole>[{HAN}]+)分之(?P<part>[{HAN}]+(?:点[{HAN}]+)?)|(?P<over>\d+)/(?P<under>\d+))")
# 七八个, 三四百: either of two digits that follow each other
EITHER = f"(?:{'|'.join(map(''.join, pairwise('一二三四五六七八九')))}|三五)"
_EITHER = re.compile(rf"(?P<ten>十?)(?={EITHER})(?P<low>.)(?P<high>.)(?P<rest>[^一二三四五六七八九].*)")
DIGITS = 28
"""How many digits a number may have when it is multiplied or divided: more than a table takes."""
_EXACT = Context(prec=DIGITS, traps=[Inexact, InvalidOperation, Overflow])


@dataclass(frozen=True)
class Reading:
    """What a printed token says.

    Attributes:
        value: exact decimal in the base unit; ``8万余人次`` gives 80000. The lower end of a range.
        qualifier: ``exact``, ``at_least`` (余, 多, 超), ``nearly`` (近), ``about`` (约), ``at_most`` (不足).
        measure: the measure word or unit, such as ``人次``; empty when none is printed.
        high: the upper end of a range such as ``3至5公里``.
    """

    value: Decimal
    qualifier: str
    measure: str
    high: Decimal | None = None


def read_token(token: str) -> Reading:
    """Read a printed token of the plain kind: 近 or 约, a number, 余 or 多, a scale, a measure word.

    Raises:
        ValueError: ``token`` is no number with an optional qualifier, scale and measure word.
    """
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise ValueError(f"{token!r} is no number of one measure word; write it as 8万余人次, 12.5% or 三百二十所")
    rounding = match["inner"] or match["outer"]
    qualifier = PREFIXES.get(match["prefix"]) or SUFFIXES.get(rounding, "exact")
    with _exactly(token):
        value = _value(match["number"], match["scale"])
    return Reading(value, qualifier, BARE.get(match["measure"], match["measure"]))


def read_printed(token: str) -> Reading:
    """Read a printed token of any kind that `scanning` finds: what `read_token` reads and more, and alike.

    Of a range the value is the lower end, ``at_least``. ``数百`` is the floor 100. Tenths (成) and fractions are read
    per cent; a fraction that no short decimal gives exactly is rounded to two places and ``about``.

    Raises:
        ValueError: ``token`` is no printed number.
    """
    plain = _SEPARATED.sub(lambda match: re.sub(r"\D", "", match[0]), level(token))
    around = _AROUND.fullmatch(plain)
    if around is None or not around["core"]:
        raise ValueError(f"{token!r} is no printed number; write its token alone, such as 8万余人次 or 3至5公里")
    with _exactly(token):
        reading = _read_core(around["core"])
    word = WORDS_BEFORE.get(around["before"] or "") or WORDS_AFTER.get(around["after"] or "")
    return replace(reading, qualifier=word or reading.qualifier)


def find_numerals(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every run of Arabic digits or of Chinese numerals in ``text``."""
    for match in _NUMERAL.finditer(text):
        yield match.span()


def level(text: str) -> str:
    """Write full-width digits, and the marks within numbers, at half width; every character keeps its place."""
    return _WIDE_GROUPS.sub(lambda match: match[0].replace("，", ","), text).translate(_WIDE)


def plain(value: Decimal) -> str:
    """Write a decimal as the tables do: no exponent, no needless zeros."""
    written = f"{value:f}"
    return written.rstrip("0").removesuffix(".") if "." in written else written


def json_number(value: object) -> object:
    """Give a decimal as the number that JSON knows, and anything else as it is."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


@contextmanager
def _exactly(token: str) -> Iterator[None]:
    """Reckon without rounding, or say of a token that this cannot be done."""
    try:
        with localcontext(_EXACT):
            yield
    except ArithmeticError:
        told = f"{token!r} is too long to be read exactly; write a number of at most {DIGITS} digits"
        raise ValueError(told) from None


def _read_core(core: str) -> Reading:
    if core == "一半":
        return Reading(Decimal(50), "exact", "%")
    if share := _SHARE.fullmatch(core):
        return _read_share(share)
    if either := _EITHER.fullmatch(core):
        low, high = (read_token(f"{either['ten']}{either[end]}{either['rest']}") for end in ("low", "high"))
        return _tenths(replace(low, qualifier="at_least", high=high.value))
    if between := _BETWEEN.fullmatch(core):
        return _tenths(_read_range(between))
    return _tenths(_read_signed(core))


def _read_signed(core: str) -> Reading:
    below = re.match(BELOW_ZERO, core)
    reading = read_token(core[below.end() :] if below else core)
    return replace(reading, value=-reading.value) if below else reading


def _read_share(share: re.Match[str]) -> Reading:
    if share["whole"]:
        parts, whole = _decimal(share["part"]), _decimal(share["whole"])
    else:
        parts, whole = Decimal(share["over"]), Decimal(share["under"])
    if not whole:
        raise ValueError(f"{share[0]!r} is a part of nothing; write a whole that is not zero")
    exact = Fraction(parts) * 100 / Fraction(whole)
    rounded = round(exact, 2)
    value = Decimal(rounded.numerator) / rounded.denominator
    return Reading(value.normalize(), "exact" if rounded == exact else "about", "%")


def _read_range(between: re.Match[str]) -> Reading:
    low, high = _read_signed(between["low"]).value, _read_signed(between["high"])
    # 3—5万元 leaves the first 万 unsaid; 5000至1万元 does not
    scaled = re.match(r"(\d+(?:\.\d+)?)([百千]?[万亿]+)", between["high"])
    if scaled and between["low"][-1] not in SCALES and low < Decimal(scaled[1]):
        low = _value(between["low"], scaled[2])
    return Reading(low, "at_least", high.measure or between["unit"], high.value)


def _tenths(reading: Reading) -> Reading:
    if reading.measure != "成":
        return reading
    high = reading.high and reading.high * 10
    return replace(reading, value=reading.value * 10, measure="%", high=high)


def _value(number: str, scale: str) -> Decimal:
    if number[0].isdigit():
        return prod((SCALES[word] for word in scale), start=Decimal(number))
    return _decimal(number + scale)


@lru_cache(maxsize=4096)
def _decimal(number: str) -> Decimal:
    if number[0].isdigit():
        return Decimal(number)
    from cn2an import cn2an  # noqa: PLC0415 - a quarter of a second that most commands never need

    # cn2an wants the leading digit that 百余部 leaves unsaid
    spelt = f"一{number}" if number[0] in "百千万亿" else number
    try:
        return Decimal(str(cn2an(spelt, "smart")))
    except (KeyError, ValueError):  # cn2an looks up what it cannot read, such as 五亿五
        raise ValueError(f"{number!r} is no Chinese numeral; write it as 三百二十, or in digits") from None
