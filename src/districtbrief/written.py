"""What is written in a table of `data/`, cell by cell, before anything is made of it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from districtbrief.csvtables import written_rows
from districtbrief.faults import HIDDEN, Fault, FaultError
from districtbrief.rows import DECIMALS

MOST_UNKNOWN = 20
"""How many columns too many are named one by one."""
LATIN = 0xA0
"""Where printed letters begin after the last control characters."""
_NUMBER = re.compile(rf"-?[0-9]{{1,16}}(\.[0-9]{{1,{DECIMALS}}})?")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_THOUSANDS = re.compile(r"[0-9]{1,3}([,_' ][0-9]{3})+(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")
# a spreadsheet that opens a published table would run it; some do so for the wide signs too
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class Table:
    """A table as it is written: its header, and each row with its number in the file, the header being row 1."""

    place: str
    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def read_written(path: Path, place: str) -> Table:
    """Read a table of `data/`.

    Raises:
        FaultError: it is missing, empty, not UTF-8, or no CSV, or a cell of it is far too long.
    """
    rows = list(enumerate(written_rows(path, place), start=1))
    if not rows:
        raise FaultError([Fault.of("data.empty", place)])
    return Table(place, rows[0][1], rows[1:])


def column_faults(table: Table, fields: Sequence[str]) -> Iterator[Fault]:
    """Say what is wrong with the columns, their names or their number."""
    place, header = f"{table.place} row 1", table.header
    if not {*fields} & {*header}:
        if len(header) == 1 and header[0]:
            yield Fault.of("data.no-commas", place, header=header[0])
        else:
            yield Fault.of("data.no-header", place, fields=", ".join(fields))
        return
    missing = [field for field in fields if field not in header]
    unknown = [name for name in header if name not in fields]
    if len(unknown) > MOST_UNKNOWN:
        yield Fault.of("data.too-many-columns", place, count=len(header), expected=len(fields))
        return
    for field in missing:
        spelt = {name.casefold(): name for name in unknown}
        if near := difflib.get_close_matches(field, spelt, n=1):
            unknown.remove(spelt[near[0]])
            yield Fault.of("data.column-misnamed", f"{place}, column {field}", name=spelt[near[0]], field=field)
        else:
            yield Fault.of("data.column-missing", f"{place}, column {field}")
    for name in unknown:
        yield Fault.of("data.column-unknown", f"{place}, column {header.index(name) + 1}", name=name)
    for number, cells in table.rows:
        if len(cells) > len(header) + MOST_UNKNOWN:
            row = f"{table.place} row {number}"
            yield Fault.of("data.too-many-cells", row, count=len(cells), expected=len(header))
    if not missing and not unknown and list(header) != list(fields):
        yield Fault.of("data.columns-out-of-order", place, fields=", ".join(fields))


def cell_faults(table: Table, fields: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """Say what no cell may hold, given the schema's fields by name: the unseen, formulas, numbers in another dress."""
    kinds = [field["type"] for field in fields.values()]
    for number, cells in table.rows:
        for name, kind, cell in zip(fields, kinds, cells, strict=False):
            if cell and (fault := _of_cell(f"{table.place} row {number}, column {name}", kind, cell)):
                yield fault


def _of_cell(place: str, kind: str, cell: str) -> Fault | None:
    if hidden := hidden_fault(place, cell):
        return hidden
    if kind == "number":
        return None if _NUMBER.fullmatch(cell) else _no_decimal(place, cell)
    if kind == "integer":
        return None if _INTEGER.fullmatch(cell) else Fault.of("data.not-whole", place, cell=cell)
    if kind == "string" and _FORMULA.match(cell):
        return Fault.of("data.formula", place, cell=cell)
    return None


def hidden_fault(place: str, text: str) -> Fault | None:
    """Name the first character of a text that nobody can see, or none."""
    found = HIDDEN.search(text)
    if not found:
        return None
    sign = found[0]
    named = unicodedata.name(sign, "a control character" if ord(sign) < LATIN else "of private use")
    told = f"U+{ord(sign):04X} ({named})"
    return Fault.of("data.hidden-character", place, sign=told, position=found.start() + 1)


def _no_decimal(place: str, cell: str) -> Fault:
    level = unicodedata.normalize("NFKC", cell).strip().removeprefix("+")
    if _THOUSANDS.fullmatch(level):
        level = re.sub("[,_' ]", "", level)
    elif _DECIMAL_COMMA.fullmatch(level):
        level = level.replace(",", ".")
    plain = _NUMBER.fullmatch(level) and level != cell
    write = f"write {level}" if plain else "write digits with at most one point: up to 16 before it, and 9 behind"
    return Fault.of("data.not-decimal", place, cell=cell, write=write)
