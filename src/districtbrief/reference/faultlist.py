"""The page of all faults, made of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from districtbrief.faults import Fault, catalogue

EXAMPLE = Fault.of(
    "verify.misread",
    "data/observations/erqi.csv row 14, column value",
    token="50个",  # noqa: S106 - a number as an article prints it
    read="50",
    recorded="51",
)
HEAD = f"""# Faults

Whatever `districtbrief` finds wrong it says in one line, and this is the list of all that it may say. A line is
`place: what was found; what to do [code]`, and the place names the file, and in it the row, column, cell, block or
label:

```text
{EXAMPLE}
```

A command ends with 0 where all is well, with 1 after a fault, with 2 where it was typed wrongly, and with 130 where it
was interrupted. It tells all the faults that it can find, one a line. A build keeps those of its steps in
`build/faults.txt`, and those of each report or table that failed in `build/broken/`; a notebook that failed lies in
`build/failed/`, as far as it came. An error that nobody foresaw is a fault too; its traceback is shown by
`districtbrief --debug ...`, or by `make report DEBUG=1`.

On a terminal the place is bold and the code dim; `NO_COLOR=1` turns that off, `FORCE_COLOR=1` on.

For machines, `report`, `scan`, `validate`, `verify` and `audit` take `--json`: they write one JSON object, and end with
the same codes; wrong usage is told in words. Its `faults` are objects with `code`, `place`, `found` and `remedy`, and
with what the place names: `file`, `row`, `line`, `paragraph`, `position` and `column`, each null where it names none.
Beside them stands what the command found, if it came so far: `expressions` and `encoding` of a scan; `tallies` and the
`unread` districts of a verification; `pages` and those that are `missing` of an audit; which parts were `checked`, none
meaning all; of a report whether it was `published`, how many `reports` there are, which `failed` and with what faults,
and whether it is a `draft`.

Below, names in braces stand for what is filled in. `{{nearest}}` is `did you mean ...?` where something that there is
resembles what was written, and else a list of what there is.

Made by `python -m districtbrief.reference` from `src/districtbrief/faults.toml`.
"""


class _Name:
    """The name of a value, where a fault has the value."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return f"{{{self.name}}}"

    def __repr__(self) -> str:
        return f"'{self}'"


class _Names(Mapping[str, _Name]):
    """Every name there may be."""

    def __getitem__(self, name: str) -> _Name:
        return _Name(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def fault_list() -> str:
    """Write the catalogue as a page of Markdown: a table a family, a row a kind."""
    families = groupby(catalogue(), key=lambda code: code.partition(".")[0])
    return "\n".join([HEAD, *(line for family, codes in families for line in _table(family, codes))])


def _table(family: str, codes: Iterator[str]) -> Iterator[str]:
    yield from (f"## {family}", "", "| code | what is wrong | what it says | what to do |", "|---|---|---|---|")
    for code in codes:
        kind = catalogue()[code]
        yield f"| `{code}` | {kind.title} | {_said(kind.found)} | {_said(kind.remedy)} |"
    yield ""


def _said(words: str) -> str:
    return f"`{words.format_map(_Names())}`".replace("|", r"\|")
