"""Numbers as newspapers print them: `8万余人次`, `433.7亿元`, `两部`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SCALES = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}
PREFIXES = {"近": "nearly", "约": "about"}
SUFFIXES = {"余": "at_least", "多": "at_least"}
# 五大板块 counts without a measure word: 大 describes what is counted
BARE = {"大": "个"}

_HAN = "〇零一二三四五六七八九十百千万亿两"
_NUMERAL = re.compile(rf"\d+(?:\.\d+)?|[{_HAN}]+")
_TOKEN = re.compile(
    rf"(?P<prefix>[{''.join(PREFIXES)}]?)"
    rf"(?P<number>\d+(?:\.\d+)?|[{_HAN}]+?)"
    r"(?P<inner>[余多]?)(?P<scale>[万亿]?)(?P<outer>[余多]?)"
    rf"(?P<measure>[^\d{_HAN}]*)",
)


@dataclass(frozen=True)
class Reading:
    """What a printed token says.

    Attributes:
        value: exact decimal in the base unit; ``8万余人次`` gives 80000.
        qualifier: ``exact``, ``at_least`` (余, 多), ``nearly`` (近) or ``about`` (约).
        measure: the measure word or unit, such as ``人次``; empty when none is printed.
    """

    value: Decimal
    qualifier: str
    measure: str


def read_token(token: str) -> Reading:
    """Read a printed token.

    Raises:
        ValueError: ``token`` is no number with an optional qualifier, scale and measure word.
    """
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise ValueError(token)
    rounding = match["inner"] or match["outer"]
    qualifier = PREFIXES.get(match["prefix"]) or SUFFIXES.get(rounding, "exact")
    value = _decimal(match["number"]) * SCALES[match["scale"]]
    return Reading(value, qualifier, BARE.get(match["measure"], match["measure"]))


def find_numerals(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every run of Arabic digits or of Chinese numerals in ``text``."""
    for match in _NUMERAL.finditer(text):
        yield match.span()


def _decimal(number: str) -> Decimal:
    if number[0].isdigit():
        return Decimal(number)
    import cn2an  # noqa: PLC0415 - a quarter of a second that most commands never need

    # cn2an wants the leading digit that 百余部 leaves unsaid
    spelt = f"一{number}" if number[0] in "百千万亿" else number
    return Decimal(cn2an.cn2an(spelt, "smart"))
