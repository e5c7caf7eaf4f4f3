"""The numbers of a page and the lines of its appendix, held against the record."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from operator import add, mul, truediv

from districtbrief.audit.contents import Line
from districtbrief.audit.finding import Finding
from districtbrief.audit.page import Page
from districtbrief.audit.printing import is_rounded, printed
from districtbrief.audit.reading import HOLE
from districtbrief.audit.record import Record
from districtbrief.audit.recorded import Recorded
from districtbrief.audit.words import Words, day, plain, read_words
from districtbrief.rows import Denominator, Formula, Observation

OPERATORS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: add,
    ast.Mult: mul,
    ast.Div: truediv,
}
_QUOTES = str.maketrans("‘’“”", "''\"\"")


def check_numbers(page: Page, record: Record) -> Iterator[Finding]:
    """Hold every number of the text against the record, its line, and what it says on being pointed at."""
    words = read_words(page.lang)
    for number in page.numbers:
        recorded = record.find(number.anchor)
        if recorded is None or number.anchor not in page.lines:
            found = f"{number.text} leads to {number.anchor or 'no line'}, which is not in the appendix"
            yield Finding("untraced", page.name, number.text, found)
            continue
        yield from _differs(page, "misprinted", number.anchor, number.text, printed(recorded, words))
        yield from _differs(page, "misquoted", number.anchor, number.title, _origin(recorded, record, words))


def check_lines(page: Page, record: Record) -> Iterator[Finding]:
    """Hold every line of the appendix against the record, cell by cell, and calculate it anew from what it prints."""
    words = read_words(page.lang)
    for line in page.lines.values():
        recorded = record.find(line.anchor)
        if recorded is None:
            yield Finding(
                "untraced", page.name, line.anchor, "the data has no such number, or it may not be worked out"
            )
            continue
        yield from _differs(page, "misprinted", line.anchor, line.text, printed(recorded, words))
        expected = _cells(recorded, record, words)
        if len(line.cells) != len(expected):
            yield Finding("misquoted", page.name, line.anchor, f"the line has {len(line.cells)} cells")
            continue
        for (text, _), wanted in zip(line.cells, expected, strict=True):
            yield from _differs(page, "misquoted", line.anchor, text, wanted)
        if recorded.formula:
            yield from _check_calculation(page, line, recorded, words)


def origin_of(row: Denominator, words: Words) -> str:
    """Say where a denominator comes from."""
    days = {"date": day(row.date, words["date"], words), "published": day(row.published, words["date"], words)}
    return str(words["table"]["denominator"].format(source=row.sources[words["lang"]], **days))


def _differs(page: Page, kind: str, at: str, text: str, wanted: str) -> Iterator[Finding]:
    if plain(text).translate(_QUOTES) != plain(wanted).translate(_QUOTES):
        yield Finding(kind, page.name, at, f"{text!r} stands there, and the data says {wanted!r}")


def _origin(number: Recorded, record: Record, words: Words) -> str:
    if number.formula:
        return _expression(number, words).replace(HOLE, "{}").format(*(printed(item, words) for item in number.inputs))
    if isinstance(number.row, Denominator):
        return origin_of(number.row, words)
    return f"{words['quote'].format(token=_observed(number).as_printed)}{words['colon']}{_place(number, record, words)}"


def _cells(number: Recorded, record: Record, words: Words) -> list[str]:
    """Say what the cells of a number's line must be."""
    first = [printed(number, words)]
    if number.formula or isinstance(number.row, Denominator):
        first.append(_subject(number, record, words))
    if number.formula:
        note = f"{words['clauses']}{words['table']['rounded']}" if is_rounded(number) else ""
        return [*first, _expression(number, words) + note]
    if isinstance(number.row, Denominator):
        return [*first, origin_of(number.row, words)]
    row = _observed(number)
    return [*first, row.notes[words["lang"]], row.as_printed, _place(number, record, words)]


def _subject(number: Recorded, record: Record, words: Words) -> str:
    """Say what a calculation or a denominator is of."""
    names = [record.package.districts[key][words["lang"]] for key in districts_of(number)]
    if isinstance(number.row, Denominator):
        return f"{names[0]}{words['colon']}{words['indicator'][number.row.indicator]}"
    label = label_of(number, words)
    if number.formula == "ratio":
        return f"{label}{words['colon']}{' ÷ '.join(names)}"
    return f"{names[0]}{words['colon']}{label}" + (
        "" if number.row else f"{words['list']}{words['formula'][number.formula]}"
    )


