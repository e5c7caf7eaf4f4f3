"""How a recorded number must be printed: as the locale's tables say, without the code that wrote the page."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from districtbrief.audit.recorded import Recorded
from districtbrief.audit.words import Words

_CONTEXT = Context(prec=60)


def printed(number: Recorded, words: Words) -> str:
    """Print a number as a locale's tables prescribe."""
    value = Fraction(_rounded(number.value, number.significant))
    scales = [*words["scales"], {"from": 0, "word": ""}]
    scale: Words = next(item for item in scales if abs(value) >= item["from"])
    whole, _, part = f"{_rounded(value / (scale['from'] or 1), number.significant):f}".partition(".")
    digits = grouped(int(whole), words) + (f"{words['decimal']}{part}" if part else "")
    pattern = words["derived" if number.formula else "printed"][number.qualifier]
    return str(pattern.format(number=digits + scale["word"], measure=_measure(number, words)))


def grouped(whole: int, words: Words) -> str:
    """Print a whole number in groups of three digits, where a language has them."""
    return f"{whole:,}".replace(",", words["group"])


def is_rounded(number: Recorded) -> bool:
    """Whether a number is not printed exactly."""
    return Fraction(_rounded(number.value, number.significant)) != number.value


def _measure(number: Recorded, words: Words) -> str:
    if number.unit is None or number.formula == "rate":
        return ""
    if words["measure_words"]:
        return number.measure
    symbol = number.unit.symbols[words["lang"]]
    return symbol if number.unit.kind == "share" else f" {symbol}".rstrip()


def _rounded(value: Fraction, significant: int) -> Decimal:
    """Round half up to some significant digits, where the value has more; no needless zeros."""
    exact = _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    if significant and len(exact.normalize(_CONTEXT).as_tuple().digits) > significant:
        exact = exact.quantize(Decimal(1).scaleb(exact.adjusted() - significant + 1), ROUND_HALF_UP, _CONTEXT)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize(_CONTEXT)
