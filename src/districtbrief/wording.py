"""Numbers and fixed words as a language prints them; every locale is one file in `locales/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from districtbrief.calculations import Calculation, Number
from districtbrief.faults import Fault, FaultError, nearest
from districtbrief.numerals import plain
from districtbrief.rows import DECIMALS, Unit

_EXACT = Context(prec=60)
# every ASCII mark may be escaped in Markdown; those that only begin a list or join a dash are left out but there
_MARKUP = re.compile(r"""([\\`*_{}\[\]<>#|$~^@'"&!=]|^[-+:.()]|(?<=[-.])[-.])""")
_LIST = re.compile(r"^(\d+)([.)])")


@dataclass(frozen=True)
class Locale:
    """One language's words, as nested mappings of its TOML file."""

    lang: str
    words: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - TOML tables are nested mappings of strings
        return self.words[key]

    def number(self, number: Number) -> str:
        """Print a number with its qualifier and measure word: ``8万余人次``, ``over 80,000``."""
        digits = self.scaled(_rounded(number.value, number.significant), number.significant)
        pattern = self.words["derived" if isinstance(number, Calculation) else "printed"][number.qualifier]
        return str(pattern.format(number=digits, measure=self._measure(number)))

    def scaled(self, value: Fraction, significant: int = 0) -> str:
        """Print a value with its scale word: ``1万``, ``1 million``."""
        scaled, word = self._scale(value)
        return self.digits(scaled, significant) + word

    def digits(self, value: Fraction, significant: int = 0) -> str:
        """Print bare digits, rounded half up to ``significant`` digits where it has more."""
        rounded = _round(value, significant)
        decimals = max(0, -int(rounded.as_tuple().exponent))
        pattern = ("#,##0" if self.words["group"] else "0") + ("." + "0" * decimals if decimals else "")
        return format_decimal(rounded, format=pattern, locale=self.words["babel"])

    @staticmethod
    def plain(value: Fraction) -> str:
        """Print a value as a plain decimal, as CSV files carry it.

        What a table may hold, and a sum of such, is printed digit by digit; anything else to 12 digits, or to the unit
        where more stand before the point.
        """
        finest = value * 10**DECIMALS
        if finest.denominator == 1:
            return plain(Decimal(f"{finest}E-{DECIMALS}"))
        digits = max(12, len(str(int(abs(value)))))
        return plain(Context(prec=digits).divide(Decimal(value.numerator), Decimal(value.denominator)))

    def rounds(self, number: Number) -> bool:
        """Whether a number is printed rounded."""
        return _rounded(number.value, number.significant) != number.value

    def date(self, iso: str) -> str:
        """Print an ISO date in words."""
        return format_date(date.fromisoformat(iso), format=self.words["date"], locale=self.words["babel"])

    def stating(self, predicate: str) -> list[str]:
        """List the words that may be bound to a predicate."""
        comparing = self.words["comparing"].get(predicate, "")
        return [*re.findall(r"\[(.+?)\]", comparing), *self.words["claims"].get(predicate, [])]

    def enumerate(self, items: list[str]) -> str:
        """Join the parts of a clause."""
        return str(self.words["list"]).join(items)

    def _scale(self, value: Fraction) -> tuple[Fraction, str]:
        for scale in self.words["scales"]:
            if abs(value) >= scale["from"]:
                return value / scale["from"], scale["word"]
        return value, ""

    def _measure(self, number: Number) -> str:
        if number.unit is None or (isinstance(number, Calculation) and number.formula == "rate"):
            return ""
        if self.words["measure_words"]:
            return number.measure
        return _symbol(number.unit, self.lang)


def _symbol(unit: Unit, lang: str) -> str:
    symbol = unit.symbols[lang]
    return symbol if unit.kind == "share" or not symbol else f" {symbol}"


def _round(value: Fraction, significant: int) -> Decimal:
    exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    if not significant or (Fraction(exact) == value and len(exact.normalize().as_tuple().digits) <= significant):
        return _plain(exact)
    rounded = Context(prec=significant, rounding=ROUND_HALF_UP).plus(exact)
    return rounded if int(rounded.as_tuple().exponent) < 0 else _plain(rounded)


def _rounded(value: Fraction, significant: int) -> Fraction:
    # 99,999,999 rounds to a hundred million before its scale word is chosen
    return Fraction(_round(value, significant)) if significant else value


def _plain(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def languages() -> list[str]:
    """List the languages that have a locale."""
    folder = resources.files("districtbrief") / "locales"
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


@cache
def locale(lang: str) -> Locale:
    """Load the words of a language.

    Raises:
        FaultError: there is no locale of that name.
    """
    if lang not in languages():
        near = nearest(lang, languages())
        raise FaultError([Fault.of("prose.no-language", "parameter lang", lang=lang, nearest=near)])
    text = (resources.files("districtbrief") / "locales" / f"{lang}.toml").read_text(encoding="utf-8")
    return Locale(lang, tomllib.loads(text))


def escape(text: str) -> str:
    """Let a text of the data stand in Markdown as the letters that it is."""
    marked = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _LIST.sub(r"\1\\\2", marked)