def districts_of(number: Recorded) -> list[str]:
    """List the districts that a number is of, in the order of its inputs."""
    if isinstance(number.row, Observation | Denominator):
        return [number.row.district]
    return list(dict.fromkeys(key for item in number.inputs for key in districts_of(item)))


def label_of(number: Recorded, words: Words) -> str:
    """Give the label of a number: its formula's, else its first observation's indicator's."""
    if isinstance(number.row, Formula):
        return number.row.labels[words["lang"]]
    if number.formula:
        return label_of(number.inputs[0], words)
    return _observed(number).indicator.labels[words["lang"]]


def _expression(number: Recorded, words: Words) -> str:
    """Write a formula with a hole for each input."""
    if number.formula == "sum":
        return " + ".join(HOLE for _ in number.inputs)
    return str(words["expression"][number.formula].format(*(HOLE for _ in number.inputs)))


def _place(number: Recorded, record: Record, words: Words) -> str:
    row = _observed(number)
    name = record.package.districts[row.district][words["lang"]]
    return str(words["table"]["source"].format(district=name, paragraph=row.paragraph))


def _observed(number: Recorded) -> Observation:
    if not isinstance(number.row, Observation):
        raise TypeError(number.anchor)
    return number.row


def _check_calculation(page: Page, line: Line, recorded: Recorded, words: Words) -> Iterator[Finding]:
    """See that a line names the right inputs, and that its printed formula gives its printed result."""
    text, inputs = line.cells[-1]
    named = [number.anchor for number in inputs]
    if named != [item.anchor for item in recorded.inputs]:
        yield Finding("miscalculated", page.name, line.anchor, f"it is worked out from {', '.join(named)}")
        return
    text = plain(text)
    formula = text.removesuffix(plain(f"{words['clauses']}{words['table']['rounded']}"))
    result = _calculated(formula, [_read(number.text, words) for number in inputs], plain(words["group"]))
    shown = _read(line.text, words)
    if result is None or not _agrees(result, shown, recorded.significant if formula != text else 0):
        told = "no number" if result is None else f"{Decimal(result.numerator) / result.denominator:.6g}"
        found = f"the printed inputs give {told}, and {line.text} stands there"
        yield Finding("miscalculated", page.name, line.anchor, found)


def _agrees(result: Fraction, shown: Fraction, significant: int) -> bool:
    """Whether a printed result is the calculated one; where the line notes a rounding, to its digits."""
    if not significant or not shown:
        return result == shown
    exponent = (Decimal(shown.numerator) / shown.denominator).adjusted() - significant + 1
    return abs(result - shown) <= Fraction(Decimal(1).scaleb(exponent)) / 2


def _read(text: str, words: Words) -> Fraction:
    """Read a number as it is printed: its digits and its scale word."""
    text, group, decimal = plain(text), plain(words["group"]), words["decimal"]
    found = re.search(rf"\d[\d{re.escape(group)}]*(?:{re.escape(decimal)}\d+)?", text)
    digits = found[0].replace(group, "").replace(decimal, ".") if found else "0"
    rest = text[found.end() :] if found else ""
    scale = next((item["from"] for item in words["scales"] if rest.startswith(plain(item["word"]))), 1)
    return Fraction(digits) * scale


def _calculated(formula: str, inputs: list[Fraction], group: str) -> Fraction | None:
    """Calculate a formula as it is printed, its inputs being holes; None where it is no formula."""
    signs = str.maketrans({"÷": "/", "×": "*", "（": "(", "）": ")"})
    values = iter(inputs)
    try:
        spelt = re.sub(HOLE, lambda _: f"({next(values)})", plain(formula).replace(group, "").translate(signs))
        return _value(ast.parse(spelt.strip(), mode="eval").body)
    except (SyntaxError, StopIteration, KeyError, TypeError, ZeroDivisionError):
        return None


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return Fraction(node.value)
    raise TypeError(node)
